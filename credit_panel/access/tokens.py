"""Random secrets that the server hands out, and what is kept of them."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def new_token(prefix: str = "") -> str:
    """Return a secret of 256 bits: nothing stands in it, so there is nothing in it to sign or to forge."""
    return prefix + secrets.token_urlsafe(_BYTES)


def kept(token: str) -> str:
    """Return what is kept of a secret, from which nobody comes back to it.

    A plain hash is enough for what is drawn at random; passwords, which people think of, need more.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
