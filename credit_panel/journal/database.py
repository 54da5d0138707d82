"""What the journal asks of a database, and what is the same in each: tables, and one writer at a time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

FORMAT = 1
"""Format of the tables that this version reads and writes."""

Row = tuple[Any, ...]


class Transaction(Protocol):
    """What runs statements, with ``?`` where a value goes."""

    def execute(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return its rows."""


class Database(Protocol):
    """Where the journal's tables lie."""

    place: str
    """Its name for people: a file, or an address without a password."""

    def reading(self) -> AbstractContextManager[Transaction]:
        """Give a transaction that sees one moment of the database and changes nothing."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """Give a transaction that has the journal for itself; what it wrote is on the disk when it ends well.

        Raises
        ------
        JournalError
            When the database is locked, full, read-only, gone or damaged; nothing of the transaction is kept then.
        """

    def tidy(self) -> None:
        """Have what was purged leave the disk too, as far as the database can."""

    def close(self) -> None:
        """Let go of the database."""


TABLES = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE chain (sequence BIGINT PRIMARY KEY, body_hash TEXT NOT NULL, hash TEXT NOT NULL)",
    "CREATE TABLE bodies (sequence BIGINT PRIMARY KEY REFERENCES chain, at TEXT NOT NULL, kind TEXT NOT NULL,"
    " person TEXT NOT NULL, client TEXT, body TEXT NOT NULL)",
    "CREATE TABLE tombstones (sequence BIGINT PRIMARY KEY REFERENCES chain, purge BIGINT NOT NULL REFERENCES chain)",
    "CREATE INDEX bodies_of_client ON bodies (client, sequence)",
    "CREATE INDEX bodies_of_kind ON bodies (kind, sequence)",
    "CREATE INDEX bodies_of_person ON bodies (person, at)",
)
"""A link stays for ever; a body goes when it is purged, and a tombstone then says by which record."""

KEPT = ("about", "chain", "tombstones", "bodies")
"""Tables of which no row may change; of all but the last none may go either."""
