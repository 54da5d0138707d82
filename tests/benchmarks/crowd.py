"""Many visitors of /client at once, without browsers: what the server alone makes them wait, and its memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

from benchmarks.visitor import Visitor

SECONDS = 10.0
AMOUNTS = (200_000.0, 10_000.0, 60)
"""First amount that an editor tries, the step to the next one, and how many there are."""


async def arrivals(server: str, clients: Sequence[int]) -> list[float]:
    """Return the seconds from each visitor's request to the decision about their client; all arrive at once."""

    async def arrive(client: int) -> float:
        started = time.perf_counter()
        async with Visitor(server) as visitor:
            await visitor.open_client(client)
            return time.perf_counter() - started

    return list(await asyncio.gather(*map(arrive, clients)))


async def editors(server: str, clients: Sequence[int], seconds: float = SECONDS) -> tuple[list[float], float]:
    """Return the seconds that each edit of several visitors took, and how many they made a second.

    Each of them makes the next edit as soon as the last one is answered.
    """
    taken = []

    async def work(visitor: Visitor, until: float) -> None:
        first, step, count = AMOUNTS
        edit = 0
        while (started := time.perf_counter()) < until:
            edit += 1
            await visitor.edit(first + step * (edit % count))
            taken.append(time.perf_counter() - started)

    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(Visitor(server)) for _ in clients]
        for visitor, client in zip(visitors, clients, strict=True):
            await visitor.open_client(client)
            await visitor.open_what_if()
        until = time.perf_counter() + seconds
        await asyncio.gather(*(work(visitor, until) for visitor in visitors))
    return taken, len(taken) / seconds


async def come_and_go(server: str, clients: Sequence[int]) -> None:
    """Visit once for each client, one visit after the other, and edit once in each."""
    for client in clients:
        async with Visitor(server) as visitor:
            await visitor.open_client(client)
            await visitor.open_what_if()
            await visitor.edit(AMOUNTS[0])
