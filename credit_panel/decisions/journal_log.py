"""The journal as the log of decisions: what it keeps of a client, and who may add what."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from credit_panel.decisions.decision import Decision
from credit_panel.decisions.entries import decision_of, decisions_of
from credit_panel.decisions.proposal_record import identity_content
from credit_panel.errors import JournalError
from credit_panel.journal.case import Case
from credit_panel.journal.journal import Guard, Journal
from credit_panel.journal.records import DECISIONS, REQUESTS, Entry, Kind
from credit_panel.portfolio import ServedModel

MOST_LISTED = 100
"""Clients that one list of the desk holds."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A client on one of the desk's lists.

    Parameters
    ----------
    client
        Their number.
    entry
        The record that put them there.
    case
        All there is about them; None where nobody needs it.
    """

    client: int
    entry: Entry
    case: Case | None = None


class JournalLog:
    """Keeps decisions in the journal, and reads them there.

    Parameters
    ----------
    opened
        Returns the journal; called at each use, so that one which could not be opened is tried again.
    served
        What is served, kept on record where it is not what was; None where nothing is.
    """

    def __init__(self, opened: Callable[[], Journal], served: ServedModel | None = None) -> None:
        self._open, self._served = opened, served
        self._noting = threading.Lock()

    def serves(self, served: ServedModel) -> None:
        """Have it kept on record, when the journal is next used, that this is served from now on."""
        with self._noting:
            self._served = served

    def note(self) -> None:
        """Keep on record now what is served.

        Raises
        ------
        JournalError
            When the journal cannot be opened.
        """
        self._opened()

    @property
    def name(self) -> str:
        """The journal's own random name."""
        return self._opened().name

    def record(self, decision: Decision, proposal: Mapping[str, Any], seen: Case | None) -> Decision:
        """Keep a decision about a client of whom `seen` was on screen; see `enter`."""
        return decision_of(self.enter(decision, proposal, seen), decision.client)

    def enter(self, decision: Decision, proposal: Mapping[str, Any], seen: Case | None) -> Entry:
        """Keep a decision about a client of whom `seen` was on screen, and return its record.

        Raises
        ------
        JournalError
            When somebody else has decided since, or the journal does not take it.
        """
        case = seen or Case.of(())
        kind = Kind.DECISION if decision.follows else Kind.OVERRULE
        if case.may_review(decision.person):
            kind = Kind.REVIEW
        content = {
            **proposal,
            "decided": str(decision.decided),
            "reason": decision.reason,
            "comment": decision.comment,
            "reviews": case.standing.sequence if kind == Kind.REVIEW and case.standing is not None else None,
        }
        return self._opened().append(
            kind,
            client_id=decision.client,
            person=decision.person,
            content=content,
            guard=_nothing_newer(case, proposal),
        )

    def of(self, client_id: int) -> tuple[Decision, ...]:
        """Return the decisions about a client, in the order they were recorded."""
        return decisions_of(self.case(client_id), client_id)

    def case(self, client_id: int) -> Case:
        """Return all there is about a client."""
        return Case.of(self._opened().of(client_id))

    def standing(self, client_ids: Iterable[int]) -> dict[int, Decision]:
        """Return the decision that counts about each of some clients; who has none is left out."""
        found = self._opened().latest(client_ids, DECISIONS)
        return {client_id: decision_of(entry, client_id) for client_id, entry in found.items()}

    def under_review(self, client_ids: Iterable[int]) -> frozenset[int]:
        """Return who of some clients waits for a second pair of eyes."""
        journal, listed = self._opened(), list(client_ids)
        asked = journal.latest(listed, (Kind.REVIEW_REQUESTED, Kind.REVIEW))
        decided = journal.latest(listed, DECISIONS)
        return frozenset(
            client_id
            for client_id in listed
            if (client_id in asked and asked[client_id].kind == Kind.REVIEW_REQUESTED)
            or (client_id in decided and decided[client_id].kind == Kind.OVERRULE)
        )

    def add(self, kind: Kind, client_id: int, person: str, content: Mapping[str, Any]) -> None:
        """Keep a record that is no decision: a request or its end, a proposal shown, a what-if."""
        self._opened().append(kind, client_id=client_id, person=person, content=content, guard=_sensible(kind, content))

    def entries(self, kinds: Sequence[Kind], since: datetime) -> Iterator[Entry]:
        """Return the records of some kinds since then, in their order."""
        return self._opened().entries(kinds, since=since)

    def clients_shown(self, since: datetime) -> dict[str, int]:
        """Return how many clients' proposals were shown in each month since then."""
        return self._opened().clients_by_month(Kind.PROPOSAL_SHOWN, since)

    def numbers(self, pseudonyms: Iterable[str], client_ids: Iterable[int]) -> dict[str, int]:
        """Return the clients behind pseudonyms, of those that are among some."""
        return self._opened().pseudonyms.known(pseudonyms, client_ids)

    def _opened(self) -> Journal:
        """Return the journal; the first time, keep which model and policy are served."""
        journal = self._open()
        with self._noting:
            if self._served is not None:
                # one that cannot be written to can still be read
                with suppress(JournalError):
                    self._note(journal, self._served)
                    self._served = None
        return journal

    @staticmethod
    def _note(journal: Journal, served: ServedModel) -> None:
        content = identity_content(served)
        last = None
        for entry in journal.entries((Kind.MODEL_CHANGED, Kind.POLICY_CHANGED)):
            last = entry
        if last is not None and last.content["portfolio"] == content["portfolio"]:
            return
        same_model = last is not None and last.content["files"] == content["files"]
        same_policy = last is not None and last.content["policy"] == content["policy"]
        journal.append(Kind.POLICY_CHANGED if same_model and not same_policy else Kind.MODEL_CHANGED, content=content)

    def to_review(self, client_ids: Iterable[int]) -> list[DeskRow]:
        """Return the cases that wait for a second pair of eyes, the longest waiting first."""
        journal = self._opened()
        waiting = journal.waiting((Kind.REVIEW_REQUESTED, Kind.OVERRULE), (Kind.REVIEW,))
        numbers = journal.pseudonyms.known(waiting, client_ids)
        rows = []
        for pseudonym in waiting:
            if pseudonym in numbers and (case := self.case(numbers[pseudonym])).review:
                rows.append(DeskRow(numbers[pseudonym], _cause(case), case))
        return rows[:MOST_LISTED]

    def known(
        self, read: Callable[[Journal], list[Entry]], client_ids: Iterable[int]
    ) -> tuple[list[Entry], dict[str, int]]:
        """Return records of the journal, and the numbers of their clients by pseudonym, for those of the portfolio."""
        journal = self._opened()
        found = read(journal)
        return found, journal.pseudonyms.known({e.client for e in found if e.client is not None}, client_ids)

    def of_person(self, person: str, since: datetime, client_ids: Iterable[int]) -> list[DeskRow]:
        """Return the clients whom a person has worked on, with what they did last, the last first."""
        journal = self._opened()
        kinds = (*DECISIONS, *REQUESTS, Kind.REQUEST_ENDED, Kind.WHAT_IF_KEPT, Kind.DATA_CHANGED, Kind.PROPOSAL_SHOWN)
        last: dict[str, Entry] = {}
        for entry in journal.entries(kinds, since=since, person=person):
            shown = entry.kind == Kind.PROPOSAL_SHOWN
            if entry.client is not None and not (shown and entry.client in last):
                last[entry.client] = entry
        numbers = journal.pseudonyms.known(last, client_ids)
        rows = [DeskRow(numbers[pseudonym], entry) for pseudonym, entry in last.items() if pseudonym in numbers]
        return sorted(rows, key=lambda row: row.entry.sequence, reverse=True)[:MOST_LISTED]


