"""A running event loop, as the server and Jupyter have one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor


def in_a_loop(work: Callable[[], Awaitable[object]]) -> None:
    """Await in a thread of its own: the browser of other tests has a loop running in this one."""

    async def awaited() -> None:
        await work()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(awaited())).result()


async def until(settled: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not settled():
            await asyncio.sleep(0.01)
