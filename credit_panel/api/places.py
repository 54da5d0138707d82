"""How many requests of a route there are at once: a few are worked on, others wait, one too many is sent away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from credit_panel.api.body import RefusedError
from credit_panel.server.refusal import Refusal

SECONDS = 5
"""After which a request that found no place is told to come again."""

_FULL = Refusal(429, "busy", f"Too many requests of this kind are worked on: ask again in {SECONDS} seconds.")


class Places:
    """The places of the requests of one route, which are all taken by the event loop.

    Parameters
    ----------
    count
        How many there are.
    """

    def __init__(self, count: int) -> None:
        self._free = count

    @contextmanager
    def one(self) -> Iterator[None]:
        """Take a place for as long as a request is worked on.

        Raises
        ------
        RefusedError
            When all are taken.
        """
        if not self._free:
            raise RefusedError(_FULL, headers={"Retry-After": str(SECONDS)})
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


class Turns:
    """Whose turn it is among the requests of one route: so many at once, the others in their order.

    Parameters
    ----------
    count
        How many are worked on at once.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._gates: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    def gate(self) -> asyncio.Semaphore:
        """Return what a request of the running event loop passes."""
        loop = asyncio.get_running_loop()
        if loop not in self._gates:
            self._gates[loop] = asyncio.Semaphore(self._count)
        return self._gates[loop]