def _cause(case: Case) -> Entry:
    """Return the record for which a case waits."""
    asked = (request.asked for request in case.waiting if request.asked.kind == Kind.REVIEW_REQUESTED)
    entry = next(asked, case.standing)
    assert entry is not None  # noqa: S101 - a case that waits has one of them
    return entry


def _nothing_newer(case: Case, proposal: Mapping[str, Any]) -> Guard:
    rests_on = proposal.get("data_version", 1)

    def check(entries: tuple[Entry, ...]) -> None:
        known = 0 if case.standing is None else case.standing.sequence
        newest = Case.of(entries).standing
        if newest is not None and newest.sequence > known:
            raise JournalError("newer", f"{newest.person or 'Somebody'} has decided meanwhile: read it, then decide.")
        if Case.of(entries).data_version != rests_on:
            raise JournalError("changed", "The client's data were changed meanwhile: read them, then decide.")

    return check


def _sensible(kind: Kind, content: Mapping[str, Any]) -> Guard:
    """Return what refuses the end of a request that does not wait."""

    def check(entries: tuple[Entry, ...]) -> None:
        if kind == Kind.REQUEST_ENDED:
            waiting = [request.asked for request in Case.of(entries).waiting]
            if content.get("request") not in {a.sequence for a in waiting if a.kind != Kind.REVIEW_REQUESTED}:
                raise JournalError("unasked", "This request has been ended meanwhile, or is none of this client's.")

    return check
