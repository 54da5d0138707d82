"""Files that come in parts: what has come is kept here, for all visitors together no more than there is room for."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from credit_panel.errors import UploadError

MOST = 200_000_000
"""Bytes of all that has come: four of the largest files."""
SILENCE = 30.0
"""Seconds without a part after which a file makes room for another: a browser sends the next part at once."""


@dataclass(slots=True)
class _File:
    came: float
    content: bytearray = field(default_factory=bytearray)


class UnfinishedFiles:
    """The parts of the files that are on their way, by who receives them; who is gone holds none.

    Parameters
    ----------
    most
        Bytes of all together.
    silence
        Seconds after which a file that does not go on may be dropped for another.
    clock
        Tells the time, in seconds.
    """

    def __init__(self, most: int = MOST, silence: float = SILENCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._silence, self._clock = most, silence, clock
        self._files: weakref.WeakKeyDictionary[object, _File] = weakref.WeakKeyDictionary()
        self._lock = Lock()

    def begin(self, receiver: object) -> None:
        """Begin a file; what the receiver had of another is dropped."""
        with self._lock:
            self._files[receiver] = _File(self._clock())

    def add(self, receiver: object, part: bytes) -> int:
        """Add a part to the receiver's file, and return how many bytes of it have come.

        Raises
        ------
        UploadError
            ``busy`` when there is no room, or the file was dropped for another.
        """
        with self._lock:
            if len(part) > self._room():
                self._drop_silent(receiver)
            file = self._files.get(receiver)
            if file is None or len(part) > self._room():
                self._files.pop(receiver, None)
                raise UploadError("busy")
            file.content += part
            file.came = self._clock()
            return len(file.content)

    def take(self, receiver: object) -> bytes:
        """Return what has come of the receiver's file, which is no longer kept here; nothing where there is none."""
        with self._lock:
            file = self._files.pop(receiver, None)
        return bytes(file.content) if file else b""

    def _room(self) -> int:
        return self._most - sum(len(file.content) for file in self._files.values())

    def _drop_silent(self, speaking: object) -> None:
        now = self._clock()
        for receiver, file in list(self._files.items()):
            if receiver is not speaking and now - file.came > self._silence:
                del self._files[receiver]


UNFINISHED = UnfinishedFiles()
"""Those of this process."""
