"""Sessions that end together end one after the other, with the requests of others in between.

Bokeh looks every few seconds for sessions that nobody has used for a while and ends all of them in one round of the
event loop: sixty pages that a program asked for and never opened took 0.3 s, in which nobody was answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from bokeh.application.application import SessionContext
from bokeh.application.handlers.lifecycle import LifecycleHandler

PAUSE = 0.005
"""Seconds for the others after each session that has ended: several rounds of the event loop."""


class PauseAfterEach(LifecycleHandler):
    """Takes a pause after each session that has ended; Bokeh ends the next one after it."""

    async def on_session_destroyed(self, session_context: SessionContext) -> None:
        """Let others be answered."""
        await asyncio.sleep(PAUSE)


def end_one_by_one(parts: Sequence[Any]) -> None:
    """Have the sessions of Panel's applications end one by one.

    Parameters
    ----------
    parts
        What `panel_parts` returns.
    """
    for part in parts:
        # several addresses may show one application
        for application in {context.application for context in part.core.applications.values()}:
            application.add(PauseAfterEach())
