"""The journal in PostgreSQL, for several servers: the same tables, and an advisory lock in place of a file's."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from credit_panel.errors import JournalError
from credit_panel.journal.database import KEPT, TABLES, Row

_LOCK = 0x63705F6A6F75726E  # "cp_journ": what all writers of a journal wait for
_SETTINGS = (
    "SET synchronous_commit TO on",
    "SET lock_timeout TO '2s'",
    "SET statement_timeout TO '30s'",
    "SET idle_in_transaction_session_timeout TO '30s'",
)

_GUARDS = (
    "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the journal is only added to'; END $$",
    "CREATE FUNCTION journal_purged() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN IF NOT EXISTS (SELECT 1 FROM tombstones WHERE sequence = OLD.sequence)"
    " THEN RAISE EXCEPTION 'the journal is only added to'; END IF; RETURN OLD; END $$",
    "CREATE FUNCTION journal_gapless() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN IF NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM chain)"
    " THEN RAISE EXCEPTION 'the journal leaves no number out'; END IF; RETURN NEW; END $$",
    *(
        f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR TRUNCATE ON {table} EXECUTE FUNCTION journal_refuse()"
        for table in KEPT
    ),
    *(f"CREATE TRIGGER {table}_last BEFORE DELETE ON {table} EXECUTE FUNCTION journal_refuse()" for table in KEPT[:-1]),
    "CREATE TRIGGER bodies_last BEFORE DELETE ON bodies FOR EACH ROW EXECUTE FUNCTION journal_purged()",
    "CREATE TRIGGER chain_gapless BEFORE INSERT ON chain FOR EACH ROW EXECUTE FUNCTION journal_gapless()",
)

_FAULTS = {
    "55P03": ("locked", "is in use by another writer: try again"),
    "57014": ("locked", "took too long to answer: try again"),
    "53100": ("full", "has no room left on its disk: free some space"),
    "25006": ("read_only", "may only be read: name the server that takes writes"),
    "42501": ("read_only", "may not be written to by this user: have the rights granted"),
}


class PostgresqlDatabase:
    """A journal's tables in a database of PostgreSQL.

    Parameters
    ----------
    url
        ``postgresql://user@host/database``, as libpq reads it; the password may stand in it, or in ``~/.pgpass``.

    Raises
    ------
    JournalError
        When its driver is not installed, or it cannot be reached.
    """

    def __init__(self, url: str) -> None:
        self.place = _without_password(url)
        try:
            driver: Any = import_module("psycopg")
        except ImportError as error:
            raise JournalError(
                "driver", "The driver of PostgreSQL is not installed: pip install 'credit-panel[postgresql]'."
            ) from error
        self._to_read, self._to_write = (_Line(driver, url, self.place) for _ in range(2))
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[_Line]:
        """Give a transaction that sees one moment of the database; it waits for no writer."""
        with self._to_read.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield self._to_read

    @contextmanager
    def writing(self) -> Iterator[_Line]:
        """Give a transaction that no other writer comes into: the lock is had before the last record is read."""
        with self._to_write.transaction("BEGIN ISOLATION LEVEL READ COMMITTED"):
            self._to_write.execute("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
            yield self._to_write

    def tidy(self) -> None:
        """Leave it to PostgreSQL, whose own vacuum takes what was purged."""

    def close(self) -> None:
        """Let go of the connections."""
        self._to_read.close()
        self._to_write.close()

    def _prepare(self) -> None:
        """Make the tables where there are none; two servers that start at once make them once."""
        there = "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'about'"
        with self.reading() as transaction:
            if transaction.execute(there):
                return
        with self.writing() as transaction:
            if not transaction.execute(there):
                for statement in (*TABLES, *_GUARDS):
                    transaction.execute(statement)


class _Line:
    """One connection, used by one thread at a time, and made anew when it was lost."""

    def __init__(self, driver: Any, url: str, place: str) -> None:
        self._driver, self._url, self._place = driver, url, place
        self._one_at_a_time = threading.RLock()
        self._connection: Any = None

    def execute(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        cursor = self._connection.execute(statement.replace("?", "%s") if values else statement, values or None)
        return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """Let go of the connection."""
        with self._one_at_a_time:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def transaction(self, begin: str) -> Iterator[None]:
        """Begin a transaction, and end it."""
        with self._one_at_a_time:
            try:
                self._begin(begin)
                try:
                    yield
                    self._connection.execute("COMMIT")
                except BaseException:
                    with suppress(self._driver.Error):
                        self._connection.execute("ROLLBACK")
                    raise
            except self._driver.Error as error:
                told = self._told(error)
                if told.fault == "unreachable":
                    self.close()
                raise told from error

    def _begin(self, begin: str) -> None:
        """Begin, over a new connection where the last one is gone; what was begun before it went is not begun again."""
        if self._connection is not None:
            try:
                self._connection.execute(begin)
                return
            except self._driver.OperationalError:
                self.close()
        self._connection = self._driver.connect(
            self._url, autocommit=True, connect_timeout=3, application_name="credit-panel journal"
        )
        for setting in _SETTINGS:
            self._connection.execute(setting)
        self._connection.execute(begin)

    def _told(self, error: Any) -> JournalError:
        code = getattr(error, "sqlstate", None) or ""
        if code in _FAULTS:
            fault, sentence = _FAULTS[code]
            return JournalError(fault, f"The journal {self._place} {sentence}.")  # type: ignore[arg-type]
        if isinstance(error, self._driver.OperationalError):
            return JournalError("unreachable", f"The journal {self._place} does not answer: see that PostgreSQL runs.")
        return JournalError("damaged", f"The journal {self._place} cannot be used as it is ({str(error)[:200]}).")


def _without_password(url: str) -> str:
    """Return an address as it may be shown: the password, wherever libpq reads one, is left out."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    user = parts.netloc.rpartition("@")[0].partition(":")[0]
    shown = f"{parts.scheme}://{user + '@' if user else ''}{host}{parts.path}"
    return re.sub(r"[^\x20-\x7e]", "", shown)
