"""How often one address may ask the API, and open a line: whoever asks for more waits, and nobody else does."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from credit_panel.rate_limit import RateLimit
from credit_panel.server.probes import is_probe
from credit_panel.server.refusal import API, Refusal, refuse, route_of
from credit_panel.server.server_settings import API_LIMIT, API_SETTING, LINE_LIMIT, LINE_SETTING

_PREFIX = 64
"""Bits of an IPv6 address that a household or a firm has alone: it may change the rest with each request."""


class RateLimits:
    """ASGI middleware: sends away who asks the API, or opens lines, more often than the settings allow.

    An address is the one that the request comes from; that of a forwarding header counts only where the setting
    FORWARDED_ALLOW_IPS names the proxy that writes it.

    Parameters
    ----------
    app
        What answers.
    environ
        Where the settings are; None is the environment of the process.
    """

    def __init__(self, app: ASGIApp, environ: Mapping[str, str] | None = None) -> None:
        self._app = app
        self._api = RateLimit.from_env(API_SETTING, API_LIMIT, environ)
        self._lines = RateLimit.from_env(LINE_SETTING, LINE_LIMIT, environ)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request, or tell when it may come again."""
        wait = self._wait(scope)
        if not wait:
            await self._app(scope, receive, send)
            return
        refusal = Refusal(429, "too-many-requests", f"Too much is asked at once: wait {wait} seconds, then ask again.")
        await refuse(refusal, scope, receive, send, headers={"Retry-After": str(wait)})

    def _wait(self, scope: Scope) -> int:
        if scope["type"] == "websocket":
            # the first page does not wait until the library that counts is loaded
            return self._lines.seconds_to_wait(asker(scope)) if self._lines.is_ready else 0
        if scope["type"] == "http" and route_of(scope).startswith(API) and not is_probe(scope):
            return self._api.seconds_to_wait(asker(scope))
        return 0


def asker(scope: Scope) -> str:
    """Return whom a request is counted for: its address, or the network of an IPv6 one."""
    client = scope.get("client")
    if not client:
        return "-"
    try:
        address = ipaddress.ip_address(client[0].partition("%")[0])
    except ValueError:
        return str(client[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, _PREFIX), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
