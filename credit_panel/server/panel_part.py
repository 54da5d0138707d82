"""The part of the server's application that Panel answers for, and what reaches it of a request.

`panel serve --server fastapi` keeps its applications in the state of the FastAPI application, under a name that Panel
does not document; this is the one place that knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import unquote_plus

from bokeh.settings import settings
from fastapi import FastAPI
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from credit_panel.server.refusal import Refusal, refuse, route_of

_PASSED = frozenset((b"host", b"accept-language", b"connection", b"upgrade", b"content-type", b"content-length"))
"""Headers that Panel and Bokeh get to see; cookies besides, those that can be read. The origin was looked at before,
by `KnownHosts`, which knows a page of the same host from one that only has its name in a list."""
_SESSION_HEADER = b"bokeh-session-id"
_SESSION_WORDS = ("bokeh-session-id", "bokeh-token")
_FOREIGN_SESSION = Refusal(
    403,
    "foreign-session",
    "This address carries a session of its own, which could be somebody else's: open it without what stands after '?'.",
)


def panel_parts(app: FastAPI) -> Sequence[Any]:
    """Return Panel's applications within `app`, none where it is served without pages."""
    return getattr(app.state, "_panel_asgi_apps", ())


def known_origins(app: FastAPI) -> frozenset[str]:
    """Return host:port of every page that may open a line to the server, as Bokeh compares them."""
    return frozenset(settings.allowed_ws_origin()).union(*(part.core.websocket_origins for part in panel_parts(app)))


class PanelRequests:
    """ASGI middleware: hands on to Panel what it needs of a request, and no session that the server did not choose.

    Panel and Bokeh read any argument of the address as a session's, decode it without a guard, and write all headers
    into the page. A page here takes nothing from its address but the fragment, which no server sees.

    Parameters
    ----------
    app
        What answers.
    parts
        Panel's applications: what they do not answer for is handed on as it is.
    """

    def __init__(self, app: ASGIApp, parts: Sequence[Any]) -> None:
        self._app = app
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request as Panel may see it, or refuse it."""
        if not any(part.handles(scope) for part in self._parts):
            await self._app(scope, receive, send)
        elif _brings_a_session(scope):
            await refuse(_FOREIGN_SESSION, scope, receive, send)
        elif scope["type"] == "http" and route_of(scope).endswith("/ws"):
            # what a page asks whose line was cut: whether it may have one still, which the door has answered
            await Response(status_code=204)(scope, receive, send)
        else:
            await self._app({**scope, "query_string": b"", "headers": _headers(scope)}, receive, send)


def _brings_a_session(scope: Scope) -> bool:
    words = unquote_plus(scope["query_string"].decode("latin-1")).lower()
    return any(word in words for word in _SESSION_WORDS) or any(name == _SESSION_HEADER for name, _ in scope["headers"])


def _headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    passed = [(name, value) for name, value in scope["headers"] if name in _PASSED]
    cookies = [pair for name, value in scope["headers"] if name == b"cookie" for pair in value.split(b";")]
    if readable := [pair.strip() for pair in cookies if _is_readable(pair)]:
        passed.append((b"cookie", b"; ".join(readable)))
    return passed


def _is_readable(pair: bytes) -> bool:
    """Whether Python can read a cookie: browsers send those of other programs on the same host too."""
    try:
        return bool(SimpleCookie(pair.decode("latin-1")))
    except CookieError:
        return False
