"""The process ends in time once it is told to, whatever it is doing.

uvicorn waits for what is being answered, and Python at its exit for every thread that still computes; neither can stop
a computation. So a thread of its own counts down from the signal, even while the others hold up the event loop.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time

log = logging.getLogger(__name__)

SECONDS_TO_END = 14.0
"""From the signal on; longer than what answers get, shorter than the 30 s after which Kubernetes kills."""
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def end_in_time(seconds: float = SECONDS_TO_END) -> None:
    """From now on, have the process gone `seconds` after SIGTERM or Ctrl-C; a process calls it once.

    Its exit code is the one that a shell gives to what the signal ended: 143 for SIGTERM, 130 for Ctrl-C.
    """
    told, telling = socket.socketpair()
    telling.setblocking(False)
    signal.set_wakeup_fd(telling.detach(), warn_on_full_buffer=False)  # written to at once, not by the event loop
    threading.Thread(target=_count_down, args=(told, seconds), name="end in time", daemon=True).start()


def _count_down(told: socket.socket, seconds: float) -> None:
    while (number := told.recv(1)[0]) not in _SIGNALS:
        pass
    time.sleep(seconds)
    log.warning("The server was told to end and still computes after %.0f seconds: it ends without that.", seconds)
    logging.shutdown()
    os._exit(128 + number)
