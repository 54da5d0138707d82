"""Many who ask for a page at once have their turns; others are answered in between, and who reads slowly holds none."""

from __future__ import annotations

import asyncio
import time

from event_loop import in_a_loop
from starlette.types import Message, Receive, Scope, Send

from credit_panel.server.page_share import PageShare
from credit_panel.server.page_turns import MOST_OF_ONE, PageTurns

PAGES = [*(f"/page{number}" for number in range(20)), "/page-slow", "/page-broken"]


def spin(seconds: float) -> None:
    """Take the processor as long, as the making of a page or a gesture does: at a stretch."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


async def nothing() -> Message:
    return {"type": "http.request"}


async def ignore(message: Message) -> None:
    await asyncio.sleep(0)


def scope(path: str, address: str = "10.0.0.1") -> Scope:
    return {"type": "http", "path": path, "client": (address, 1), "method": "GET", "headers": []}


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


def test_no_page_is_made_for_who_has_gone() -> None:
    made: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        made.append(scope["path"])
        await asyncio.sleep(0.05)

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def ask() -> None:
        turns = PageTurns(app, PAGES)
        await asyncio.gather(*(turns(scope(f"/page{n}"), gone if n % 2 else nothing, ignore) for n in range(6)))

    in_a_loop(ask)
    assert made == ["/page0", "/page2", "/page4"]


def test_one_address_waits_for_so_many_pages_and_the_others_for_theirs() -> None:
    told: list[int] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0)
        await send({"type": "http.response.start", "status": 200})

    async def note(message: Message) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    async def ask() -> None:
        turns = PageTurns(app, PAGES)
        one = [turns(scope("/page1"), nothing, note) for _ in range(MOST_OF_ONE + 10)]
        await asyncio.gather(*one, turns(scope("/page1", "10.0.0.2"), nothing, note))
        await turns(scope("/page1"), nothing, note)

    in_a_loop(ask)
    assert told.count(429) in range(9, 11)
    assert told.count(200) == MOST_OF_ONE + 12 - told.count(429)


def test_an_address_that_asks_on_and_on_leaves_the_others_their_time() -> None:
    made: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        spin(0.05)
        made.append(scope["client"][0])
        await send({"type": "http.response.start", "status": 200})

    async def ask() -> None:
        turns = PageTurns(app, PAGES, PageShare(rush=0.1))
        began = time.monotonic()
        await asyncio.gather(*(turns(scope("/page1"), nothing, ignore) for _ in range(6)))
        assert time.monotonic() - began >= (5 * 0.05 - 0.1) / 0.5 + 0.05 - 0.01  # the rush, then half of the time
        often = asyncio.gather(*(turns(scope("/page1"), nothing, ignore) for _ in range(4)))
        await asyncio.sleep(0)
        await turns(scope("/page1", "10.0.0.2"), nothing, ignore)
        assert not often.done()
        await often

    in_a_loop(ask)
    assert made.count("10.0.0.2") == 1
