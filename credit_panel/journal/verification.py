"""Whether a journal is as it was written, and if not, which record is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from credit_panel.journal.anchors import Anchor
from credit_panel.journal.chain import beginning, entry_of, hash_of, link
from credit_panel.journal.database import Row, Transaction
from credit_panel.journal.journal import Journal
from credit_panel.journal.records import Entry, Kind

_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written.

    Parameters
    ----------
    sequence
        Number of the record.
    sentence
        What is wrong with it.
    """

    sequence: int
    sentence: str


@dataclass(slots=True)
class Verification:
    """What a look at every record has found.

    Parameters
    ----------
    records, tombstones
        How many there are, and how many of them were purged.
    head
        Number of the last one.
    findings
        What is wrong, in the order of the records; empty when the journal is intact.
    notes
        What is no fault and yet worth knowing.
    """

    records: int = 0
    tombstones: int = 0
    head: int = 0
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify_journal(journal: Journal, anchors: Sequence[Anchor] = ()) -> Verification:
    """Read the whole journal and hold each record against its hash, its place and the anchors."""
    with journal.database.reading() as transaction:
        return _Reader(journal.name, anchors).read(transaction)


class _Reader:
    def __init__(self, name: str, anchors: Sequence[Anchor]) -> None:
        self.found = Verification()
        self._name, self._anchors = name, anchors
        self._links: dict[int, str] = {0: beginning(name)}
        self._wanted = {anchor.sequence for anchor in anchors}
        self._gone: dict[int, int | None] = {}
        self._purges: dict[int, set[int]] = {}
        self._last: Entry | None = None

    def read(self, transaction: Transaction) -> Verification:
        before, expected = self._links[0], 1
        for sequence, body_hash, hash_, body, purge, *columns in _rows(transaction):
            if sequence > expected:
                self._find(expected, f"{_named(expected, sequence - 1)} removed")
            if hash_ != link(sequence, before, body_hash):
                self._find(sequence, f"record {sequence} does not follow from the one before it: changed or inserted")
            if body is None:
                self._gone[sequence] = purge
            else:
                self._look(sequence, body_hash, hash_, body, columns)
                if purge is not None:
                    self._find(sequence, f"record {sequence} was purged, and has been put back")
            if sequence in self._wanted:
                self._links[sequence] = hash_
            self.found.records += 1
            before, expected = hash_, sequence + 1
        self.found.head = expected - 1
        self._strays(transaction)
        self._tombstones()
        self._hold_against_anchors()
        self.found.findings.sort(key=lambda finding: finding.sequence)
        return self.found

    def _find(self, sequence: int, sentence: str) -> None:
        self.found.findings.append(Finding(sequence, sentence))

    def _look(self, sequence: int, body_hash: str, hash_: str, body: str, columns: Sequence[Any]) -> None:
        """Hold a body against its hash, and what it is found by against what it says."""
        if hash_of(body) != body_hash:
            self._find(sequence, f"the content of record {sequence} was changed")
            return
        try:
            entry = entry_of(body, hash_)
        except (ValueError, KeyError, TypeError, RecursionError):
            self._find(sequence, f"record {sequence} is none that this program writes")
            return
        told = (entry.at.isoformat(timespec="microseconds"), str(entry.kind), entry.person, entry.client)
        if entry.sequence != sequence:
            self._find(sequence, f"record {sequence} says that it is number {entry.sequence}: moved or inserted")
        elif told != tuple(columns):
            self._find(sequence, f"what record {sequence} is found by was changed")
        if entry.kind == Kind.PURGED:
            self._purges[sequence] = {
                number for first, last in entry.content.get("records", ()) for number in range(first, last + 1)
            }
        if self._last is not None and entry.at < self._last.at:
            self.found.notes.append(
                f"record {sequence} is dated before record {self._last.sequence}: a clock was set back, or two differ"
            )
        self._last = entry

    def _strays(self, transaction: Transaction) -> None:
        for table in ("bodies", "tombstones"):
            stray = f"SELECT sequence FROM {table} WHERE sequence NOT IN (SELECT sequence FROM chain) ORDER BY sequence"  # noqa: S608
            for (sequence,) in transaction.execute(stray):
                self._find(sequence, f"record {sequence} has no link in the chain: removed from it, or inserted")

    def _tombstones(self) -> None:
        for sequence, purge in self._gone.items():
            if purge is None or sequence not in self._purges.get(purge, ()):
                self._find(sequence, f"the content of record {sequence} was removed, and no purge tells of it")
            else:
                self.found.tombstones += 1

    def _hold_against_anchors(self) -> None:
        for anchor in self._anchors:
            if anchor.journal != self._name:
                self._find(anchor.sequence, f"the anchor of {anchor.at} is of another journal")
            elif anchor.sequence > self.found.head:
                self._find(
                    self.found.head + 1,
                    f"{_named(self.found.head + 1, anchor.sequence)} cut off: the anchor of {anchor.at} knows"
                    f" {anchor.sequence} records",
                )
            elif self._links.get(anchor.sequence) != anchor.hash:
                self._find(
                    anchor.sequence,
                    f"record {anchor.sequence}, or one before it, is not the one that the anchor of {anchor.at} knows",
                )
        if not self._anchors:
            self.found.notes.append(
                "no anchor was given: records cut off at the end, or a chain made anew, would go unseen"
            )


def _rows(transaction: Transaction) -> Iterator[Row]:
    last = -1
    while True:
        rows = transaction.execute(
            "SELECT chain.sequence, body_hash, hash, body, purge, at, kind, person, client FROM chain"
            " LEFT JOIN bodies ON bodies.sequence = chain.sequence"
            " LEFT JOIN tombstones ON tombstones.sequence = chain.sequence"
            " WHERE chain.sequence > ? ORDER BY chain.sequence LIMIT ?",
            (last, _PAGE),
        )
        yield from rows
        if len(rows) < _PAGE:
            return
        last = rows[-1][0]


def _named(first: int, last: int) -> str:
    return f"record {first} was" if first == last else f"records {first} to {last} were"
