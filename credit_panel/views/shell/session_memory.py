"""What a tab of the browser keeps of its visitor's session as a text, so that another page or a reload loses nothing.

The text comes back from a browser, so that it is checked like all that does: what does not fit is no memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from credit_panel.decisions.decision import LONGEST_COMMENT, REASONS, Decision
from credit_panel.scoring import Outcome

LONGEST = 200_000
"""Characters of the longest text; older decisions leave it first."""

_MOST_DECISIONS = 200

_Client = Annotated[int, Field(ge=0, lt=2**53)]
_Share = Annotated[float, Field(ge=0, le=1)]
_Word = Literal["accept", "review", "refuse"]


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _KeptDecision(_Kept):
    client: _Client
    proposed: _Word
    decided: _Word
    reason: Annotated[str, Field(max_length=40)]
    comment: Annotated[str, Field(max_length=LONGEST_COMMENT)]
    probability: _Share
    threshold: _Share
    model_version: Annotated[str, Field(max_length=80)]
    at: datetime


class _Memory(_Kept):
    decisions: Annotated[list[_KeptDecision], Field(max_length=_MOST_DECISIONS)] = []
    opened: Annotated[list[tuple[_Client, _Word]], Field(max_length=20)] = []


def write_memory(decisions: Iterable[Decision], opened: Iterable[tuple[int, Outcome]]) -> str:
    """Return the decisions and the last opened clients as a text."""
    kept = [
        _KeptDecision(
            client=each.client,
            proposed=str(each.proposed),  # type: ignore[arg-type]
            decided=str(each.decided),  # type: ignore[arg-type]
            reason=each.reason,
            comment=each.comment,
            probability=each.probability,
            threshold=each.threshold,
            model_version=each.model_version,
            at=each.at,
        )
        for each in decisions
    ]
    return _Memory(
        decisions=kept[-_MOST_DECISIONS:],
        opened=[(number, str(outcome)) for number, outcome in opened],  # type: ignore[misc]
    ).model_dump_json()


def read_memory(text: str) -> tuple[list[Decision], list[tuple[int, Outcome]]]:
    """Return the decisions and the last opened clients of a text; nothing where it is none of `write_memory`."""
    try:
        memory = _Memory.model_validate_json(text)
    except ValidationError:
        return [], []
    decisions = [
        Decision(**each.model_dump() | {"proposed": Outcome(each.proposed), "decided": Outcome(each.decided)})
        for each in memory.decisions
        if each.at.tzinfo is not None and (not each.reason or each.reason in REASONS)
    ]
    return decisions, [(number, Outcome(word)) for number, word in memory.opened]
