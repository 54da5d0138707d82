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

WORDS = ("credit", "panel", "bank", "banque", "admin", "password", "motdepasse", "qwerty", "azerty", "123456", "abcdef")
"""What is guessed first here, as the user's name is: neither counts among the characters of `FEWEST_OWN`."""
FEWEST_OWN = 8
"""Characters of a password beside the user's name and `WORDS`."""

_at_once = threading.BoundedSemaphore(2)
"""Each check takes 64 MB: who sends many passwords at once waits, and takes nobody's memory."""


def check_new(password: str, name: str) -> None:
    """Raise an `AccessError` when a password cannot be taken for a user."""
    own = password.casefold()
    for word in (name.casefold(), *WORDS):
        own = own.replace(word, "")
    if not SHORTEST <= len(password) <= LONGEST or len(own) < FEWEST_OWN:
        raise AccessError(
            f"The password cannot be taken: give {SHORTEST} to {LONGEST} characters, {FEWEST_OWN} of them beside the "
            f"user's name and words that are guessed first ({', '.join(WORDS)})."
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
