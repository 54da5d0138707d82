"""The jurisdiction of a model in words: whose law bars what, and what that costs."""

from __future__ import annotations

from babel.lists import format_list

from credit_panel.home_credit.catalogue.jurisdictions import barred_fields
from credit_panel.locale import Translator
from credit_panel.scoring import Gain
from credit_panel.scoring.candidates import barred_features
from credit_panel.scoring.manifest import Manifest


def jurisdiction_facts(manifest: Manifest, t: Translator) -> list[tuple[str, str]]:
    """Return whose law bars what, and what it costs."""
    name = manifest.jurisdiction
    kinds = {
        "age": t.gettext("age"),
        "sex": t.gettext("gender"),
        "family": t.gettext("family situation"),
        "address": t.gettext("address and dwelling"),
        "account": t.gettext("movements of an account"),
        "third_party": t.gettext("other people"),
    }
    barred = barred_fields(name)
    what = [kinds[bar] for bar in dict.fromkeys(barred.values())]
    facts = [
        (
            t.gettext("Jurisdiction"),
            t.gettext(
                "{name}: {what} barred, with all that is worked out from them",
                name=name,
                what=format_list(what, locale=t.locale),
            )
            if what
            else t.gettext("none: nothing is barred beyond what no model may read"),
        )
    ]
    if beyond := barred_features(name):
        costs = manifest.metrics.get("rule_costs") or ()
        measured = next((Gain(**cost["gain"]) for cost in costs if cost["rule"] == "jurisdiction"), None)
        price = (
            t.gettext("not measured: build it with --rule-costs")
            if measured is None
            else t.gettext(
                "{value} AUC, between {low} and {high}",
                value=t.number(measured.value, 4),
                low=t.number(measured.low, 4),
                high=t.number(measured.high, 4),
            )
        )
        features = t.ngettext("{n} feature", "{n} features", len(beyond))
        facts.append((t.gettext("Price of the jurisdiction"), f"{price}; {features}"))
    return facts
