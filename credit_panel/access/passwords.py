"""Passwords: what is asked of one, and what is kept of it."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from credit_panel.access.store import AccessError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 200
"""Characters of a password: long rather than odd, as NIST SP 800-63B has it."""

_at_once = threading.BoundedSemaphore(2)
"""Each check takes 64 MB: who sends many passwords at once waits, and takes nobody's memory."""


def check_new(password: str, name: str) -> None:
    """Raise an `AccessError` when a password cannot be taken for a user."""
    if not SHORTEST <= len(password) <= LONGEST or password.casefold() in name.casefold() * 3:
        raise AccessError(
            f"The password cannot be taken: give {SHORTEST} to {LONGEST} characters that are not the user's name."
        )


def hash_of(password: str) -> str:
    """Return what is kept of a password: argon2id, with a salt of its own."""
    with _at_once:
        return _hasher().hash(password)


def is_password(password: str, kept: str) -> bool:
    """Return whether a password is the one that was kept; it takes as long where nothing is kept.

    Parameters
    ----------
    kept
        What `hash_of` returned; empty for nobody's.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    with _at_once:
        try:
            return _hasher().verify(kept or _nobodys(), password[: LONGEST + 1]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")
