"""Visitors who decide, each with a session of their own."""

from __future__ import annotations

from collections.abc import Callable

from credit_panel.scoring import Outcome
from credit_panel.state.deciding import DecisionState

Visitor = Callable[..., DecisionState]
"""Returns the decisions of a person who has just opened the first client."""


def decide(state: DecisionState, *, follow: bool = True, comment: str = "") -> bool:
    """Decide about the open client, as proposed or otherwise."""
    assert state.client.explanation is not None
    proposed = state.client.explanation.outcome
    other = next(outcome for outcome in Outcome if outcome != proposed)
    wanted = (proposed, "") if follow else (other, "data_wrong")
    return state.decide(state.client.client_id, *wanted, comment)
