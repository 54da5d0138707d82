"""What is asked of the provider: its addresses, its keys, tokens; whatever it answers is checked before it is used.

All of this waits for the network: it is called beside the event loop.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from credit_panel.access.openid_settings import OpenIdSettings
from credit_panel.access.public_url import is_safe
from credit_panel.errors import CreditPanelError

if TYPE_CHECKING:
    from httpx2 import Client

ProviderFault = Literal["unreachable", "nonsense", "refused"]
"""Why the provider is of no use: no answer, one that cannot be used, or a no to what was asked."""

PATIENCE = 5.0
"""Seconds that the provider has for a connection, and for each part of its answer."""
IN_ALL = 10.0
"""Seconds that it has for all of one answer."""
LONGEST = 1_000_000
"""Bytes of its longest answer."""
FRESH, STALE = 3_600.0, 86_400.0
"""Seconds for which its addresses and keys are good, and good enough while it does not answer."""
ANEW = 60.0
"""Seconds between two questions for keys, however many tokens name a key that nobody has."""
_MOST_KEYS = 100
_DISCOVERY = "/.well-known/openid-configuration"


class ProviderError(CreditPanelError):
    """The provider does not do what was asked of it.

    Parameters
    ----------
    fault
        Why not.
    """

    def __init__(self, fault: ProviderFault, sentence: str) -> None:
        self.fault = fault
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the provider does what, by its own word.

    Parameters
    ----------
    authorization, token, keys, userinfo, logout
        Its addresses; the last two are empty where it has none.
    by_form
        Whether the secret goes into the form, and not into a header.
    """

    authorization: str
    token: str
    keys: str
    userinfo: str
    logout: str
    by_form: bool


class Provider:
    """A provider of OpenID Connect.

    Parameters
    ----------
    settings
        Which one.
    now
        The clock, in seconds.
    """

    def __init__(self, settings: OpenIdSettings, now: Callable[[], float] = time.monotonic) -> None:
        self.settings, self._now = settings, now
        self._lock = threading.Lock()
        self._addresses: tuple[float, Addresses] | None = None
        self._keys: tuple[float, tuple[Mapping[str, Any], ...]] | None = None

    def addresses(self) -> Addresses:
        """Return its addresses, asked for once an hour."""
        with self._lock:
            kept = self._addresses
            if kept is None or self._now() - kept[0] > FRESH:
                try:
                    kept = self._now(), self._discover()
                except ProviderError:
                    if kept is None or self._now() - kept[0] > STALE:
                        raise
                    return kept[1]
                self._addresses = kept
            return kept[1]

    def keys(self, *, anew: bool = False) -> tuple[Mapping[str, Any], ...]:
        """Return its public keys, asked for once an hour.

        Parameters
        ----------
        anew
            Whether those that are kept do not do: they are asked for again, at most once a minute in all.
        """
        address = self.addresses().keys
        with self._lock:
            kept = self._keys
            if kept is not None and self._now() - kept[0] <= (ANEW if anew else FRESH):
                return kept[1]
            try:
                found = self._ask("GET", address).get("keys")
            except ProviderError:
                if kept is None or self._now() - kept[0] > STALE:
                    raise
                return kept[1]
            if not isinstance(found, list):
                raise self._nonsense("keys that are no list")
            listed = tuple(key for key in found[:_MOST_KEYS] if isinstance(key, dict))
            self._keys = self._now(), listed
            return listed

    def tokens(self, form: Mapping[str, str]) -> dict[str, Any]:
        """Return the tokens for a code or a refresh token."""
        own, addresses = self.settings, self.addresses()
        sent = {**form, "client_id": own.client_id}
        login = None
        if own.client_secret and addresses.by_form:
            sent["client_secret"] = own.client_secret
        elif own.client_secret:
            login = (_quoted(own.client_id), _quoted(own.client_secret))
        return self._ask("POST", addresses.token, form=sent, login=login)

    def userinfo(self, access_token: str) -> dict[str, Any]:
        """Return what the provider says of whom an access token is for."""
        address = self.addresses().userinfo
        return self._ask("GET", address, bearer=access_token) if address else {}

    def _discover(self) -> Addresses:
        issuer = self.settings.issuer
        told = self._ask("GET", issuer.rstrip("/") + _DISCOVERY)
        if str(told.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
            raise self._nonsense("the name of another issuer")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        found = [told.get(name, "") for name in (*needed, "userinfo_endpoint", "end_session_endpoint")]
        for place, address in enumerate(found):
            if not isinstance(address, str) or not (is_safe(address) or (place >= len(needed) and not address)):
                raise self._nonsense("addresses that cannot be used")
        ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        by_form = isinstance(ways, list) and "client_secret_basic" not in ways and "client_secret_post" in ways
        authorization, token, keys, userinfo, logout = map(str, found)
        return Addresses(authorization, token, keys, userinfo, logout, by_form)

    @cached_property
    def _client(self) -> Client:
        import httpx2

        return httpx2.Client(timeout=PATIENCE, follow_redirects=False, headers={"Accept": "application/json"})

    def _ask(
        self,
        method: str,
        address: str,
        *,
        form: Mapping[str, str] | None = None,
        login: tuple[str, str] | None = None,
        bearer: str = "",
    ) -> dict[str, Any]:
        import httpx2

        headers = {"Authorization": f"Bearer {bearer}"} if bearer else None
        until, body = time.monotonic() + IN_ALL, b""
        auth = httpx2.BasicAuth(*login) if login else None
        try:
            with self._client.stream(method, address, data=form, headers=headers, auth=auth) as answer:
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > LONGEST or time.monotonic() > until:
                        raise self._nonsense("more than can be taken, or too slowly")
                status = answer.status_code
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise ProviderError(
                "unreachable",
                f"The provider {self.settings.host} does not answer ({type(error).__name__}): check "
                "CREDIT_PANEL_OPENID_ISSUER and the way there, or wait until it is back.",
            ) from error
        return self._read(status, body)

    def _read(self, status: int, body: bytes) -> dict[str, Any]:
        if status in (429, 500, 502, 503, 504):
            raise ProviderError("unreachable", f"The provider {self.settings.host} is not ready (status {status}).")
        try:
            told = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self._nonsense(f"no JSON, with status {status}") from error
        if not isinstance(told, dict):
            raise self._nonsense("JSON that is no object")
        if status in (400, 401, 403):
            reason = "".join(c for c in str(told.get("error", status))[:60] if c.isalnum() or c in "_-")
            raise ProviderError(
                "refused", f"The provider {self.settings.host} refuses what was asked of it ({reason})."
            )
        if status != 200:
            raise self._nonsense(f"status {status}")
        return told

    def _nonsense(self, what: str) -> ProviderError:
        return ProviderError(
            "nonsense",
            f"The provider {self.settings.host} answers {what}: check that CREDIT_PANEL_OPENID_ISSUER is its address.",
        )


def _quoted(text: str) -> str:
    """Return what goes into the header of a client: RFC 6749 has it quoted as in a form, before it is encoded."""
    from urllib.parse import quote_plus

    return quote_plus(text)
