"""Numbers that take seconds: worked out beside the event loop, so that the page answers meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import panel as pn

Outcome = TypeVar("Outcome")


class LatestWork:
    """Work of one view; only what was asked for last is shown, and nothing once the visitor has left."""

    def __init__(self) -> None:
        self._asked = 0

    def begin(self, work: Callable[[], Outcome], finish: Callable[[Outcome], None]) -> None:
        """Run `work` in a thread, which must touch nothing on screen, and hand what it returns to `finish`."""
        self._asked += 1
        asked, document = self._asked, pn.state.curdoc
        served = document is not None and document.session_context is not None

        async def run() -> None:
            outcome = await asyncio.to_thread(work)
            # the session of a closed page is gone, and its document with it
            left = served and document is not None and document.session_context is None
            if asked == self._asked and not left:
                finish(outcome)

        pn.state.execute(run)
