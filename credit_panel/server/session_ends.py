"""Sessions that end together end one after the other, with the requests of others in between.

Bokeh looks every few seconds for sessions that nobody has used for a while and ends all of them at a stretch; what they
leave behind is found by a search for garbage some time later, all at once. Sixty pages that a program asked for and
never opened took 0.2 s that way, in which nobody was answered.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from typing import Any

from bokeh.application.application import SessionContext
from bokeh.application.handlers.lifecycle import LifecycleHandler

PAUSE = 0.005
"""Seconds for the others after each session that has ended: several rounds of the event loop."""

FEWEST, SHARE = 4, 0.1
"""Sessions that have ended before what they left is given back, and their share of those that are open: the search
goes through what is open too."""


class PauseAfterEach(LifecycleHandler):
    """Takes a pause after each session that has ended, and gives back what a few of them left."""

    def __init__(self) -> None:
        super().__init__()
        self._open = self._ended = 0

    async def on_session_created(self, session_context: SessionContext) -> None:
        """Count the session."""
        self._open += 1

    async def on_session_destroyed(self, session_context: SessionContext) -> None:
        """Let others be answered before the next session ends."""
        self._open -= 1
        self._ended += 1
        await asyncio.sleep(PAUSE)
        if self._ended >= max(FEWEST, SHARE * self._open):
            self._ended = 0
            gc.collect()
            await asyncio.sleep(PAUSE)


def end_one_by_one(parts: Sequence[Any]) -> None:
    """Have the sessions of Panel's applications end one by one.

    Parameters
    ----------
    parts
        What `panel_parts` returns.
    """
    handler = PauseAfterEach()
    for part in parts:
        # several addresses may show one application
        for application in {context.application for context in part.core.applications.values()}:
            application.add(handler)
