"""The decision in one sentence, to be read out at a desk."""

from __future__ import annotations

from itertools import takewhile

from babel.lists import format_list

from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.home_credit.catalogue import THEMES
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring import Explanation, Outcome
from credit_panel.scoring.themes import reasons_of


def sentence_to_say(explanation: Explanation, t: Translator) -> str:
    """Return one sentence that an advisor can read out: what is proposed, how likely a default is, what weighs most.

    What is not known is no reason to say aloud, and neither is what may not be one.
    """
    against = explanation.outcome is not Outcome.ACCEPT
    reasons = reasons_of(explanation)
    leading = (reasons.adverse if against else reasons.supporting)[:2]
    # behind one that is not known, the next is not what weighs most
    known = list(takewhile(lambda each: each.evidence.value is not None, leading))
    named = format_list([lower_first(THEMES[each.theme][t.language]) for each in known], locale=t.locale)
    n = max(round(explanation.probability * 100), 1)
    said = t.ngettext(
        "{outcome}: out of 100 similar applications, about {n} meets payment difficulties, where the limit is {limit}",
        "{outcome}: out of 100 similar applications, about {n} meet payment difficulties, where the limit is {limit}",
        n,
        outcome=outcome_words(explanation.outcome, t),
        limit=t.number(explanation.threshold * 100),
    )
    if not known:
        return f"{said}."
    why = (
        t.gettext("what weighs most against it: {reasons}.", reasons=named)
        if against
        else t.gettext("what weighs most in its favour: {reasons}.", reasons=named)
    )
    return t.gettext("{first}; {second}", first=said, second=why)
