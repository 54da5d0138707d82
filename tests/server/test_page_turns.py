"""Many who ask for a page at once have their turns; others are answered in between, and who reads slowly holds none."""

from __future__ import annotations

import asyncio

from event_loop import in_a_loop
from starlette.types import Message, Receive, Scope, Send

from credit_panel.server.page_turns import PageTurns

PAGES = [*(f"/page{number}" for number in range(20)), "/page-slow", "/page-broken"]


async def nothing() -> Message:
    return {"type": "http.request"}


async def ignore(message: Message) -> None:
    await asyncio.sleep(0)


def scope(path: str) -> Scope:
    return {"type": "http", "path": path}


def test_others_are_answered_between_two_pages() -> None:
    answered: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        answered.append(scope["path"])  # as a page is made: at a stretch
        await send({"type": "http.response.start"})

    async def ask() -> None:
        turns = PageTurns(app, PAGES)
        pages = [turns(scope(f"/page{number}"), nothing, ignore) for number in range(20)]
        await asyncio.gather(*pages, turns(scope("/liveness"), nothing, ignore))

    in_a_loop(ask)
    assert answered.index("/liveness") < 5
    assert [path for path in answered if path != "/liveness"] == [f"/page{number}" for number in range(20)]


def test_who_reads_slowly_or_whose_page_fails_keeps_nobody_waiting() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/page-broken":
            raise ValueError
        await send({"type": "http.response.start"})
        await send({"type": "http.response.body"})

    async def never(message: Message) -> None:
        await asyncio.Event().wait()

    async def ask() -> None:
        turns = PageTurns(app, PAGES)
        slow = asyncio.ensure_future(turns(scope("/page-slow"), nothing, never))
        broken = asyncio.ensure_future(turns(scope("/page-broken"), nothing, ignore))
        await asyncio.wait_for(turns(scope("/page1"), nothing, ignore), timeout=60)
        assert isinstance((await asyncio.gather(broken, return_exceptions=True))[0], ValueError)
        assert not slow.done()
        slow.cancel()

    in_a_loop(ask)
