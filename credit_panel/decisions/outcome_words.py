"""What is proposed, and what was decided, in a few words."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.scoring import Outcome


def outcome_words(outcome: Outcome, t: Translator) -> str:
    """Return the outcome as a headline."""
    return {
        Outcome.ACCEPT: t.gettext("Acceptance proposed"),
        Outcome.REVIEW: t.gettext("To review"),
        Outcome.REFUSE: t.gettext("Refusal proposed"),
    }[outcome]


def decided_words(outcome: Outcome, t: Translator) -> str:
    """Return a person's decision, beside which `outcome_words` is a proposal."""
    return {
        Outcome.ACCEPT: t.gettext("Accepted"),
        Outcome.REVIEW: t.gettext("Documents asked for"),
        Outcome.REFUSE: t.gettext("Refused"),
    }[outcome]


def standing_outcome(proposed: Outcome, decided: Outcome | None, t: Translator) -> str:
    """Return what stands: a person's decision once there is one, the proposal until then."""
    return outcome_words(proposed, t) if decided is None else decided_words(decided, t)
