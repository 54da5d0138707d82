"""How many bytes of bodies a route holds at once: many half-sent ones must not fill the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from credit_panel.api.body import RefusedError
from credit_panel.api.places import SECONDS
from credit_panel.server.refusal import Refusal

Hold = Callable[[int], None]
"""Holds so many bytes more; raises `RefusedError` when there is no room for them."""

_FULL = Refusal(
    429, "busy", f"The server holds as many requests of this kind as it has room for: ask again in {SECONDS} seconds."
)


class HeldBytes:
    """The bytes of the bodies of a route's requests, from the first that comes until they are answered.

    Parameters
    ----------
    most
        How many there may be.
    """

    def __init__(self, most: int) -> None:
        self._free = most

    @contextmanager
    def of_one(self) -> Iterator[Hold]:
        """Count the bytes of one request for as long as it is there."""
        held = 0

        def hold(count: int) -> None:
            nonlocal held
            if count > self._free:
                raise RefusedError(_FULL, headers={"Retry-After": str(SECONDS)})
            self._free -= count
            held += count

        try:
            yield hold
        finally:
            self._free += held
