"""Journals in each kind of database, whose insides a test can reach as somebody with all rights could."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.settings import Settings

TABLES = ("about", "chain", "tombstones", "bodies")


@dataclass(frozen=True)
class Place:
    """Where a test's journal lies.

    Parameters
    ----------
    settings
        Settings that name it.
    """

    settings: Settings

    def open(self) -> Journal:
        """Open the journal as the product does."""
        return open_journal(self.settings)

    def run(self, *statements: str) -> None:
        """Run statements as the owner of the database, whom no trigger stops."""
        if self.settings.journal.startswith("postgresql"):
            import psycopg

            with psycopg.connect(self.settings.journal) as connection:
                for table in TABLES:
                    connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
                for statement in statements:
                    connection.execute(statement)  # type: ignore[call-overload]
            return
        connection = sqlite3.connect(str(self.settings.journal_file()))
        guards = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for statement in (*(f"DROP TRIGGER {name}" for (name,) in guards), *statements):
            connection.execute(statement)
        connection.commit()
        connection.close()


def place_in(folder: Path, url: str = "") -> Place:
    """Return a place for a journal: a file in `folder`, unless a database is named; its key is in the folder."""
    return Place(Settings(data_dir=folder, models_dir=folder, model="small", journal=url))


def write_some(journal: Journal, count: int, clients: Sequence[int] = (100_002, 100_003, 100_004)) -> None:
    """Add decisions about some clients in turn."""
    for number in range(count):
        content = {"comment": f"number {number}", "probability": 0.1 + number / 1000}
        journal.append(Kind.DECISION, client_id=clients[number % len(clients)], person="A. Martin", content=content)


def clock(
    start: datetime = datetime(2026, 1, 1, tzinfo=UTC), step: timedelta = timedelta(days=1)
) -> Callable[[], datetime]:
    """Return a clock that goes on by a step each time it is read."""
    moment = start - step

    def now() -> datetime:
        nonlocal moment
        moment += step
        return moment

    return now
