"""Users: their names, roles and passwords, and the one-use addresses by which they choose one."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from credit_panel.access.passwords import check_new, hash_of, is_password
from credit_panel.access.roles import Role
from credit_panel.access.store import AccessError, Store
from credit_panel.access.tokens import kept, new_token

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}[a-z0-9]")
INVITED_FOR = 24 * 60 * 60
"""Seconds for which a one-use address is good."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in.

    Parameters
    ----------
    name
        Their name, as the journal has it.
    roles
        What they are.
    revoked
        Whether they may no longer log in; their name stays theirs, so that nobody else ever bears it.
    ready
        Whether they have chosen a password.
    """

    name: str
    roles: tuple[Role, ...]
    revoked: bool = False
    ready: bool = True


class People:
    """The users of one file.

    Parameters
    ----------
    store
        The file.
    now
        The clock, in seconds.
    """

    def __init__(self, store: Store, now: Callable[[], float] = time.time) -> None:
        self._store, self._now = store, now

    def everybody(self) -> list[User]:
        """Return all users, those who may no longer log in too."""
        return [_user(row) for row in self._store.read(f"{_SELECT} ORDER BY name")]

    def get(self, name: str) -> User | None:
        """Return a user, None where nobody has the name."""
        rows = self._store.read(f"{_SELECT} WHERE name = ?", (name,))
        return _user(rows[0]) if rows else None

    def add(self, name: str, roles: Iterable[Role]) -> User:
        """Add a user, who has no password yet.

        Raises
        ------
        AccessError
            When the name cannot be used, or is too much like that of another user, revoked ones included: the journal
            could not tell them apart.
        """
        if not is_name(name):
            raise AccessError(
                f"The name {name[:40]!r} cannot be used: take 2 to 64 of a to z, 0 to 9, '.', '-' and '_'."
            )
        user = User(name, tuple(Role(role) for role in roles), ready=False)
        with self._store.writing() as file:
            for (other,) in file.execute("SELECT name FROM users").fetchall():
                if folded(other) == folded(name):
                    raise AccessError(f"There is a user {other} already: take a name that differs in more than signs.")
            file.execute("INSERT INTO users VALUES (?, ?, '', 0)", (name, written(user.roles)))
        return user

    def set_roles(self, name: str, roles: Iterable[Role]) -> None:
        """Give a user these roles in the place of the ones they had; it counts from their next request on."""
        self._change(name, "UPDATE users SET roles = ? WHERE name = ?", (written(roles), name))

    def set_password(self, name: str, password: str) -> None:
        """Give a user a password, and end their sessions and one-use addresses."""
        check_new(password, name)
        self._change(name, "UPDATE users SET password = ? WHERE name = ?", (hash_of(password), name))

    def revoke(self, name: str) -> None:
        """Let a user log in no more, and end their sessions."""
        self._change(name, "UPDATE users SET revoked = 1, password = '' WHERE name = ?", (name,))

    def knows(self, name: str, password: str) -> User | None:
        """Return the user whose name and password these are, None where they are nobody's; both take as long."""
        rows = self._store.read(f"{_SELECT} WHERE name = ?", (name,))
        password_kept = str(rows[0][2]) if rows and not rows[0][3] else ""
        return _user(rows[0]) if is_password(password, password_kept) and rows else None

    def invite(self, name: str) -> str:
        """Return the secret of an address at which a user chooses a password, once; it takes the place of any other.

        Raises
        ------
        AccessError
            When there is no such user.
        """
        token = new_token()
        with self._store.writing() as file:
            _need(file.execute("SELECT 1 FROM users WHERE name = ? AND NOT revoked", (name,)).fetchone(), name)
            file.execute("DELETE FROM invitations WHERE user = ? OR ends < ?", (name, self._now()))
            file.execute("INSERT INTO invitations VALUES (?, ?, ?)", (kept(token), name, self._now() + INVITED_FOR))
        return token

    def invited(self, token: str) -> User | None:
        """Return who may choose a password by this secret, None where it is used, out of date or none."""
        rows = self._store.read("SELECT user FROM invitations WHERE token = ? AND ends > ?", (kept(token), self._now()))
        user = self.get(str(rows[0][0])) if rows else None
        return None if user is None or user.revoked else user

    def accept(self, token: str, password: str) -> User | None:
        """Use a one-use address: set the password that was chosen; None where somebody has used it before."""
        user = self.invited(token)
        if user is None:
            return None
        check_new(password, user.name)
        password_kept = hash_of(password)
        with self._store.writing() as file:
            if file.execute("DELETE FROM invitations WHERE token = ?", (kept(token),)).rowcount != 1:
                return None
            file.execute("UPDATE users SET password = ? WHERE name = ? AND NOT revoked", (password_kept, user.name))
            file.execute("DELETE FROM sessions WHERE user = ?", (user.name,))
        return self.get(user.name)

    def _change(self, name: str, sql: str, values: tuple[object, ...]) -> None:
        with self._store.writing() as file:
            _need(file.execute(f"{sql} AND NOT revoked", values).rowcount, name)
            if "roles" not in sql:
                file.execute("DELETE FROM sessions WHERE user = ?", (name,))
                file.execute("DELETE FROM invitations WHERE user = ?", (name,))


_SELECT = "SELECT name, roles, password, revoked FROM users"


def _need(found: object, name: str) -> None:
    if not found:
        raise AccessError(f"There is no user {name[:40]!r} who may log in: see 'credit-panel user list'.")


def _user(row: tuple[object, ...]) -> User:
    name, roles, password, revoked = row
    return User(str(name), tuple(Role(role) for role in str(roles).split()), bool(revoked), bool(password))


def is_name(name: str) -> bool:
    """Return whether a new user, or a key, may be called so."""
    return _NAME.fullmatch(name) is not None


def written(roles: Iterable[Role]) -> str:
    """Return roles as they are kept."""
    chosen = {Role(role) for role in roles}
    return " ".join(role for role in Role if role in chosen)


def folded(name: str) -> str:
    """Return what two names have in common that nobody could tell apart."""
    return "".join(c for c in name if c.isalnum())
