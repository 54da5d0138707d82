"""SIGHUP asks for the model to be opened anew; where it says that the terminal is gone, the server ends as ever."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable


class ReloadSignal:
    """Whether a process was asked to open its model anew.

    All of it happens in the event loop's thread, in which Python runs the handlers of signals too.
    """

    def __init__(self) -> None:
        self._asked = False
        self._wake: Callable[[], object] | None = None

    def ask(self) -> None:
        """Ask for it; what is asked for before the event loop runs, or while a model is being opened, waits."""
        self._asked = True
        if self._wake is not None:
            self._wake()

    async def asked(self) -> None:
        """Wait until it is asked for."""
        event, loop = asyncio.Event(), asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(event.set)
        if not self._asked:
            await event.wait()
        self._asked = False


RELOAD = ReloadSignal()
"""That of this process."""


def reload_when_told() -> None:
    """From now on, take SIGHUP as `RELOAD.ask`; a process that has a terminal ends when that is closed."""
    try:
        terminal: int | None = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        terminal = None

    def heard(*_: object) -> None:
        if terminal is None or _is_there(terminal):
            RELOAD.ask()
        else:
            os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGHUP, heard)


def _is_there(terminal: int) -> bool:
    try:
        os.tcgetpgrp(terminal)
    except OSError:
        return False
    return True
