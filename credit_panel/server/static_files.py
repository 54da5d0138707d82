"""Scripts, styles and fonts, given from memory: compressed once, with leave for the browser to keep them.

Bokeh 3.10 reads a file anew for each visit and says nothing of how long it may be kept, so that every page that a
visitor opens fetches the same 4.5 MB. Anything else that the server answers is about a client or a session: no browser
and no proxy may keep it.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from functools import lru_cache
from typing import NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PLACES = ("/static/", "/swagger/", "/favicon.ico")
_NAMES_CONTENT = re.compile(r"-[A-Z0-9]{8}\.woff2\?|\?(v=)?[0-9a-f]{32,}$|^/static/extensions/panel/.+\?v=[\d.]+$")
"""Addresses that another content would change: those with a hash, and Panel's own files with Panel's version. Panel
puts its version on the files of other packages too, of which it says nothing."""
_FOR_A_YEAR = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_MOST_BYTES = 64_000_000
"""How much is remembered: one file can be asked for under any number of spellings of its path."""


class StaticFile(NamedTuple):
    """A file as it is remembered; `packed` says whether its content is compressed."""

    kind: str
    content: bytes
    packed: bool
    tag: str


class StaticFiles:
    """ASGI middleware: asks the application once for each static file, and answers for it from then on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._known: dict[str, StaticFile] = {}
        self._room = _MOST_BYTES
        self._asking = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file that is there; have the application answer for the rest."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        asks = scope["method"] in ("GET", "HEAD") and path.startswith(_PLACES)
        file = await self._file(path, scope, receive) if asks else None
        if file is None:
            await self._app(scope, receive, _not_kept(send))
        else:
            answer = await self._response(file, path, Request(scope))
            await answer(scope, receive, send)

    async def _file(self, path: str, scope: Scope, receive: Receive) -> StaticFile | None:
        if path not in self._known:
            async with self._asking:  # of those who arrive at once, the first has it compressed
                if path not in self._known:
                    file = await self._ask(scope, receive)
                    if file is None or len(file.content) > self._room:
                        return file
                    self._room -= len(file.content)
                    self._known[path] = file
        return self._known[path]

    async def _ask(self, scope: Scope, receive: Receive) -> StaticFile | None:
        """Return what the application gives a browser that has nothing yet; None when there is no such file."""
        start: Message = {}
        parts: list[bytes] = []

        async def take(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self._app({**scope, "method": "GET", "headers": []}, receive, take)
        if start["status"] != 200:
            return None
        kind = MutableHeaders(raw=start["headers"]).get("content-type", "application/octet-stream")
        return await asyncio.to_thread(_remembered, kind, b"".join(parts))

    async def _response(self, file: StaticFile, path: str, request: Request) -> Response:
        kept = _FOR_A_YEAR if _NAMES_CONTENT.search(f"{path}?{request.url.query}") else _ASK_AGAIN
        headers = {"Cache-Control": kept, "ETag": file.tag, "Vary": "Accept-Encoding"}
        if file.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        content = file.content
        if file.packed and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
        elif file.packed:
            async with self._asking:  # no browser asks so: of those who do, one has it unpacked, beside the others
                content = await asyncio.to_thread(_unpacked, content)
        return Response(content, headers={**headers, "Content-Type": file.kind})


def _remembered(kind: str, content: bytes) -> StaticFile:
    tag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    packed = gzip.compress(content, compresslevel=6, mtime=0)
    pays = len(packed) < 0.9 * len(content)  # a font is compressed already
    return StaticFile(kind, packed if pays else content, pays, tag)


@lru_cache(maxsize=4)
def _unpacked(content: bytes) -> bytes:
    return gzip.decompress(content)


def _not_kept(send: Send) -> Send:
    async def forbid(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", [])
            MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
        await send(message)

    return forbid
