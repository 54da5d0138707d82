"""Keys of the API: each has a name, an end, and the actions that whoever sends it may do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from credit_panel.access.actions import Action
from credit_panel.access.roles import Ruling, granting
from credit_panel.access.store import AccessError, Store
from credit_panel.access.tokens import kept, new_token

PREFIX = "cp_"
"""What every key begins with, so that one which was published by mistake is found."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key, without its secret.

    Parameters
    ----------
    name
        What it is called.
    actions
        What it is good for.
    made, ends, used
        When, in seconds; ``used`` is 0 until it was.
    revoked
        Whether it was taken back.
    """

    name: str
    actions: tuple[Action, ...]
    made: float
    ends: float
    used: float
    revoked: bool

    def ruling(self, action: Action) -> Ruling:
        """Return whether whoever sends this key may do something."""
        return Ruling(action, f"key {self.name}" if action in self.actions else None, granting(action))


class Keys:
    """The keys of one file.

    Parameters
    ----------
    store
        The file.
    now
        The clock, in seconds.
    """

    def __init__(self, store: Store, now: Callable[[], float] = time.time) -> None:
        self._store, self._now = store, now

    def add(self, name: str, actions: Iterable[Action], lasts: float) -> str:
        """Make a key and return its secret, which nobody can read again.

        Parameters
        ----------
        lasts
            Seconds until it ends.

        Raises
        ------
        AccessError
            When the name cannot be used or is one of a key that there is or was, or no action is given.
        """
        scope = " ".join(sorted({Action(action) for action in actions}))
        if not _NAME.fullmatch(name):
            raise AccessError(
                f"The name {name[:40]!r} cannot be used: take 2 to 64 of a to z, 0 to 9, '.', '-' and '_'."
            )
        if not scope:
            raise AccessError("The key is good for nothing: name its actions.")
        token, now = new_token(PREFIX), self._now()
        with self._store.writing() as file:
            if file.execute("SELECT 1 FROM keys WHERE name = ?", (name,)).fetchone():
                raise AccessError(f"There is or was a key {name!r}: give another name, so that records differ.")
            file.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, 0, 0)", (name, kept(token), scope, now, now + lasts))
        return token

    def get(self, token: str) -> Key | None:
        """Return the key whose secret this is, None where it is none, has ended or was revoked."""
        rows = self._store.read(f"{_SELECT} WHERE token = ? AND NOT revoked AND ends > ?", (kept(token), self._now()))
        return _key(rows[0]) if rows else None

    def everyone(self) -> list[Key]:
        """Return all keys, those that have ended too."""
        return [_key(row) for row in self._store.read(f"{_SELECT} ORDER BY name")]

    def revoke(self, name: str) -> None:
        """Take a key back.

        Raises
        ------
        AccessError
            When there is none of this name.
        """
        with self._store.writing() as file:
            if not file.execute("UPDATE keys SET revoked = 1 WHERE name = ? AND NOT revoked", (name,)).rowcount:
                raise AccessError(f"There is no key {name[:40]!r} to take back: see 'credit-panel key list'.")

    def note(self, key: Key) -> None:
        """Note that a key is used."""
        with self._store.writing() as file:
            file.execute("UPDATE keys SET used = ? WHERE name = ?", (self._now(), key.name))


_SELECT = "SELECT name, actions, made, ends, used, revoked FROM keys"


def _key(row: tuple[object, ...]) -> Key:
    name, actions, made, ends, used, revoked = row
    scope = tuple(Action(action) for action in str(actions).split())
    return Key(str(name), scope, float(str(made)), float(str(ends)), float(str(used)), bool(revoked))
