"""How many requests that take long are worked on at once: one more is sent away, and told to come again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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
