"""A circuit breaker: who has failed several times in a row is left alone for a while, and nobody waits for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Says whether it is worth asking.

    Parameters
    ----------
    failures
        How many in a row open it.
    pause
        Seconds for which nobody asks then; after them one does, and the others wait for what becomes of it.
    now
        The clock, in seconds.
    """

    def __init__(self, failures: int = 3, pause: float = 5.0, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._pause, self._now = failures, pause, now
        self._lock = threading.Lock()
        self._failed, self._until = 0, 0.0

    def may_ask(self) -> bool:
        """Return whether to ask; what becomes of it has to be told by `succeeded` or `failed`."""
        with self._lock:
            if self._failed < self._most:
                return True
            if self._now() < self._until:
                return False
            self._until = self._now() + self._pause  # one asks; if it is never heard of again, the next one does
            return True

    def succeeded(self) -> None:
        """Note an answer."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """Note that there was none."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._until = self._now() + self._pause
