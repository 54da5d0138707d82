"""Who comes, by what their browser or program brings, and whether they may do what they ask for."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass

from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.actions import Action
from credit_panel.access.identities import Identities
from credit_panel.access.keys import Key, Keys
from credit_panel.access.people import People, User
from credit_panel.access.roles import Role, Ruling, ruling
from credit_panel.access.sessions import Sessions
from credit_panel.access.store import AccessError, Store

FIRST_USER = "admin"
"""Name of the user whom a server without users invites."""

NOTED_EACH = 60.0
"""Seconds between two notes of a visitor's being there: none of their requests in between writes."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody whom the gate knows.

    Parameters
    ----------
    name
        The user's name, or that of the key with ``key:`` before it, or of a token's with ``token:``.
    user
        The user, with the roles that they have now; None for a key.
    session
        The secret of the session; empty for a key and for a token of the provider.
    key
        The key; None for a user.
    seen
        When they were last noted to be there, in seconds.
    asked
        When the provider was last asked about them.
    """

    name: str
    user: User | None = None
    session: str = ""
    key: Key | None = None
    seen: float = 0.0
    asked: float = 0.0

    @property
    def roles(self) -> tuple[Role, ...]:
        """What the user is; nothing for a key."""
        return () if self.user is None else self.user.roles

    def ruling(self, action: Action) -> Ruling:
        """Return whether they may do something, and by which rule."""
        return ruling(self.roles, action) if self.key is None else self.key.ruling(action)


class Gate:
    """What lets people in: the users, sessions and keys of one file.

    Parameters
    ----------
    settings
        Who has to log in.
    """

    def __init__(self, settings: AccessSettings) -> None:
        self.settings = settings
        store = Store(settings.file)
        self.people, self.keys, self.identities = People(store), Keys(store), Identities(store)
        self.sessions = Sessions(store, settings.idle)
        self._store = store
        self._closed = settings.login in ("users", "openid")

    @property
    def closed(self) -> bool:
        """Whether one has to log in: from when there is a user on; it never opens again while the process lives."""
        if not self._closed and self.settings.login != "proxy":
            self._closed = self._store.exists and bool(self.people.everybody())
        return self._closed

    def by_session(self, token: str) -> Visitor | None:
        """Return whose session a cookie opens, None where it is nobody's."""
        found = self.sessions.get(token) if token else None
        return (
            None if found is None else Visitor(found.user.name, found.user, token, seen=found.seen, asked=found.asked)
        )

    def by_key(self, token: str) -> Visitor | None:
        """Return who a bearer token of the API is, None where it is nobody's."""
        key = self.keys.get(token) if token else None
        return None if key is None else Visitor(f"key:{key.name}", key=key, seen=key.used)

    def is_to_note(self, visitor: Visitor) -> bool:
        """Whether it is time to note again that a visitor is there; the note waits for the disk.

        Who was last there in what is now the future, since the clock was put back, is noted at once.
        """
        if visitor.key is None and not visitor.session:
            return False  # the provider's token tells who it is, each time
        each = NOTED_EACH if visitor.key is not None else min(NOTED_EACH, self.settings.idle / 4)
        return abs(time.time() - visitor.seen) > each

    def note(self, visitor: Visitor) -> None:
        """Note that a visitor is there."""
        if visitor.key is not None:
            self.keys.note(visitor.key)
        else:
            self.sessions.note(visitor.session)

    def first_invitation(self) -> tuple[str, str] | None:
        """Return name and secret of the invitation of the first user, None where there is any other, or a provider.

        They have every role: on a machine of one's own somebody has to see the pages, and give the others theirs.
        """
        if self.settings.openid is not None or any(
            user.ready or user.name != FIRST_USER for user in self.people.everybody()
        ):
            return None
        if self.people.get(FIRST_USER) is None:
            with suppress(AccessError):  # another server of the same file was faster
                self.people.add(FIRST_USER, Role)
        return FIRST_USER, self.people.invite(FIRST_USER)
