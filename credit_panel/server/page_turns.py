"""Pages are made one after the other: to make one takes the event loop a while, and others are answered in between."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Collection
from contextlib import AsyncExitStack

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from credit_panel.server.page_share import PageShare
from credit_panel.server.refusal import Refusal, refuse, route_of

MOST_OF_ONE = 40
"""Pages that one address may wait for: an office behind one address opens fewer in the same second."""
_SECONDS = "5"
_FULL = Refusal(429, "busy", f"Too many pages are asked for from this address: ask again in {_SECONDS} seconds.")


class PageTurns:
    """ASGI middleware: of those who ask for a page at the same time, each has their turn, and no address all of them.

    Without it all of them are served in one round of the event loop, which answers nobody else meanwhile.

    Parameters
    ----------
    app
        What answers.
    pages
        Addresses of the pages, without the prefix under which a proxy may show the server.
    share
        How much of the time goes into pages for one address.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str], share: PageShare | None = None) -> None:
        self._app = app
        self._pages = pages
        self._turn = asyncio.Lock()
        self._waiting: Counter[str] = Counter()
        self._share = share or PageShare()
        self._own: dict[str, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, in its turn where it is for a page; the next one begins when its answer does."""
        if scope["type"] != "http" or route_of(scope) not in self._pages:
            await self._app(scope, receive, send)
            return
        address = (scope.get("client") or ("",))[0]
        if self._waiting[address] >= MOST_OF_ONE:
            await refuse(_FULL, scope, receive, send, headers={"Retry-After": _SECONDS})
            return
        async with AsyncExitStack() as turn:
            if not await self._comes(turn, address, scope, receive):
                return

            # what it costs the others, and not how busy the machine is beside them
            spent, clock = time.thread_time, asyncio.get_running_loop().time
            began = spent()

            async def begin(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self._share.take(address, spent() - began, clock())
                await turn.aclose()  # whoever reads slowly keeps nobody waiting
                await send(message)

            await self._app(scope, receive, begin)

    async def _comes(self, turn: AsyncExitStack, address: str, scope: Scope, receive: Receive) -> bool:
        """Wait for the turn of a request; return whether anybody still waits for the answer."""
        self._waiting[address] += 1
        try:
            await turn.enter_async_context(self._own.setdefault(address, asyncio.Lock()))
            while wait := self._share.wait(address, asyncio.get_running_loop().time()):
                await asyncio.sleep(wait)
            await turn.enter_async_context(self._turn)
            await asyncio.sleep(0)  # whoever else has asked by now is answered first
            return not await Request(scope, receive).is_disconnected()
        finally:
            self._waiting[address] -= 1
            self._waiting += Counter()  # forget those with none
            if not self._waiting[address]:
                self._own.pop(address, None)
