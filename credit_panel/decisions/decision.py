"""What the advisor decides: the decision as a value, and what is wrong with one half made."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from credit_panel.decisions.assessed import Assessed
from credit_panel.errors import JournalFault
from credit_panel.scoring import Outcome

LONGEST_COMMENT = 500
"""Characters of the longest comment."""

OTHER = "other"
"""Code of the reason that only a comment can tell."""

_ALL = frozenset(Outcome)

REASONS: Mapping[str, frozenset[Outcome]] = MappingProxyType(
    {
        "income_proven": frozenset({Outcome.ACCEPT}),
        "debts_settled": frozenset({Outcome.ACCEPT}),
        "guarantee": frozenset({Outcome.ACCEPT}),
        "known_client": frozenset({Outcome.ACCEPT}),
        "documents_missing": frozenset({Outcome.REVIEW, Outcome.REFUSE}),
        "document_doubtful": frozenset({Outcome.REVIEW, Outcome.REFUSE}),
        "charges_missing": frozenset({Outcome.REVIEW, Outcome.REFUSE}),
        "situation_changing": frozenset({Outcome.REVIEW, Outcome.REFUSE}),
        "data_wrong": _ALL,
        "lending_rule": _ALL,
        OTHER: _ALL,
    }
)
"""Codes of the reasons an advisor may give, in the order of the list, with the decisions that each can carry."""

Problem = Literal["missing", "unfit", "long", "denied"] | JournalFault


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a client, beside what was proposed to them.

    Parameters
    ----------
    client
        Number of the client.
    proposed, decided
        The policy's proposal, and the person's decision; ``REVIEW`` asks the client for documents.
    reason
        Code of `REASONS`; empty where the proposal was followed without one.
    comment
        The person's own words, as typed.
    probability, threshold
        What the proposal came from, as it was on screen.
    model_version
        Version of the model that proposed.
    at
        When it was confirmed, in UTC.
    person
        Who decided, as they gave their name; empty where nothing lasting keeps it.
    number
        Its number in the journal; 0 where it is in none.
    reviews
        Whether it is the second decision that a review asks for.
    """

    client: int
    proposed: Outcome
    decided: Outcome
    reason: str
    comment: str
    probability: float
    threshold: float
    model_version: str
    at: datetime
    person: str = ""
    number: int = 0
    reviews: bool = False

    @property
    def follows(self) -> bool:
        """Whether the proposal was followed."""
        return self.decided == self.proposed

    @property
    def assessed(self) -> Assessed:
        """What it rests on."""
        return Assessed(self.proposed, self.probability, self.threshold)


def problems_of(decided: str, reason: str, comment: str, proposed: Outcome) -> dict[str, Problem]:
    """Return what is wrong with a decision, by field: ``outcome``, ``reason``, ``comment``; empty when it can count.

    Whoever does not follow the proposal owes a reason, and the reason `OTHER` a comment that tells it.
    """
    if decided not in set(Outcome):
        return {"outcome": "missing"}
    problems: dict[str, Problem] = {}
    if reason and Outcome(decided) not in REASONS.get(reason, ()):
        problems["reason"] = "unfit"
    elif not reason and decided != proposed:
        problems["reason"] = "missing"
    if len(comment) > LONGEST_COMMENT:
        problems["comment"] = "long"
    elif reason == OTHER and not comment:
        problems["comment"] = "missing"
    return problems


def clean_comment(comment: str) -> str:
    """Return a comment without control characters, which no keyboard types and which could reorder a printed line."""
    lines = comment.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()
