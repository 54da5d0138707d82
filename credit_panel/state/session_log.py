"""The log of decisions of one visitor's session, where no journal keeps them."""

from __future__ import annotations

from collections.abc import Iterable

from credit_panel.decisions.decision import Decision


class SessionLog:
    """A log in memory, that of one visitor's session: it ends with the session, none of it is ever changed."""

    def __init__(self) -> None:
        self._decisions: list[Decision] = []

    def record(self, decision: Decision) -> Decision:
        """Keep a decision."""
        self._decisions.append(decision)
        return decision

    def of(self, client_id: int) -> tuple[Decision, ...]:
        """Return the decisions about a client, in the order they were recorded."""
        return tuple(decision for decision in self._decisions if decision.client == client_id)

    def standing(self, client_ids: Iterable[int]) -> dict[int, Decision]:
        """Return the decision that counts about each of some clients; who has none is left out."""
        return {client_id: found[-1] for client_id in client_ids if (found := self.of(client_id))}

    def everything(self) -> tuple[Decision, ...]:
        """Return all decisions, in the order they were recorded."""
        return tuple(self._decisions)

    def recall(self, decisions: Iterable[Decision]) -> None:
        """Take back what an earlier page of the same visitor recorded, in its place in time; each counts once."""
        found = dict.fromkeys((*self._decisions, *decisions))
        self._decisions = sorted(found, key=lambda decision: decision.at)
