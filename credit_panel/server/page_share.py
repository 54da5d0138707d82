"""How much of the time goes into pages for one address: it may come in a rush, and then has its share."""

from __future__ import annotations

RUSH = 6.0
"""Seconds of the processor that pages of an address may take at once: some forty pages, an office in the morning."""

SHARE = 0.5
"""Share of the time that it has from then on; the rest is everybody else's."""


class PageShare:
    """What each address has taken lately; it is forgotten as time goes by.

    Parameters
    ----------
    rush, share
        As `RUSH` and `SHARE`.
    """

    def __init__(self, rush: float = RUSH, share: float = SHARE) -> None:
        self._rush, self._share = rush, share
        self._taken: dict[str, tuple[float, float]] = {}

    def wait(self, address: str, now: float) -> float:
        """Return after how many seconds an address may have its next page."""
        return max(self._left_over(address, now) - self._rush, 0.0) / self._share

    def take(self, address: str, seconds: float, now: float) -> None:
        """Count the seconds of the processor that a page of an address took."""
        left = {name: self._left_over(name, now) for name in self._taken}
        left[address] = left.get(address, 0.0) + seconds
        self._taken = {name: (over, now) for name, over in left.items() if over > 0}

    def _left_over(self, address: str, now: float) -> float:
        taken, then = self._taken.get(address, (0.0, now))
        return max(taken - (now - then) * self._share, 0.0)
