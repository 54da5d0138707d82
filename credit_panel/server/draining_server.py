"""uvicorn's server as one that drains when SIGTERM comes, and a process that then ends with 0, as it was told to."""

from __future__ import annotations

import logging
import os
import signal
from types import FrameType
from typing import Any

import uvicorn

from credit_panel.server.draining import DRAIN

log = logging.getLogger(__name__)


class DrainingServer(uvicorn.Server):
    """uvicorn's server, which goes on for a moment after SIGTERM, so that its visitors hear of it."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end at the first SIGTERM; end at any other signal, and at a second one."""
        if sig == signal.SIGTERM and not DRAIN.has_begun:
            DRAIN.begin()
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Look, ten times a second, whether the end has come."""
        self.should_exit = self.should_exit or DRAIN.is_over()
        return await super().on_tick(counter)


def drain_when_told() -> None:
    """Have every uvicorn server of this process drain; `panel serve` makes its own from this class."""
    library: Any = uvicorn
    library.Server = DrainingServer


def end_as_told() -> None:
    """End a process that was told to and has answered all; it waits for no thread that still computes."""
    if DRAIN.has_begun:
        log.info("The server has ended, as it was told to.")
        logging.shutdown()
        os._exit(0)
