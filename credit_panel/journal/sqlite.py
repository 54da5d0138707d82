"""The journal in a file: SQLite with a write-ahead log, on the disk before anything is acknowledged."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from credit_panel.errors import JournalError
from credit_panel.journal.database import KEPT, TABLES, Row

PATIENCE = 2.0
"""Seconds to wait for another writer."""

_RIGHTS = 0o600

_GUARDS = (
    *(
        f"CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
        for table in KEPT
    ),
    *(
        f"CREATE TRIGGER {table}_last BEFORE DELETE ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
        for table in KEPT[:-1]
    ),
    "CREATE TRIGGER bodies_last BEFORE DELETE ON bodies"
    " WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE sequence = OLD.sequence)"
    " BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END",
    "CREATE TRIGGER chain_gapless BEFORE INSERT ON chain"
    " WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM chain)"
    " BEGIN SELECT RAISE(ABORT, 'the journal leaves no number out'); END",
)

_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class SqliteDatabase:
    """A journal's tables in a file.

    Parameters
    ----------
    path
        The file; made, with its folder, where there is none. It is its owner's alone.
    patience
        Seconds to wait for another writer.

    Raises
    ------
    JournalError
        When it cannot be opened.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.place, self._file = str(path), path
        self._opened: dict[Path, tuple[int, int]] = {}
        with self._telling():
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():  # SQLite gives the files beside it the rights of this one
                with suppress(FileExistsError):
                    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _RIGHTS))
            self._to_read, self._to_write = (_Line(path, patience) for _ in range(2))
        try:
            with self._telling():
                self._keep_a_log(patience)
                for setting in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                    self._to_write.execute(f"PRAGMA {setting}")
                self._prepare()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[_Line]:
        """Give a transaction that sees one moment of the file; it waits for no writer."""
        with self._transaction(self._to_read, "BEGIN"):
            yield self._to_read

    @contextmanager
    def writing(self) -> Iterator[_Line]:
        """Give a transaction that no other writer comes into: it is begun before the last record is read."""
        with self._transaction(self._to_write, "BEGIN IMMEDIATE"):
            yield self._to_write

    def tidy(self) -> None:
        """Empty the write-ahead log, which holds what was purged for a while; others who read may put that off."""
        with self._to_write.one_at_a_time, self._telling():
            self._to_write.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self._to_read.close()
        self._to_write.close()

    @contextmanager
    def _transaction(self, line: _Line, begin: str) -> Iterator[None]:
        with line.one_at_a_time, self._telling():
            self._check_files()
            line.execute(begin)
            try:
                yield
                line.execute("COMMIT")
                self._note_files()
            except BaseException:
                line.give_up()
                raise

    def _keep_a_log(self, patience: float) -> None:
        """Have a write-ahead log; of two processes that make a journal at once, SQLite sends one away at once."""
        until = time.monotonic() + patience
        while True:
            try:
                self._to_write.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in _LOCKED or time.monotonic() > until:
                    raise
            time.sleep(0.02)

    def _note_files(self) -> None:
        """Note which files are in use: the log beside the journal stays from the first transaction on."""
        for path in (self._file, self._file.with_name(f"{self._file.name}-wal")):
            if path not in self._opened and (found := _identity(path)) is not None:
                self._opened[path] = found

    def _check_files(self) -> None:
        """Raise when the files are no longer those that were opened: what is written to a file without a name is lost.

        SQLite notices neither that its file was removed nor that another stands in its place. The file is not opened
        for this: to close it would give up the locks that SQLite holds.
        """
        for path, opened in self._opened.items():
            if _identity(path) != opened:
                raise JournalError(
                    "damaged",
                    f"{path} was removed or replaced by another: put back a copy, then start the server again.",
                )

    def _prepare(self) -> None:
        """Make the tables where there are none; two processes that start at once make them once."""
        there = "SELECT 1 FROM sqlite_master WHERE name = 'about'"
        if not self._to_write.execute(there):
            with self.writing() as transaction:
                if not transaction.execute(there):
                    for statement in (*TABLES, *_GUARDS):
                        transaction.execute(statement)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn what SQLite and the system say into a sentence."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._told(error) from error
        except OSError as error:
            raise JournalError(
                "read_only", f"The journal {self.place} cannot be opened ({error.strerror}): check its rights."
            ) from error

    def _told(self, error: sqlite3.Error) -> JournalError:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in _LOCKED:
            return JournalError("locked", f"The journal {self.place} is in use by another writer: try again.")
        if code in _FULL:
            return JournalError("full", f"The disk did not take a record of the journal {self.place}: free some space.")
        if code in _READ_ONLY:
            return JournalError("read_only", f"The journal {self.place} may not be written to: check its rights.")
        return JournalError("damaged", f"The journal {self.place} cannot be used as it is ({error}): put back a copy.")


class _Line:
    """One connection, used by one thread at a time."""

    def __init__(self, path: Path, patience: float) -> None:
        self._connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        self.one_at_a_time = threading.RLock()

    def execute(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        return self._connection.execute(statement, values).fetchall()

    def give_up(self) -> None:
        """End a transaction of which nothing is kept."""
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection, once nobody uses it."""
        with self.one_at_a_time:
            self._connection.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of its name; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
