"""What is spoken to a screen reader when something has changed on the client's page."""

from __future__ import annotations

from credit_panel.decisions.decision import Decision
from credit_panel.decisions.outcome_words import decided_words, outcome_words, standing_outcome
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring import Explanation, Outcome, WhatIf


def client_sentence(explanation: Explanation, decided: Outcome | None, t: Translator) -> str:
    """Return the decision about a client who was opened, or the proposal while there is none."""
    return t.gettext(
        "Client {number}: {outcome}, probability of default {p}, {points} points.",
        number=explanation.client_id,
        outcome=lower_first(standing_outcome(explanation.outcome, decided, t)),
        p=t.percent(explanation.probability),
        points=t.number(explanation.points),
    )


def result_sentence(result: WhatIf, t: Translator) -> str:
    """Return what a what-if comes to."""
    return t.gettext(
        "With the changes: {outcome}, probability of default {p}, {points} points.",
        outcome=lower_first(outcome_words(result.after.outcome, t)),
        p=t.percent(result.after.probability),
        points=t.number(result.after.points),
    )


def decision_sentence(decision: Decision, t: Translator) -> str:
    """Return what was recorded."""
    return t.gettext(
        "Decision recorded for client {number}: {decision}.",
        number=decision.client,
        decision=lower_first(decided_words(decision.decided, t)),
    )
