"""Where the server has the files of strangers read: one after the other, each by a process that it ends in time."""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from credit_panel.errors import CreditPanelError, UploadError
from credit_panel.home_credit.application_file import ApplicationFile
from credit_panel.home_credit.history_file import HistoryUpload
from credit_panel.rate_limit import UPLOAD_LIMIT, UPLOAD_SETTING, RateLimit
from credit_panel.uploads.drift_file import DriftFile
from credit_panel.uploads.exchange import with_name
from credit_panel.uploads.sender import sender
from credit_panel.uploads.worker_process import WorkerProcess

SECONDS = 10.0
"""Seconds by the clock that one file may be read for."""

MEMORY = 512_000_000
"""Bytes that reading one file may take, above what the worker and the file itself take."""

MOST_WAITING = 3
"""Files that may wait while another is read; each waits in a thread of the server, of which there are few."""

MOST_OF_ONE = 3
"""Files of one address that are read or wait: whoever sends more and more leaves a place to all others."""

_KEPT_SECONDS = 60.0
_KEPT_GROWTH = 100_000_000
_PATIENCE = 60.0
"""Seconds that a file waits at most: those before it take all their time, and a process is started for each."""

_PAUSE = 0.1


def always() -> bool:
    """Tell that somebody waits for the file until it is read."""
    return True


class UploadReader:
    """Reads files in one worker process, started when first needed and ended when nobody has sent any for long.

    A worker that was fine reads the next file too, since starting one costs as long as reading a usual file; one that
    a file has ended, bloated or broken is not used again.

    Parameters
    ----------
    seconds, memory
        What one file may take; see `SECONDS` and `MEMORY`.
    waiting
        Files that may wait.
    limit
        How often one address may send a file; None is what the environment says.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        waiting: int = MOST_WAITING,
        limit: RateLimit | None = None,
    ) -> None:
        self._seconds, self._memory, self._most = seconds, memory, waiting + 1
        self._limit = limit
        self._inside: Counter[str] = Counter()
        self._counting, self._turn = threading.Lock(), threading.Lock()
        self._worker: WorkerProcess | None = None
        self._rest: threading.Timer | None = None
        atexit.register(self.close)

    def read(self, kind: str, content: bytes, wanted: Callable[[], bool] = always) -> Any:
        """Have a file read; blocks its thread meanwhile.

        Parameters
        ----------
        kind
            ``applications``, ``histories`` or ``drift``.
        content
            The bytes of the file; of histories with its name, see `with_name`.
        wanted
            Whether somebody still waits for it: one that nobody waits for is not read to its end.

        Raises
        ------
        CreditPanelError
            What the reader of that kind of file says is wrong with it; `UploadError` when it passed a limit.
        """
        with self._place(wanted):
            outcome = self._ask(kind, content, wanted)
        if isinstance(outcome, CreditPanelError):
            raise outcome
        return outcome

    def close(self) -> None:
        """End the worker."""
        if self._rest is not None:
            self._rest.cancel()
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()

    @contextlib.contextmanager
    def _place(self, wanted: Callable[[], bool]) -> Iterator[None]:
        address = sender.get()
        if address and self._comes_too_often(address):
            raise UploadError("often")
        with self._counting:
            if self._inside.total() == self._most or (address and self._inside[address] == MOST_OF_ONE):
                raise UploadError("busy")
            self._inside[address] += 1
        try:
            patience = time.monotonic() + _PATIENCE
            while not self._turn.acquire(timeout=_PAUSE):
                if not wanted() or time.monotonic() > patience:
                    raise UploadError("busy")
            try:
                yield
            finally:
                self._turn.release()
        finally:
            with self._counting:
                self._inside[address] -= 1
                self._inside += Counter()  # forget those with none

    def _comes_too_often(self, address: str) -> bool:
        self._limit = self._limit or RateLimit.from_env(UPLOAD_SETTING, UPLOAD_LIMIT)
        # this thread imports nothing: what counts is loaded soon after the start
        return self._limit.is_ready and self._limit.seconds_to_wait(address) > 0

    def _ask(self, kind: str, content: bytes, wanted: Callable[[], bool]) -> Any:
        if self._rest is not None:
            self._rest.cancel()
        try:
            outcome, growth = self._ready(kind, wanted).read(content, wanted)
        except BaseException:
            self.close()
            raise
        if growth > _KEPT_GROWTH or isinstance(outcome, UploadError):
            self.close()
        else:
            self._rest = threading.Timer(_KEPT_SECONDS, self._retire)
            self._rest.daemon = True
            self._rest.start()
        return outcome

    def _ready(self, kind: str, wanted: Callable[[], bool]) -> WorkerProcess:
        """Return the worker that is kept, or a new one where there is none or somebody has ended it."""
        if self._worker is not None:
            try:
                self._worker.prepare(kind, wanted)
            except RuntimeError:
                self.close()
            else:
                return self._worker
        self._worker = worker = WorkerProcess(self._seconds, self._memory)
        worker.prepare(kind, wanted)
        return worker

    def _retire(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                self.close()
            finally:
                self._turn.release()


READER = UploadReader()
"""The one of this process: whoever sends a file waits for those before."""


def applications_of_upload(content: bytes, wanted: Callable[[], bool] = always) -> ApplicationFile:
    """Read a file of applications as `read_applications` does, in a worker process.

    Raises
    ------
    ApplicationFileError
        When nothing of it can be read.
    UploadError
        When it passed a limit, or too many files wait.
    """
    return READER.read("applications", content, wanted)


def histories_of_upload(name: str, content: bytes, wanted: Callable[[], bool] = always) -> HistoryUpload:
    """Read a file of credit histories as `read_histories` does, in a worker process.

    Raises
    ------
    HistoryFileError
        When nothing of it can be read.
    UploadError
        When it passed a limit, or too many files wait.
    """
    return READER.read("histories", with_name(name, content), wanted)


def drift_of_upload(content: bytes, wanted: Callable[[], bool] = always) -> DriftFile:
    """Read a drift file as `read_drift_file` does, in a worker process.

    Raises
    ------
    DriftFileError
        When it cannot be used.
    UploadError
        When it passed a limit, or too many files wait.
    """
    return READER.read("drift", content, wanted)
