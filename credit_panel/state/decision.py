"""What the advisor decides: the decision as a value, the log that keeps it, and what is wrong with one half made."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Literal, Protocol

import param
from param.parameters import NoNone

from credit_panel.scoring import Outcome
from credit_panel.state.client import ClientState

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

Problem = Literal["missing", "unfit", "long"]


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

    @property
    def follows(self) -> bool:
        """Whether the proposal was followed."""
        return self.decided == self.proposed


class DecisionLog(Protocol):
    """Where decisions are kept; none is ever changed or removed, a later one corrects it."""

    def record(self, decision: Decision) -> None:
        """Keep a decision."""

    def of(self, client_id: int) -> tuple[Decision, ...]:
        """Return the decisions about a client, in the order they were recorded."""


class SessionLog:
    """A log in memory, that of one visitor's session: it ends with the session."""

    def __init__(self) -> None:
        self._decisions: list[Decision] = []

    def record(self, decision: Decision) -> None:
        """Keep a decision."""
        self._decisions.append(decision)

    def of(self, client_id: int) -> tuple[Decision, ...]:
        """Return the decisions about a client, in the order they were recorded."""
        return tuple(decision for decision in self._decisions if decision.client == client_id)

    def everything(self) -> tuple[Decision, ...]:
        """Return all decisions, in the order they were recorded."""
        return tuple(self._decisions)

    def recall(self, decisions: Iterable[Decision]) -> None:
        """Take back what an earlier page of the same visitor recorded, in its place in time; each counts once."""
        found = dict.fromkeys((*self._decisions, *decisions))
        self._decisions = sorted(found, key=lambda decision: decision.at)


class DecisionState(param.Parameterized):
    """The decisions about the open client; it reads the client as they are, so that no what-if is ever recorded.

    Parameters
    ----------
    log
        Where decisions are kept; one in memory when none is given.
    """

    client = param.ClassSelector(class_=ClientState, allow_None=NoNone, doc="The visitor's client.")

    recorded = param.ClassSelector(
        class_=tuple, default=(), doc="The decisions about the open client, in the order they were recorded."
    )

    last = param.ClassSelector(
        class_=Decision, default=None, allow_None=True, doc="The decision that this visitor recorded last."
    )

    count = param.Integer(default=0, doc="How many decisions this visitor has recorded, on earlier pages too.")

    problems = param.Dict(default={}, doc="What keeps the last decision from being recorded, by field of the form.")

    def __init__(self, log: DecisionLog | None = None, **params: Any) -> None:
        self.log = SessionLog() if log is None else log
        super().__init__(**params)

    def decide(self, client_id: int | None, decided: str, reason: str, comment: str) -> bool:
        """Record a confirmed decision about the open client.

        Parameters
        ----------
        client_id
            Who was on screen when it was confirmed; nothing is recorded about anybody else.
        decided
            An `Outcome`, as text.

        Returns
        -------
        bool
            Whether it was recorded; if not, `problems` says what is wrong.
        """
        explanation = self.client.explanation
        if explanation is None or client_id is None or client_id != self.client.client_id:
            return False
        comment = _clean(comment)
        self.problems = problems_of(decided, reason, comment, explanation.outcome)
        if self.problems:
            return False
        decision = Decision(
            client=client_id,
            proposed=explanation.outcome,
            decided=Outcome(decided),
            reason=reason,
            comment=comment,
            probability=explanation.probability,
            threshold=explanation.threshold,
            model_version=explanation.model.version,
            at=datetime.now(UTC),
        )
        self.log.record(decision)
        self.param.update(recorded=self.log.of(client_id), last=decision, count=self.count + 1)
        self._tell_client()
        return True

    def recall(self, decisions: Iterable[Decision]) -> None:
        """Take back what an earlier page of the same visitor recorded, where no lasting log keeps it."""
        if isinstance(self.log, SessionLog):
            self.log.recall(decisions)
            self.look_up()
            known = self.log.everything()
            self.client.decided = {**self.client.decided, **{each.client: each.decided for each in known}}
            self.count = len(known)

    def last_of(self, client_id: int) -> Decision | None:
        """Return the decision that counts about any client, None where nobody has decided."""
        return next(reversed(self.log.of(client_id)), None)

    @param.depends("client.explanation", watch=True, on_init=True)
    def look_up(self) -> None:
        """Show what the log holds about the open client."""
        client_id = self.client.client_id
        self.param.update(recorded=() if client_id is None else self.log.of(client_id), problems={})
        self._tell_client()

    def _tell_client(self) -> None:
        """Have every view of the client know the decision that stands."""
        if self.client.client_id is not None and self.recorded:
            self.client.decided = {**self.client.decided, self.client.client_id: self.recorded[-1].decided}


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


def _clean(comment: str) -> str:
    """Return a comment without control characters, which no keyboard types and which could reorder a printed line."""
    lines = comment.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"}).strip()
