"""A file as it was when it was opened, and whether it still is: looked at before each time that something is read."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import NamedTuple

from credit_panel.scoring.sealing import digest


class _Found(NamedTuple):
    """What changes when a file is written anew, and what changes with its rights and links as well."""

    number: int
    size: int
    written: int
    changed: int


class OpenedFile:
    """A file that was opened.

    Writing it anew is told from its number, size and time. Its time can be put back, but not the one at which the
    system last changed anything of it; that one moves with rights and links too, as a backup makes them. So where it
    alone has moved, the content is read once and held against what it was.

    Parameters
    ----------
    path
        Where it is.
    sha256
        Of its content; empty where it is not known, and a time that was put back goes unseen.
    """

    def __init__(self, path: Path, sha256: str = "") -> None:
        self.path = path
        self._sha256 = sha256
        self._opened = self._good = _look(path)
        self._bad: _Found | None = None
        self._reading = threading.Lock()

    @property
    def is_there(self) -> bool:
        """Whether it was there when it was opened."""
        return self._opened is not None

    def is_current(self) -> bool:
        """Return whether it is still the one that was opened; takes a few microseconds."""
        found = _look(self.path)
        if found is not None and found == self._good:
            return True
        if found is None or self._opened is None or found[:3] != self._opened[:3] or found == self._bad:
            return False
        return not self._sha256 or self._is_unchanged(found)

    def _is_unchanged(self, found: _Found) -> bool:
        with self._reading:
            if found not in (self._good, self._bad):
                try:
                    unchanged = digest(self.path) == self._sha256
                except OSError:
                    return False
                if unchanged:
                    self._good = found
                else:
                    self._bad = found
            return found == self._good


def _look(path: Path) -> _Found | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return _Found(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
