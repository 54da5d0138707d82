"""Which user somebody is whom a provider knows: they keep the name under which the journal has them.

A provider may give a name to somebody else, or another name to the same person; what it never changes is the subject.
"""

from __future__ import annotations

from typing import Literal

from credit_panel.access.claims import Claimed
from credit_panel.access.people import User, folded, written
from credit_panel.access.roles import Role
from credit_panel.access.store import AccessError, Store

IdentityFault = Literal["revoked", "taken"]
"""Why somebody is not let in: they may log in no more, or their name is that of somebody else."""


class IdentityError(AccessError):
    """Somebody whom the provider knows is not let in.

    Parameters
    ----------
    fault
        Why not.
    """

    def __init__(self, fault: IdentityFault, sentence: str) -> None:
        self.fault = fault
        super().__init__(sentence)


class Identities:
    """The users of one file whom a provider knows.

    Parameters
    ----------
    store
        The file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def enter(self, issuer: str, who: Claimed) -> User:
        """Return the user whom a provider vouches for, with the roles that it gives; at first they become one.

        A user of this very name whom no provider knows yet is taken to be the same: who changes over from passwords
        stays who they are.

        Raises
        ------
        IdentityError
            When they may log in no more, or another user has the name or one too much like it.
        """
        roles = written(who.roles)
        with self._store.writing() as file:
            known = file.execute(_KNOWN, (issuer, who.subject)).fetchone()
            name = str(known[0]) if known else who.name
            if not known:
                for other, bound in file.execute(_ALL).fetchall():
                    if folded(other) == folded(name) and (other != name or bound):
                        raise IdentityError(
                            "taken", f"Another user is called {other}: have the provider give {name} another name."
                        )
                file.execute("INSERT OR IGNORE INTO users VALUES (?, ?, '', 0)", (name, roles))
                file.execute("INSERT INTO identities VALUES (?, ?, ?)", (issuer, who.subject, name))
            if not file.execute("UPDATE users SET roles = ? WHERE name = ? AND NOT revoked", (roles, name)).rowcount:
                raise IdentityError("revoked", f"The user {name} may log in no more ('credit-panel user revoke').")
        return User(name, who.roles)

    def known(self, issuer: str, subject: str) -> User | None:
        """Return the user whom a provider knows by this subject, None where they have never been here."""
        rows = self._store.read(
            "SELECT users.name, users.roles, users.revoked FROM identities JOIN users ON users.name = identities.user"
            " WHERE issuer = ? AND subject = ?",
            (issuer, subject),
        )
        if not rows:
            return None
        name, roles, revoked = rows[0]
        return User(str(name), tuple(Role(role) for role in str(roles).split()), bool(revoked))


_KNOWN = "SELECT user FROM identities WHERE issuer = ? AND subject = ?"
_ALL = "SELECT name, (SELECT COUNT(*) FROM identities WHERE user = users.name) FROM users"
