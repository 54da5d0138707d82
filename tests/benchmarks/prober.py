"""Ask a server for its pulse again and again, beside whatever else it has to do."""

from __future__ import annotations

import threading
import time

from server import raw

PAUSE = 0.02


class Prober:
    """Asks a server for its pulse in a thread of its own, and keeps the longest wait since it was last asked, in ms."""

    def __init__(self, server: str) -> None:
        self._server, self._longest, self._over = server, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._probe)

    def __enter__(self) -> Prober:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def longest(self) -> float:
        """Return the longest wait, and begin anew."""
        found, self._longest = self._longest, 0.0
        return found

    def _probe(self) -> None:
        while not self._over.wait(PAUSE):
            started = time.perf_counter()
            raw.get(self._server, "/liveness")
            self._longest = max(self._longest, 1e3 * (time.perf_counter() - started))
