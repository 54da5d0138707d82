"""A visitor of a page without a browser: speaks Bokeh's protocol, so that many of them leave the server its cores."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Awaitable, Iterator
from html import unescape
from types import TracebackType
from typing import Any, Self
from urllib.request import urlopen

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from credit_panel.locale import LANGUAGES, translator

_SECONDS = 60.0
_PART = 500_000
_WAITING = tuple(
    translator(language).gettext(words)
    for language in LANGUAGES
    for words in ("The file is being read …", "Working out what moved. This may take some seconds.")
)


class Visitor:
    """One session of a page, from the request for the page to the close of its connection.

    Parameters
    ----------
    server
        Address of the server, such as ``http://127.0.0.1:5006``.
    page
        The page that is visited.
    """

    def __init__(self, server: str, page: str = "client") -> None:
        self._server, self._path = server, page
        self._messages = 0
        self._edits = self._posted = self._place = 0
        self.models: dict[str, dict[str, Any]] = {}
        self.errors: list[dict[str, Any]] = []
        self.reading = False
        """Whether a page has said that it reads the file that was sent to it."""

    async def __aenter__(self) -> Self:
        page = await asyncio.to_thread(self._page)
        token = re.search(r'"token":"([^"]+)"', page)
        assert token is not None
        socket = f"{self._server.replace('http', 'ws', 1)}/{self._path}/ws"
        self._connection: ClientConnection = await connect(
            socket,
            subprotocols=["bokeh", token.group(1)],  # type: ignore[list-item] - the library's own name for a string
            max_size=None,
            origin=self._server,  # type: ignore[arg-type]
        )
        await self._send("PULL-DOC-REQ", {})
        while True:
            kind, content = await self._receive()
            if kind == "PULL-DOC-REPLY":
                self._remember(content)
                return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connection.close()

    def abort(self) -> None:
        """Cut the line, without a word."""
        self._connection.transport.abort()

    async def open_client(self, client: int) -> None:
        """Go to a client's address, and wait until the decision has been told."""
        await self._change(self._having("pages"), "fragment", f"#client={client}")
        await self._until("announcement")

    async def open_what_if(self) -> None:
        """Open the tab of the what-if, and wait for its sliders."""
        await self._change(self._having("names"), "selected", "what-if")
        while not any("levers" in model["attributes"] for model in self.models.values()):
            await self._next()

    async def edit(self, amount: float) -> None:
        """Move the slider of the amount, and wait until the server has answered."""
        self._edits += 1
        message = {"kind": "move", "lever": "AMT_CREDIT", "value": amount, "gesture": self._edits}
        board = next(model for model in self.models.values() if "levers" in model["attributes"])
        await self._announce(board, {**message, "serial": self._edits})
        await self._until("answered")

    async def open_drop(self, tab: str, place: int = 0) -> None:
        """Open a tab, wait until nothing is worked out there any more, and drop files into one of its places."""
        self._place = place
        await self._change(self._having("names"), "selected", tab)
        while not any(model["name"].startswith("FileDrop") for model in self.models.values()):
            await self._next()
        if tab == "drift":
            await self._told()

    async def send_file(self, name: str, content: bytes) -> str:
        """Drop a file in parts, as the page's script does; return the HTML that is shown in its place."""
        parts = [content[start : start + _PART] for start in range(0, len(content), _PART)]
        await self._post({"kind": "begin", "name": name, "size": len(content)})
        for place, part in enumerate(parts, 1):
            await self._until("answered")
            data = base64.b64encode(part).decode()
            await self._post({"kind": "part", "data": data, "last": place == len(parts)})
        return await self._told()

    async def _post(self, message: dict[str, object]) -> None:
        self._posted += 1
        board = [model for model in self.models.values() if model["name"].startswith("FileDrop")][self._place]
        await self._announce(board, {**message, "serial": self._posted})

    async def _told(self) -> str:
        """Wait until something is shown that does not say that the rest is still to come."""
        while True:
            for event in await self._next():
                said = unescape(str(event.get("new"))) if event.get("attr") in ("text", "block") else ""
                if said and not any(words in said for words in _WAITING):
                    return said
                self.reading |= bool(said)

    async def _announce(self, board: dict[str, Any], message: dict[str, object]) -> None:
        """Send what the script of a component would."""
        view = next(m["id"] for m in self.models.values() if m["attributes"].get("data", {}).get("id") == board["id"])
        entries = [["model", {"id": view}], ["data", _mapping(message)]]
        values = {"type": "map", "entries": entries}
        event = {"type": "event", "name": "data_event", "values": values}
        await self._patch({"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event})

    async def ping(self) -> Awaitable[float]:
        """Ask the server for its pulse; what is returned waits for it."""
        return await self._connection.ping()

    async def open_every_tab(self) -> None:
        """Open one tab after the other, and wait until each has been drawn."""
        for key, model in list(self.models.items()):
            for tab, _ in model["attributes"].get("names", {}).get("entries", []):
                await self._change(key, "selected", tab)
                await self.rest()

    async def set_language(self, language: str) -> None:
        """Choose a language, and wait until the bar speaks it."""
        await self._change(self._having("pages"), "language", language)
        await self._until("words")

    async def heard(self, seconds: float = 2.0) -> list[dict[str, Any]]:
        """Listen until the server has said nothing for a while; return every change that it told."""
        changes: list[dict[str, Any]] = []
        while True:
            try:
                changes += await self._next(seconds)
            except TimeoutError:
                return changes

    async def rest(self, seconds: float = 1.0) -> None:
        """Listen until the server has said nothing for a while."""
        while True:
            try:
                await self._next(seconds)
            except TimeoutError:
                return

    async def send(self, kind: str, content: object) -> None:
        """Send a message of the protocol as it is given."""
        await self._send(kind, content)

    async def pull(self) -> dict[str, Any]:
        """Ask for the whole document again, and return it; empty when that is refused."""
        await self._send("PULL-DOC-REQ", {})
        while True:
            kind, content = await self._receive()
            if kind in ("PULL-DOC-REPLY", "ERROR"):
                return dict(content.get("doc", {}))

    async def shout(self, *parts: str | bytes) -> int:
        """Send parts as they are, and return the code with which the server closes the line."""
        try:
            for part in parts:
                await self._connection.send(part)
            async with asyncio.timeout(_SECONDS):
                while True:
                    await self._connection.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd is not None else 0

    def _page(self) -> str:
        with urlopen(f"{self._server}/{self._path}") as answer:  # noqa: S310 - our own server
            return str(answer.read().decode())

    def _having(self, attribute: str) -> str:
        return next(
            key
            for key, model in self.models.items()
            if attribute in model["attributes"] and not model["name"].startswith("panel.")
        )

    async def _until(self, attribute: str) -> None:
        while not any(event.get("attr") == attribute for event in await self._next()):
            pass

    async def _next(self, seconds: float = _SECONDS) -> list[dict[str, Any]]:
        """Return the events of the next message, having learned the models in it."""
        kind, content = await self._receive(seconds)
        if kind == "ERROR":
            self.errors.append(content)
        self._remember(content)
        return list(content["events"]) if kind == "PATCH-DOC" else []

    def _remember(self, content: Any) -> None:
        for item in _dictionaries(content):
            if item.get("type") == "object" and "id" in item:
                self.models[item["id"]] = {"attributes": {}, **item}

    async def _change(self, model: str, attribute: str, value: object) -> None:
        await self._patch({"kind": "ModelChanged", "model": {"id": model}, "attr": attribute, "new": value})

    async def _patch(self, event: dict[str, Any]) -> None:
        await self._send("PATCH-DOC", {"events": [event]})

    async def _send(self, kind: str, content: object) -> None:
        self._messages += 1
        for part in ({"msgid": f"{id(self)}-{self._messages}", "msgtype": kind}, {}, content):
            await self._connection.send(json.dumps(part))

    async def _receive(self, seconds: float = _SECONDS) -> tuple[str, dict[str, Any]]:
        async with asyncio.timeout(seconds):
            first = await self._connection.recv()
        async with asyncio.timeout(_SECONDS):
            header, _, content = [json.loads(part) for part in (first, *[await self._connection.recv() for _ in "mc"])]
            for _ in range(2 * header.get("num_buffers", 0)):
                await self._connection.recv()
        return header["msgtype"], content


def _mapping(values: dict[str, object]) -> dict[str, object]:
    return {"type": "map", "entries": [[key, value] for key, value in values.items()]}


def _dictionaries(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _dictionaries(part)
