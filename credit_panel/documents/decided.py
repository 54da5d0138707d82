"""A person's decision, as a letter tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from credit_panel.decisions.decision import Decision
from credit_panel.decisions.reason_words import letter_reason
from credit_panel.locale import Language, Translator, translator
from credit_panel.scoring import Outcome


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
    """

    outcome: Outcome
    day: date
    reason: str = ""


def decided_of(decision: Decision | None, language: Language) -> Decided | None:
    """Return a recorded decision as a letter tells it; None where nobody has decided."""
    if decision is None:
        return None
    return Decided(decision.decided, decision.at.date(), letter_reason(decision.reason, translator(language)))


def decided_title(outcome: Outcome, t: Translator) -> str:
    """Return the headline of a letter about a decision."""
    return {
        Outcome.ACCEPT: t.gettext("Your credit application: it is accepted"),
        Outcome.REVIEW: t.gettext("Your credit application: we ask you for documents"),
        Outcome.REFUSE: t.gettext("Your credit application: we do not grant this credit as it is"),
    }[outcome]


def decided_sentences(decided: Decided, proposed: Outcome, t: Translator) -> list[str]:
    """Return that a person decided, what, and whether that is what had been proposed."""
    day = t.date(decided.day.isoformat())
    said = {
        Outcome.ACCEPT: t.gettext("On {date} a person decided to accept your application.", date=day),
        Outcome.REVIEW: t.gettext("On {date} a person decided to ask you for documents first.", date=day),
        Outcome.REFUSE: t.gettext("On {date} a person decided not to grant this credit as it is.", date=day),
    }[decided.outcome]
    reason = [t.gettext("The reason given: {reason}.", reason=decided.reason)] if decided.reason else []
    if decided.outcome is proposed:
        follows = t.gettext("The decision follows the proposal of our computer program, which this letter explains.")
    else:
        follows = t.gettext("It is not what our computer program proposed; this letter explains that proposal.")
    return [said, *reason, follows]
