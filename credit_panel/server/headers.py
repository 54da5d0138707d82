"""What every answer tells its browser: what it may do with it, and how it was reached."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from credit_panel.server.content_policy import content_policy
from credit_panel.server.refusal import Refusal, refuse, route_of

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FORMS = ("/login", "/login/openid", "/login/callback", "/account", "/admin", "/admin/change")
"""Pages with forms: without a referrer a browser sends them with an origin that nobody can read."""
_OVER_TLS = "max-age=31536000"
_HTML = "text/html"
_SCRIPT = b"<script"
_LINE_REFUSED = Refusal(403, "line-refused", "The line was refused: load the page again.")


class SecurityHeaders:
    """ASGI middleware: writes the headers of every answer, and a nonce into the scripts of every page.

    Parameters
    ----------
    app
        What answers.
    framed_by
        Origins whose pages may show ours in a frame.
    """

    def __init__(self, app: ASGIApp, framed_by: Sequence[str] = ()) -> None:
        self._app = app
        self._framed_by = framed_by

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered, and complete the answer."""
        if scope["type"] == "http":
            await self._app(scope, receive, _Answer(self._headers(scope), send))
        elif scope["type"] == "websocket":
            await self._app(scope, receive, self._line(scope, receive, send))
        else:
            await self._app(scope, receive, send)

    def _headers(self, scope: Scope) -> tuple[str, dict[str, str]]:
        nonce = secrets.token_urlsafe(16)
        headers = {**FIXED, "Content-Security-Policy": content_policy(nonce, self._framed_by)}
        if route_of(scope) in _FORMS:
            headers["Referrer-Policy"] = "same-origin"
        if not self._framed_by:
            headers["X-Frame-Options"] = "DENY"
        if scope["scheme"] in ("https", "wss"):
            headers["Strict-Transport-Security"] = _OVER_TLS
        return nonce, headers

    def _line(self, scope: Scope, receive: Receive, send: Send) -> Send:
        """Return what sends to a websocket; one that is refused is told so with the headers of any answer."""
        accepted = refused = False

        async def complete(message: Message) -> None:
            nonlocal accepted, refused
            if message["type"] == "websocket.http.response.start":
                MutableHeaders(raw=message["headers"]).update(self._headers(scope)[1])
            elif message["type"] == "websocket.accept":
                accepted = True
            elif message["type"] == "websocket.close" and not (accepted or refused):
                refused = True
                await refuse(_LINE_REFUSED, scope, _nothing_more, complete)
                return
            await send(message)

        return complete


class _Answer:
    """Sends one answer with its headers; the text of a page is held until its scripts carry the nonce."""

    def __init__(self, given: tuple[str, dict[str, str]], send: Send) -> None:
        self._nonce, self._headers = given
        self._send = send
        self._start: Message | None = None
        self._page = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            headers.update(self._headers)
            start = {**message, "headers": headers.raw}
            if headers.get("content-type", "").startswith(_HTML) and "content-encoding" not in headers:
                self._start = start
                return
            message = start
        elif self._start is not None:
            self._page += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_page(self._start)
            return
        await self._send(message)

    async def _send_page(self, start: Message) -> None:
        page = bytes(self._page).replace(_SCRIPT, b'<script nonce="%s"' % self._nonce.encode())
        headers = MutableHeaders(raw=start["headers"])
        if self._page:  # a page that is only asked about keeps the length that it was told
            headers["Content-Length"] = str(len(page))
        self._start = None
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": page})


async def _nothing_more() -> Message:
    return {"type": "websocket.connect"}
