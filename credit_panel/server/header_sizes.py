"""How long headers may be: a page whose websocket would be refused for them is refused at once, with the reason.

HTTP takes headers of 64 kB here and the library of websockets lines of 8 kB. A page that had come with a longer cookie
would say that its line is cut, and nobody would know why.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from credit_panel.server.refusal import Refusal, refuse

LONGEST_LINE, MOST_LINES = 8_192, 128
"""Bytes of the longest header, and how many there may be: those of the library of websockets, which is loaded later."""

_ADDED = len(b": \r\n")

_TOO_LONG = Refusal(
    431,
    "headers-too-long",
    f"What the browser sends along is too long, {LONGEST_LINE:,} bytes a header at most: delete the cookies of this "
    "address in the browser, then load the page again.",
)


class HeaderSizes:
    """ASGI middleware: refuses a request with headers that no websocket could be opened with."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request whose headers are short enough."""
        if scope["type"] in ("http", "websocket") and _are_too_long(scope["headers"]):
            await refuse(_TOO_LONG, scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _are_too_long(headers: list[tuple[bytes, bytes]]) -> bool:
    return len(headers) > MOST_LINES or any(len(name) + len(value) + _ADDED > LONGEST_LINE for name, value in headers)
