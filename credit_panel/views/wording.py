"""The decision in words an advisor can say aloud."""

from __future__ import annotations

from babel.lists import format_list
from markupsafe import Markup

from credit_panel.locale import Translator
from credit_panel.scoring import Explanation, Outcome

NAMED = 3
"""How many features a sentence names."""


def outcome_words(outcome: Outcome, t: Translator) -> str:
    """Return the outcome as a headline."""
    return {
        Outcome.ACCEPT: t.gettext("Acceptance proposed"),
        Outcome.REVIEW: t.gettext("To review"),
        Outcome.REFUSE: t.gettext("Refusal proposed"),
    }[outcome]


def in_plain_words(explanation: Explanation, t: Translator) -> list[Markup]:
    """Return the decision as a few sentences: the risk among 100 alike, what counts against, what counts for."""
    of_hundred = max(round(explanation.probability * 100), 1)
    sentences = [
        Markup("{}").format(
            t.ngettext(
                "Out of 100 similar applications, about {n} meets payment difficulties; the limit is {limit}.",
                "Out of 100 similar applications, about {n} meet payment difficulties; the limit is {limit}.",
                of_hundred,
                limit=t.number(explanation.threshold * 100),
            )
        )
    ]
    against = [c.feature for c in explanation.contributions if c.points <= -0.5][:NAMED]
    in_favour = [c.feature for c in explanation.contributions if c.points >= 0.5][:NAMED]
    for message, features in (
        (t.gettext("What worries most: {features}."), against),
        (t.gettext("What reassures most: {features}."), in_favour),
    ):
        if features:
            names = [Markup("<b>{}</b>").format(lower_first(t.label(name))) for name in features]
            sentences.append(Markup("{}").format(message).replace("{features}", _listed(names, t)))
    return sentences


def ordinal(n: int, t: Translator) -> str:
    """Return a rank as people write it: ``87ᵉ``, ``87th``."""
    if t.language == "fr":
        return f"{n}ᵉ" if n != 1 else "1ᵉʳ"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(n % 10 if n % 100 not in (11, 12, 13) else 0, "th")
    return f"{n}{ending}"


def lower_first(label: str) -> str:
    """Return a label as it stands inside a sentence; a label that begins with an acronym stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _listed(names: list[Markup], t: Translator) -> Markup:
    """Join already escaped names the way the language does ("a, b and c")."""
    slots = [f"\0{i}\0" for i in range(len(names))]
    joined = Markup.escape(format_list(slots, locale=t.locale))
    for slot, name in zip(slots, names, strict=True):
        joined = joined.replace(slot, name)
    return joined
