"""A running event loop, as the server and Jupyter have one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor


def outcome_of[T](work: Callable[[], Awaitable[T]]) -> T:
    """Await in a thread of its own, for the browser of other tests runs a loop in this one; return the result."""

    async def awaited() -> T:
        return await work()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(awaited())).result()


def in_a_loop(work: Callable[[], Awaitable[object]]) -> None:
    """Await, and leave the result."""
    outcome_of(work)


async def until(settled: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not settled():
            await asyncio.sleep(0.01)
