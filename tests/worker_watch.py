"""The workers of a process, and how large they get."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell as Linux does")


class Watch:
    """The largest memory of the workers that this process has while it is watched, in bytes."""

    def __init__(self) -> None:
        self.peak, self.seen, self._ended = 0, set[int](), threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        ended = False
        while not ended:  # once more at the end, for a file that is read faster than anybody looks
            ended = self._ended.wait(0.01)
            for number in workers():
                self.seen.add(number)
                self.peak = max(self.peak, peak_of(number))


def workers(parent: int | None = None, naming: bytes = b"uploads.worker") -> list[int]:
    """Return the numbers of the workers, by what their command names, that a process has started and not let go of."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            kin = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if kin == (parent or os.getpid()) and (naming in words or not words):
            found.append(int(folder.name))
    return found


def peak_of(number: int) -> int:
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
