"""Sessions: who has logged in, until they log out, do nothing for a while, or a day of work has gone by."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from credit_panel.access.people import User
from credit_panel.access.roles import Role
from credit_panel.access.store import Store
from credit_panel.access.tokens import kept, new_token

LONGEST = 12 * 60 * 60
"""Seconds after which a session ends, whatever is done in it: a working day."""
_AHEAD = 60.0
"""Seconds that another server's clock may be ahead; what was later than that was before the clock was put back."""
WARNED = 2 * 60
"""Seconds before its end at which whoever has a session is warned: WCAG 2.2.1 asks for 20 at least."""


@dataclass(frozen=True, slots=True)
class End:
    """When a session ends.

    Parameters
    ----------
    seconds
        How long it goes on, when nothing is done.
    warned
        Seconds before its end at which whoever has it is warned.
    last
        Whether it ends then whatever is done.
    """

    seconds: float
    warned: float
    last: bool


@dataclass(frozen=True, slots=True)
class Session:
    """A session that goes on.

    Parameters
    ----------
    user
        Who it is, with the roles that they have now.
    seen
        When they were last noted to be there, in seconds.
    asked
        When the provider was last asked about them; 0 where none is.
    """

    user: User
    seen: float
    asked: float = 0.0


class Sessions:
    """The sessions of one file.

    Parameters
    ----------
    store
        The file.
    idle
        Seconds without a request after which a session ends.
    now
        The clock, in seconds.
    """

    def __init__(self, store: Store, idle: float, now: Callable[[], float] = time.time) -> None:
        self._store, self.idle, self._now = store, idle, now

    def begin(self, name: str, *, instead_of: str = "", seal: Callable[[str], str] | None = None) -> str:
        """Return the secret of a new session of a user, in the place of one that the browser had.

        Parameters
        ----------
        seal
            Returns what is kept beside it, for which it is given the secret.
        """
        token, now = new_token(), self._now()
        values = (kept(token), name, now, now, "" if seal is None else seal(token), now)
        with self._store.writing() as file:
            file.execute("DELETE FROM sessions WHERE token = ?", (kept(instead_of),))
            file.execute("DELETE FROM sessions WHERE seen < ? OR begun < ?", (now - self.idle, now - LONGEST))
            file.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", values)
        return token

    def get(self, token: str) -> Session | None:
        """Return the session that a secret opens, None where it is none or has ended; it is looked up each time."""
        now = self._now()
        rows = self._store.read(
            "SELECT users.name, users.roles, sessions.seen, sessions.asked"
            " FROM sessions JOIN users ON users.name = sessions.user"
            " WHERE sessions.token = ? AND NOT users.revoked AND sessions.seen > ? AND sessions.begun > ?",
            (kept(token), now - self.idle, now - LONGEST),
        )
        if not rows:
            return None
        name, roles, seen, asked = rows[0]
        user = User(str(name), tuple(Role(role) for role in str(roles).split()))
        return Session(user, float(str(seen)), float(str(asked)))

    def end_of(self, token: str) -> End | None:
        """Return when a session ends, None where it is none or has ended; to ask is not to be there."""
        rows = self._store.read("SELECT seen, begun FROM sessions WHERE token = ?", (kept(token),))
        if not rows or self.get(token) is None:
            return None
        seen, begun = (float(str(value)) for value in rows[0])
        idle, day = seen + self.idle - self._now(), begun + LONGEST - self._now()
        return End(min(idle, day), min(WARNED, self.idle / 2), day <= idle)

    def sealed(self, token: str) -> str:
        """Return what is kept beside a session."""
        rows = self._store.read("SELECT sealed FROM sessions WHERE token = ?", (kept(token),))
        return str(rows[0][0]) if rows else ""

    def reseal(self, token: str, sealed: str) -> None:
        """Keep something else beside a session."""
        with self._store.writing() as file:
            file.execute("UPDATE sessions SET sealed = ? WHERE token = ?", (sealed, kept(token)))

    def take_turn(self, token: str, each: float) -> bool:
        """Return whether it is the caller's turn to ask the provider about a session: one of all servers in so long."""
        now = self._now()
        with self._store.writing() as file:
            sql = "UPDATE sessions SET asked = ? WHERE token = ? AND (asked <= ? OR asked > ?)"
            return file.execute(sql, (now, kept(token), now - each, now + each)).rowcount == 1

    def note(self, token: str) -> None:
        """Note that somebody is there; a session that has ended stays so.

        Where the clock was put back, no session of anybody's goes on for longer than from now.
        """
        now = self._now()
        with self._store.writing() as file:
            file.execute("UPDATE sessions SET seen = ? WHERE seen > ?", (now, now + _AHEAD))
            file.execute("UPDATE sessions SET begun = ? WHERE begun > ?", (now, now + _AHEAD))
            file.execute(
                "UPDATE sessions SET seen = ? WHERE token = ? AND seen > ?", (now, kept(token), now - self.idle)
            )

    def end(self, token: str) -> None:
        """End one session."""
        with self._store.writing() as file:
            file.execute("DELETE FROM sessions WHERE token = ?", (kept(token),))

    def end_all_of(self, name: str) -> None:
        """End every session of a user, wherever they logged in."""
        with self._store.writing() as file:
            file.execute("DELETE FROM sessions WHERE user = ?", (name,))
