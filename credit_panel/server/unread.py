"""Answers that nobody reads are given up: until then all of what was not read stays in memory."""

from __future__ import annotations

import asyncio
import fcntl
import sys
import termios
from contextlib import suppress

SECONDS_WITHOUT_READING = 30.0
"""After which whoever has read nothing is cut off; whoever reads slowly stays."""
_CHECKS = 6
"""In that time."""


class ReadInTime(asyncio.Protocol):
    """What a protocol of uvicorn is besides, so that it gives up a connection that takes nothing of what is sent."""

    unread_seconds = SECONDS_WITHOUT_READING
    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop
    _check: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Ask to be told of the first byte that waits: a connection that is closed waits for its last ones too."""
        transport.set_write_buffer_limits(high=0)
        super().connection_made(transport)
        if transport.get_write_buffer_size():  # a websocket that was asked for behind answers
            self.pause_writing()

    def pause_writing(self) -> None:
        """Wait for the peer to read."""
        super().pause_writing()
        self._stop_checking()
        self._check_later(_left(self.transport), self.loop.time())

    def resume_writing(self) -> None:
        """Go on: all of it is on its way."""
        self._stop_checking()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the connection."""
        self._stop_checking()
        super().connection_lost(exc)

    def _check_later(self, left: int, since: float) -> None:
        self._check = self.loop.call_later(self.unread_seconds / _CHECKS, self._look_whether_read, left, since)

    def _look_whether_read(self, before: int, since: float) -> None:
        self._check = None
        left, now = _left(self.transport), self.loop.time()
        if not self.transport.get_write_buffer_size():
            return
        if left < before:
            self._check_later(left, now)
        elif now - since < self.unread_seconds:
            self._check_later(left, since)
        else:
            self.transport.abort()

    def _stop_checking(self) -> None:
        if self._check is not None:
            self._check.cancel()
            self._check = None


def _left(transport: asyncio.Transport) -> int:
    """Return how many bytes the peer has not taken; without those in the system's hands where it does not tell.

    The system asks for more only once a third of what it holds is gone, which takes a slow line longer than a check.
    """
    held = 0
    with suppress(OSError, ValueError):
        place = transport.get_extra_info("socket").fileno()
        held = int.from_bytes(fcntl.ioctl(place, termios.TIOCOUTQ, bytes(4)), sys.byteorder)
    return transport.get_write_buffer_size() + held
