"""Pages are made one after the other: to make one takes the event loop a while, and others are answered in between."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import AsyncExitStack

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from credit_panel.server.refusal import route_of


class PageTurns:
    """ASGI middleware: of those who ask for a page at the same time, each has their turn.

    Without it all of them are served in one round of the event loop, which answers nobody else meanwhile.

    Parameters
    ----------
    app
        What answers.
    pages
        Addresses of the pages, without the prefix under which a proxy may show the server.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str]) -> None:
        self._app = app
        self._pages = pages
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, in its turn where it is for a page; the next one begins when its answer does."""
        if scope["type"] != "http" or route_of(scope) not in self._pages:
            await self._app(scope, receive, send)
            return
        async with AsyncExitStack() as turn:
            await turn.enter_async_context(self._turn)
            await asyncio.sleep(0)  # whoever else has asked by now is answered first

            async def begin(message: Message) -> None:
                await turn.aclose()  # whoever reads slowly keeps nobody waiting
                await send(message)

            await self._app(scope, receive, begin)
