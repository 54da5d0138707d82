"""One login on its way to the provider and back: all that belongs to it follows from one secret in the browser.

Nothing is kept here, so nobody fills anything, and whichever server the browser comes back to knows the way on.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlencode

from credit_panel.access.openid_settings import OpenIdSettings
from credit_panel.access.tokens import new_token


@dataclass(frozen=True, slots=True)
class Attempt:
    """A login that somebody has begun.

    Parameters
    ----------
    secret
        What the browser holds, in a cookie that no script reads.
    wanted
        The page to go on to.
    """

    secret: str
    wanted: str = ""

    @classmethod
    def begin(cls, wanted: str) -> Attempt:
        """Begin a login."""
        return cls(new_token(), wanted)

    @classmethod
    def of(cls, cookie: str) -> Attempt | None:
        """Return the login that a cookie tells of, None where it is none."""
        secret, _, wanted = cookie.partition(".")
        return cls(secret, wanted) if len(secret) == len(new_token()) else None

    @property
    def cookie(self) -> str:
        """What the browser holds."""
        return f"{self.secret}.{self.wanted}"

    @property
    def state(self) -> str:
        """What comes back from the provider, so that nobody is logged in who did not ask for it."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """What the ID token says again, so that none of another login is taken."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """What proves to the provider that who brings the code has asked for it (RFC 7636)."""
        return self._derived("verifier")

    def address(self, authorization: str, settings: OpenIdSettings, back: str, language: str) -> str:
        """Return where the provider asks for the login; `back` is where it leads to after."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": settings.client_id,
            "redirect_uri": back,
            "scope": " ".join(settings.scopes),
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        return f"{authorization}{'&' if '?' in authorization else '?'}{urlencode(asked)}"

    def is_of(self, state: str) -> bool:
        """Whether what came back belongs to this login."""
        return hmac.compare_digest(self.state.encode(), state.encode("utf-8", "replace"))

    def _derived(self, what: str) -> str:
        found = hmac.digest(self.secret.encode("utf-8", "replace"), what.encode(), "sha256")
        return base64.urlsafe_b64encode(found).rstrip(b"=").decode()
