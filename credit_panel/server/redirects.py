"""Redirects that lead where the browser is, under whatever host and prefix a proxy shows the server."""

from __future__ import annotations

import posixpath
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RelativeRedirects:
    """ASGI middleware: writes where a redirect leads as seen from the address that was asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered, and make a redirect within the server relative."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        host = Headers(scope=scope).get("host", "")

        async def rewrite(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message.get("headers", ())))
                if target := headers.get("location"):
                    headers["location"] = relative(target, scope["path"], host)
                    message = {**message, "headers": headers.raw}
            await send(message)

        await self._app(scope, receive, rewrite)


def relative(target: str, path: str, host: str) -> str:
    """Return `target` as seen from `path`, when it lies under the name that was asked for."""
    parts = urlsplit(target)
    if parts.netloc not in ("", host) or not parts.path.startswith("/"):
        return target
    folder, name = posixpath.split(parts.path)
    place = posixpath.join(posixpath.relpath(folder, posixpath.dirname(path) or "/"), name)
    return f"{place}?{parts.query}" if parts.query else place
