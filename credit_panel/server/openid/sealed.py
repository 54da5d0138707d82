"""What the provider gave for a session, kept so that only the browser of that session opens it.

The key follows from the secret in the browser's cookie, of which the file of users has a hash alone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_HEADER = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True, slots=True)
class Given:
    """Tokens of a session.

    Parameters
    ----------
    subject
        Who it is, to the provider.
    refresh
        What others are had for; empty where the provider gave none.
    hint
        The ID token, by which the provider knows whom to log out.
    """

    subject: str
    refresh: str = ""
    hint: str = ""


def seal(given: Given, session: str) -> str:
    """Return tokens as they are kept; `session` is the secret of the session."""
    return str(jwe.encrypt_compact(_HEADER, json.dumps(asdict(given)).encode(), _key(session)))


def unseal(sealed: str, session: str) -> Given | None:
    """Return tokens that were kept, None where there are none or another session's."""
    try:
        opened = jwe.decrypt_compact(sealed, _key(session)).plaintext
        return Given(**json.loads(opened or b"{}"))
    except (JoseError, ValueError, TypeError):
        return None


def _key(session: str) -> OctKey:
    return OctKey.import_key(hashlib.sha256(b"credit-panel sealed\0" + session.encode()).digest())
