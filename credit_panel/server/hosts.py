"""Under which names the server answers, and to pages of which sites.

A page of a stranger that has its own name lead to this machine is sent away by its name, and one that sends a form or
opens a line across sites by its origin. Both are told from the same list, which CREDIT_PANEL_ORIGINS adds to.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from bokeh.server.util import check_allowlist
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from credit_panel.server.probes import READ_ONLY, is_probe
from credit_panel.server.refusal import Refusal, refuse

log = logging.getLogger(__name__)

_LONGEST_NAME = 253
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]{0,5})?")
_MOST_TOLD = 50
_BAD_ORIGIN = Refusal(403, "foreign-origin", "The request comes from a page whose address cannot be read.")
_ACROSS_SITES = Refusal(403, "foreign-origin", "The request comes from a page of another site.")
_SETTING = "whoever runs the server can add it to CREDIT_PANEL_ORIGINS, if browsers are to reach the server there"


class KnownHosts:
    """ASGI middleware: refuses requests under unknown names, and those of other sites' pages that do not only read.

    Parameters
    ----------
    app
        What answers.
    origins
        Every host:port under which browsers reach the server.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app = app
        self._origins = [origin.lower() for origin in origins]
        self._names = {_name(origin) for origin in self._origins}
        self._told: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request under a known name, of a known page."""
        refusal = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await refuse(refusal, scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        if is_probe(scope):
            return None
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if not self._is_known(host):
            return self._unknown_name(host)
        if scope["type"] == "http" and scope["method"] in READ_ONLY:
            return None
        return self._foreign_page(headers, host)

    def _is_known(self, host: str) -> bool:
        name = _name(host)
        return "*" in self._names or (name is not None and name in self._names)

    def _unknown_name(self, host: str) -> Refusal:
        name = host if host.isprintable() and 0 < len(host) <= _LONGEST_NAME else "that was asked for"
        self._announce(name, f"a request was refused, since the server does not know itself as {name}: {_SETTING}")
        return Refusal(421, "unknown-host", f"This server does not answer to the name {name}: {_SETTING}.")

    def _foreign_page(self, headers: Headers, host: str) -> Refusal | None:
        origin = headers.get("origin")
        if origin is None:
            across = headers.get("sec-fetch-site", "none") in ("cross-site", "same-site")
            return _ACROSS_SITES if across else None
        place = _place(origin)
        if not place or not place.isprintable() or len(place) > _LONGEST_NAME:
            return _BAD_ORIGIN
        if place == host or "*" in self._names or check_allowlist(place, self._origins):
            return None
        self._announce(place, f"a page at {place} was refused a line to the server: {_SETTING}")
        return Refusal(403, "foreign-origin", f"Pages at {place} may not use this server: {_SETTING}.")

    def _announce(self, name: str, sentence: str) -> None:
        """Log a sentence once for each name, for so many names as somebody would read of."""
        if name not in self._told and len(self._told) < _MOST_TOLD:
            self._told.add(name)
            log.warning(sentence)


def _name(host: str) -> str | None:
    """Return the name of a host without its port; None where it is none."""
    found = _HOST.fullmatch(host)
    return found["name"].strip("[]") if found else None


def _place(origin: str) -> str:
    """Return host and port of an origin; nothing where it has none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
