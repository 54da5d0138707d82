"""The worker as the server sees it: started, asked, and ended with all it has started."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from credit_panel.errors import UploadError, UploadFault
from credit_panel.uploads.exchange import BROKE, HEAVY, READY, receive, send
from credit_panel.uploads.message import decode

logger = logging.getLogger("credit_panel")

_START_SECONDS = 60.0
_MOST_ANSWERED = 64_000_000
"""Bytes of the longest answer: 10,000 applications with all their fields take a quarter."""

_PAUSE = 0.1
_PACKAGE = Path(__file__).resolve().parents[2]
_KEPT_VARIABLES = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR")
_THREADS = dict.fromkeys(("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
_FAULTS: dict[int, UploadFault] = {
    HEAVY: "heavy",
    -signal.SIGABRT: "heavy",  # what Rust does when it is refused memory
    -signal.SIGKILL: "heavy",  # what the system does when it has none left
    -signal.SIGXCPU: "slow",
}


class WorkerProcess:
    """One process that reads files, one after the other.

    It is a new Python, not a fork of the server: threads of Polars and XGBoost would leave their locks behind in a
    fork.

    Parameters
    ----------
    seconds, memory
        What reading one file may take.
    """

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        self._connection, theirs = socket.socketpair()
        self._connection.settimeout(_PAUSE)
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "credit_panel.uploads.worker", str(number), str(seconds), str(memory)],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                pass_fds=(number,),
                start_new_session=True,
            )

    def prepare(self, kind: str, wanted: Callable[[], bool]) -> None:
        """Have the process load what reads a kind of file, which is not part of the time that a file may take.

        Raises
        ------
        RuntimeError
            When the process is gone, or does not start.
        """
        wait = _patience(time.monotonic() + _START_SECONDS, wanted)
        try:
            send(self._connection, kind.encode(), wait)
            receive(self._connection, len(READY), wait)
        except (ConnectionError, _TooLongError) as error:
            raise RuntimeError(f"The process that reads files is not there: {self._said()}") from error

    def read(self, content: bytes, wanted: Callable[[], bool]) -> tuple[Any, int]:
        """Return what the process reads of a file, or its error, and by how many bytes that raised its peak of memory.

        Raises
        ------
        UploadError
            When the file passed a limit, ended the process, or is not wanted any more.
        """
        wait = _patience(time.monotonic() + self._seconds, wanted)
        try:
            send(self._connection, content, wait)
            outcome, growth = decode(receive(self._connection, _MOST_ANSWERED, wait))
        except _TooLongError as error:
            raise self._fault("slow") from error
        except (ConnectionError, ValueError) as error:
            raise self._fault(_FAULTS.get(self._code(), "broken")) from error
        if isinstance(outcome, UploadError):
            self._fault(outcome.fault)
        return outcome, growth

    def stop(self) -> None:
        """End the process and what it has started, and wait until it is gone."""
        if self._process.poll() is None:  # else the number may be another's by now
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._connection.close()
        self._complaints.close()

    def _code(self) -> int:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(1.0)
        return 0

    def _fault(self, fault: UploadFault) -> UploadError:
        # what libraries complain of may quote the file; only what the worker says of itself is kept
        told = [line for line in self._said().splitlines() if line.startswith(BROKE)]
        logger.warning("A file that somebody sent was not read (%s%s).", fault, f"; {told[-1]}" if told else "")
        return UploadError(fault)

    def _said(self) -> str:
        self._complaints.seek(0)
        return self._complaints.read()[-1_000:].decode(errors="replace")


class _TooLongError(Exception):
    """The time is over."""


def _patience(until: float, wanted: Callable[[], bool]) -> Callable[[], None]:
    def wait() -> None:
        if time.monotonic() > until:
            raise _TooLongError
        if not wanted():
            raise UploadError("busy")  # which nobody is there to read

    return wait


def _environment() -> dict[str, str]:
    """Return what the worker needs to find its modules; it learns nothing of the server's settings."""
    folders = [*filter(None, sys.path), str(_PACKAGE)]
    known = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return known | _THREADS | {"PYTHONPATH": os.pathsep.join(folders), "PYTHONSAFEPATH": "1", "RUST_BACKTRACE": "0"}
