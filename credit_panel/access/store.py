"""The file in which users, sessions and keys are kept: SQLite, readable by its owner alone.

No password, session or key stands in it, only what tells one of them again: whoever reads the file can log in as
nobody. A command changes it while the server runs; what was taken from somebody is gone at their next request.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from credit_panel.errors import CreditPanelError

if TYPE_CHECKING:  # imported where it is used: without users no page needs it
    import sqlite3

FORMAT = 2
_PATIENCE = 5.0
"""Seconds that one process waits for another that writes."""
_PATIENCE_OF_A_LOOP = 0.1
"""The same where an event loop waits, and with it everybody else."""
_LOCKED_FOR = 2.0
"""Seconds in which no event loop waits again for a file that it found locked: it only looks."""
_OWN = 0o600
_TABLES = """
CREATE TABLE users (name TEXT PRIMARY KEY, roles TEXT NOT NULL, password TEXT NOT NULL, revoked INTEGER NOT NULL);
CREATE TABLE sessions (token TEXT PRIMARY KEY, user TEXT NOT NULL, begun REAL NOT NULL, seen REAL NOT NULL,
                       sealed TEXT NOT NULL DEFAULT '', asked REAL NOT NULL DEFAULT 0);
CREATE TABLE invitations (token TEXT PRIMARY KEY, user TEXT NOT NULL, ends REAL NOT NULL);
CREATE TABLE keys (name TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, actions TEXT NOT NULL, made REAL NOT NULL,
                   ends REAL NOT NULL, used REAL NOT NULL, revoked INTEGER NOT NULL);
CREATE TABLE identities (issuer TEXT NOT NULL, subject TEXT NOT NULL, user TEXT NOT NULL,
                         PRIMARY KEY (issuer, subject));
"""
_SINCE_1 = (
    "ALTER TABLE sessions ADD COLUMN sealed TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sessions ADD COLUMN asked REAL NOT NULL DEFAULT 0",
    "CREATE TABLE identities (issuer TEXT NOT NULL, subject TEXT NOT NULL, user TEXT NOT NULL,"
    " PRIMARY KEY (issuer, subject))",
)
"""What makes a file of the first format one of this; a server of an earlier version begins no session in it then."""


class AccessError(CreditPanelError):
    """The file of users cannot be used, or does not take a change."""


class LockedError(AccessError):
    """The file is locked by another program, and may be free in a moment."""


class Store:
    """The file, opened once a thread.

    Parameters
    ----------
    file
        Where it lies; it is made when something is first written.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._own = threading.local()
        self._found_locked = -_LOCKED_FOR

    @property
    def exists(self) -> bool:
        """Whether there is such a file."""
        return self.file.exists()

    def read(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Return the rows of a query, none where there is no file.

        Raises
        ------
        AccessError
            When the file cannot be read; a `LockedError` when another program has locked it.
        """
        if not self.exists:
            return []
        with self._sentences():
            rows = list(self._opened().execute(sql, values))
            self._found_locked = -_LOCKED_FOR
            return rows

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give what writes, alone; all of it is on the disk when this ends without an error, else none.

        Raises
        ------
        AccessError
            When the file cannot be written; a `LockedError` when another program has locked it.
        """
        with self._sentences():
            self._make()
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of what this thread has opened."""
        if (connection := getattr(self._own, "connection", None)) is not None:
            connection.close()
            self._own.connection = None

    def _opened(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        place = self.file.stat().st_ino  # another one after a copy was put back
        if connection is not None and self._own.place != place:
            connection.close()
            connection = None
        patience = self._patience()
        if connection is not None:
            connection.execute(f"PRAGMA busy_timeout = {round(1_000 * patience)}")
        else:
            import sqlite3

            connection = sqlite3.connect(self.file, timeout=patience, isolation_level=None)
            try:
                self._check(connection)
            except BaseException:
                connection.close()
                raise
            self._own.connection, self._own.place = connection, place
        return connection

    def _patience(self) -> float:
        from asyncio import get_running_loop  # commands have none

        try:
            get_running_loop()
        except RuntimeError:
            return _PATIENCE
        return _PATIENCE_OF_A_LOOP if time.monotonic() - self._found_locked > _LOCKED_FOR else 0.0

    def _check(self, connection: sqlite3.Connection) -> None:
        if self.file.stat().st_mode & 0o077:
            raise AccessError(f"Others may read the file of users {self.file}: chmod 600 it, then try again.")
        connection.execute("PRAGMA synchronous = FULL")
        if _format(connection) == 1:
            _renew(connection)
        if _format(connection) != FORMAT:
            raise AccessError(
                f"The file of users {self.file} is of another version: use the version of credit-panel that wrote it."
            )

    def _make(self) -> None:
        """Make the file where there is none, whole before it has its name."""
        if self.exists:
            return
        import sqlite3

        self.file.parent.mkdir(parents=True, exist_ok=True)
        begun = self.file.with_name(f".{self.file.name}-{os.getpid()}")
        os.close(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWN))
        try:
            with sqlite3.connect(begun, isolation_level=None) as connection:
                connection.executescript(_TABLES)
                connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.close()
            os.link(begun, self.file)  # fails where another process was faster
        except FileExistsError:
            pass
        finally:
            begun.unlink(missing_ok=True)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except (sqlite3.DatabaseError, OSError) as error:
            self.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                self._found_locked = time.monotonic()
                raise LockedError(f"The file of users {self.file} is locked by another program: end that.") from error
            raise AccessError(
                f"The file of users {self.file} cannot be used ({error}): check its rights and the room on the disk."
            ) from error


def _format(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _renew(connection: sqlite3.Connection) -> None:
    """Make a file of the first format one of this, once."""
    connection.execute("BEGIN IMMEDIATE")
    if _format(connection) == 1:
        for statement in _SINCE_1:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")
