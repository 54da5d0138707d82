"""The process that reads files of strangers: one after the other, from a socket, under limits that the system keeps.

It is started by `UploadReader` as ``python -m credit_panel.uploads.worker SOCKET SECONDS MEMORY``, inherits neither
the settings nor the open files of the server, and ends when the socket closes.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from credit_panel.errors import CreditPanelError, UploadError
from credit_panel.uploads.exchange import BROKE, HEAVY, READY, named, receive, send
from credit_panel.uploads.message import encode

_NICE = 10
"""The worker's niceness, which of two that want a core lets the server have it; the thread that starts it may have it
already."""

_MOST_RECEIVED = 100_000_000
_MOST_WRITTEN = 1_000_000
"""Bytes of its longest file on disk: its own complaints."""

_WATCHED = 0.02
_LOOKED = 0.5
_STATUS = Path("/proc/self/status")
_LINUX = _STATUS.exists()


def main(descriptor: int, seconds: float, memory: int) -> None:
    """Answer requests until the socket closes, each within so many seconds of the processor and bytes of memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    os.nice(max(_NICE - os.nice(0), 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
    threading.Thread(target=watch_parent, args=(os.getppid(),), daemon=True).start()
    if not _LINUX:
        threading.Thread(target=watch_memory, args=(peak_memory() + memory,), daemon=True).start()
    connection = socket.socket(fileno=descriptor)
    with contextlib.suppress(ConnectionError):
        while True:
            read = _reader(receive(connection, 100).decode())
            send(connection, READY)
            content = receive(connection, _MOST_RECEIVED)
            before = peak_memory()
            with _limits(seconds, memory):
                outcome = outcome_of(read, content)
            send(connection, encode((outcome, max(peak_memory() - before, 0))))


def peak_memory() -> int:
    """Return the largest memory of this process so far, in bytes."""
    if _LINUX:  # which counts the memory of who started a process in its ru_maxrss
        return _account("VmHWM")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def watch_parent(server: int) -> None:
    """End the process once the server is gone: one that a signal ends has no time to end its worker."""
    while os.getppid() == server:
        time.sleep(_LOOKED)
    os._exit(0)


def watch_memory(most: int) -> None:
    """End the process as soon as it has taken more than `most` bytes."""
    while peak_memory() <= most:
        time.sleep(_WATCHED)
    os._exit(HEAVY)


def _reader(kind: str) -> Callable[[bytes], Any]:
    # imported when first needed: a worker that reads one kind of file starts without what the other needs
    if kind == "applications":
        import openpyxl  # noqa: F401 - loaded before the limits apply

        from credit_panel.home_credit.application_file import read_applications

        return read_applications
    if kind == "histories":
        from credit_panel.home_credit.history_reader import read_histories

        return lambda content: read_histories(*named(content))
    from credit_panel.uploads.drift_file import read_drift_file

    return read_drift_file


def outcome_of(read: Callable[[bytes], Any], content: bytes) -> Any:
    """Return what a reader makes of a file, or the error that tells why it makes nothing of it."""
    try:
        return read(content)
    except CreditPanelError as error:
        return error
    except MemoryError:
        return UploadError("heavy")
    except BaseException as error:  # a panic of Polars is no Exception
        # where it broke, and not on what: messages quote the cells of the file, and paths tell of this machine
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
        print(f"{BROKE}{type(error).__name__} at {places}", file=sys.stderr)
        return UploadError("broken")


@contextlib.contextmanager
def _limits(seconds: float, memory: int) -> Iterator[None]:
    """Bound the processor and, where the system knows how, the memory.

    Linux refuses memory above the limit, so that Python raises MemoryError and Polars aborts. The limit of the
    processor is for a server that is gone: one that runs ends its worker by the clock.
    """
    used = time.process_time()
    with _soft_limit(resource.RLIMIT_CPU, int(used + seconds) + 2):
        if not _LINUX:
            yield
            return
        with _soft_limit(resource.RLIMIT_DATA, _account("VmData") + memory):
            yield


@contextlib.contextmanager
def _soft_limit(kind: int, soft: int) -> Iterator[None]:
    before, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (soft, hard))
    try:
        yield
    finally:
        resource.setrlimit(kind, (before, hard))


def _account(name: str) -> int:
    lines = _STATUS.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
