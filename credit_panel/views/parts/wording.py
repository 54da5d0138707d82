"""The decision in words an advisor can say aloud."""

from __future__ import annotations

from collections.abc import Mapping

from babel.lists import format_list
from markupsafe import Markup

from credit_panel.home_credit.catalogue import THEMES
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring import Explanation, Scale
from credit_panel.scoring.reasons import flag_sentences
from credit_panel.scoring.rounding import WholePoints, whole_points
from credit_panel.scoring.themes import Reason, reasons_of


def in_plain_words(
    explanation: Explanation, points_otherwise: Mapping[Theme, float], scale: Scale, t: Translator
) -> list[Markup]:
    """Return the decision in a few sentences: the risk, what counts against and for, and what would change it.

    Parameters
    ----------
    explanation
        The explained decision.
    points_otherwise
        Points with the theme of an adverse reason as it usually is, see `credit_panel.scoring.points_otherwise`.
    scale
        The scale of those points.
    t
        The reader's language.
    """
    out_of_hundred = max(round(explanation.probability * 100), 1)
    sentences = [
        Markup.escape(
            t.ngettext(
                "Out of 100 similar applications, about {n} meets payment difficulties; the limit is {limit}.",
                "Out of 100 similar applications, about {n} meet payment difficulties; the limit is {limit}.",
                out_of_hundred,
                limit=t.number(explanation.threshold * 100),
            )
        )
    ]
    sentences += [Markup.escape(sentence) for sentence in flag_sentences(explanation, t)]
    reasons, whole = reasons_of(explanation), whole_points(explanation)
    for message, found in (
        (t.gettext("What counts against, above all: {reasons}."), reasons.adverse),
        (t.gettext("What counts in favour: {reasons}."), reasons.supporting),
    ):
        if found:
            named = _listed([_reason(reason, whole, t) for reason in found], t)
            sentences.append(Markup.escape(message).replace("{reasons}", named))
    for reason in reasons.adverse:
        if reason.theme not in points_otherwise:
            continue
        risk = t.percent(float(scale.probability(points_otherwise[reason.theme])))
        if risk != t.percent(explanation.probability):
            theme = lower_first(THEMES[reason.theme][t.language])
            message = t.gettext("If all that “{theme}” stands for were as usual, the estimated risk would be {risk}.")
            sentences.append(Markup.escape(message.format(theme=theme, risk=risk)))
            break
    return sentences


def _reason(reason: Reason, whole: WholePoints, t: Translator) -> Markup:
    theme = lower_first(THEMES[reason.theme][t.language])
    return Markup("<b>{}</b> ({})").format(theme, t.signed(whole.themes[reason.theme]))


def ordinal(n: int, t: Translator) -> str:
    """Return a rank as people write it: ``87ᵉ``, ``87th``."""
    if t.language == "fr":
        return f"{n}ᵉ" if n != 1 else "1ᵉʳ"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(n % 10 if n % 100 not in (11, 12, 13) else 0, "th")
    return f"{n}{ending}"


def _listed(names: list[Markup], t: Translator) -> Markup:
    """Join already escaped names the way the language does ("a, b and c")."""
    slots = [f"\0{i}\0" for i in range(len(names))]
    joined = Markup.escape(format_list(slots, locale=t.locale))
    for slot, name in zip(slots, names, strict=True):
        joined = joined.replace(slot, name)
    return joined
