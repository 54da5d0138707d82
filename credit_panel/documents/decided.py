"""A person's decision, as a letter tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from credit_panel.decisions.assessed import Assessed
from credit_panel.decisions.decision import Decision
from credit_panel.decisions.reason_words import letter_reason
from credit_panel.locale import Language, Translator, translator
from credit_panel.scoring import Explanation, Outcome


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a client.

    Parameters
    ----------
    outcome
        The decision; ``REVIEW`` asks the client for documents.
    day
        The day it was made, UTC.
    reason
        Why, in the letter's language, without a full stop; empty where no reason was given.
    rests_on
        What was proposed to whoever decided; None where that is what is proposed now.
    """

    outcome: Outcome
    day: date
    reason: str = ""
    rests_on: Assessed | None = None


def decided_of(decision: Decision | None, language: Language) -> Decided | None:
    """Return a recorded decision as a letter tells it; None where nobody has decided."""
    if decision is None:
        return None
    return Decided(
        decision.decided,
        decision.at.date(),
        letter_reason(decision.reason, translator(language)),
        decision.assessed,
    )


def decided_title(outcome: Outcome, t: Translator) -> str:
    """Return the headline of a letter about a decision."""
    return {
        Outcome.ACCEPT: t.gettext("Your credit application: it is accepted"),
        Outcome.REVIEW: t.gettext("Your credit application: we ask you for documents"),
        Outcome.REFUSE: t.gettext("Your credit application: we do not grant this credit as it is"),
    }[outcome]


def decided_sentences(decided: Decided, explanation: Explanation, t: Translator) -> list[str]:
    """Return that a person decided, what, whether that is what had been proposed, and whether it still would be."""
    day = t.date(decided.day.isoformat())
    said = {
        Outcome.ACCEPT: t.gettext("On {date} a person decided to accept your application.", date=day),
        Outcome.REVIEW: t.gettext("On {date} a person decided to ask you for documents first.", date=day),
        Outcome.REFUSE: t.gettext("On {date} a person decided not to grant this credit as it is.", date=day),
    }[decided.outcome]
    reason = [t.gettext("The reason given: {reason}.", reason=decided.reason)] if decided.reason else []
    return [said, *reason, *_beside_the_proposal(decided, explanation, t)]


def _beside_the_proposal(decided: Decided, explanation: Explanation, t: Translator) -> list[str]:
    """Return how the decision stands to the proposal that it rests on, which this letter may be too late to explain."""
    before = decided.rests_on
    if before is None or before.is_still(explanation):
        if decided.outcome is explanation.outcome:
            return [t.gettext("The decision follows the proposal of our computer program, which this letter explains.")]
        return [t.gettext("It is not what our computer program proposed; this letter explains that proposal.")]
    if decided.outcome is before.proposed:
        follows = t.gettext("The decision follows what our computer program proposed on that day.")
    else:
        follows = t.gettext("It is not what our computer program proposed on that day.")
    since = t.gettext(
        "Your application has been assessed anew since: on that day the risk of default was estimated at {p}, for a "
        "limit of {threshold}. What follows explains the assessment of today; ask us for that of the day if you want "
        "it.",
        p=t.percent(before.probability),
        threshold=t.percent(before.threshold),
    )
    return [follows, since]
