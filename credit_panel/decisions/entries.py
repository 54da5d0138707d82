"""Decisions as the journal's records hold them."""

from __future__ import annotations

from credit_panel.decisions.decision import Decision
from credit_panel.journal.case import Case
from credit_panel.journal.records import DECISIONS, Entry, Kind
from credit_panel.scoring import Outcome


def decisions_of(case: Case, client_id: int) -> tuple[Decision, ...]:
    """Return the decisions of a case."""
    return tuple(decision_of(entry, client_id) for entry in case.entries if entry.kind in DECISIONS)


def decision_of(entry: Entry, client_id: int) -> Decision:
    """Return the decision that a record holds."""
    content = entry.content
    return Decision(
        client=client_id,
        proposed=Outcome(content["proposed"]),
        decided=Outcome(content["decided"]),
        reason=content["reason"],
        comment=content["comment"],
        probability=float(content["probability"]),
        threshold=float(content["threshold"]),
        model_version=content["model"]["version"],
        at=entry.at,
        person=entry.person,
        number=entry.sequence,
        reviews=entry.kind == Kind.REVIEW,
    )
