"""What stands for a client in the journal: a keyed hash of their number, with the key in a file apart.

Without the key nobody can tell who a record is about, nor try all numbers; with it, whoever serves the portfolio can.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from credit_panel.errors import JournalError

_DOMAIN = b"credit-panel journal client 1\n"
_KEY = re.compile(r"[0-9a-f]{64}\n?")


class Pseudonyms:
    """Turns numbers of clients into pseudonyms; see `known` for the way back.

    Parameters
    ----------
    key
        32 random bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._numbers: dict[str, int] = {}
        self._nobody: set[str] = set()

    def of(self, client_id: int) -> str:
        """Return the pseudonym of a client."""
        pseudonym = self._hash(client_id)
        self._numbers[pseudonym] = client_id
        return pseudonym

    def known(self, pseudonyms: Iterable[str], client_ids: Iterable[int]) -> dict[str, int]:
        """Return the numbers behind pseudonyms, of those that are among some clients; the others are left out.

        Numbers are tried one by one, once a process for each pseudonym: a microsecond each.
        """
        wanted = set(pseudonyms)
        unknown = wanted - self._numbers.keys() - self._nobody
        if unknown:
            for client_id in client_ids:
                if (pseudonym := self._hash(int(client_id))) in unknown:
                    self._numbers[pseudonym] = int(client_id)
            self._nobody |= unknown - self._numbers.keys()
        return {pseudonym: self._numbers[pseudonym] for pseudonym in wanted & self._numbers.keys()}

    @property
    def fingerprint(self) -> str:
        """What tells this key from another, and nothing of it."""
        return self._digest(b"fingerprint")[:16]

    def _hash(self, client_id: int) -> str:
        return self._digest(str(client_id).encode())[:32]

    def _digest(self, what: bytes) -> str:
        return hmac.digest(self._key, _DOMAIN + what, hashlib.sha256).hex()


def read_key(path: Path) -> Pseudonyms:
    """Read the key of a file, made with a new one where there is none; it is its owner's alone.

    Raises
    ------
    JournalError
        When the file holds no key, others may read it, or it can be neither read nor made.
    """
    try:
        with suppress(FileExistsError):
            _make(path)
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise JournalError(
            "key", f"The journal's key {path} can be neither read nor made ({error.strerror}): check its rights."
        ) from error
    if mode & 0o077:
        raise JournalError("key", f"The journal's key {path} may be read by others: take their rights ('chmod 600').")
    if not _KEY.fullmatch(text):
        raise JournalError("key", f"{path} holds no key of a journal: put the file back from a copy.")
    return Pseudonyms(bytes.fromhex(text.strip()))


def _make(path: Path) -> None:
    """Make a file with a new key, whole or not at all, and never in the place of another."""
    if path.exists():
        raise FileExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "w", encoding="ascii") as file:
            file.write(f"{secrets.token_hex(32)}\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    finally:
        aside.unlink()
