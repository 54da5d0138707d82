"""How much of what visitors sent is kept for them: for all together no more than there is room for."""

from __future__ import annotations

import weakref
from threading import Lock

from credit_panel.errors import UploadError
from credit_panel.home_credit.history_file import HistoryFileError

MOST_OF_ONE = 40_000_000
"""Bytes of the histories of one visitor: those of a thousand applicants take a third."""

MOST = 400_000_000
"""Bytes of those of all visitors."""


class KeptRows:
    """What each holder keeps, in bytes; who is gone keeps nothing.

    Parameters
    ----------
    most, of_one
        Bytes of all together, and of one holder.
    """

    def __init__(self, most: int = MOST, of_one: int = MOST_OF_ONE) -> None:
        self._most, self._of_one = most, of_one
        self._sizes: weakref.WeakKeyDictionary[object, int] = weakref.WeakKeyDictionary()
        self._lock = Lock()

    def hold(self, holder: object, size: int) -> None:
        """Say how much a holder keeps from now on.

        Raises
        ------
        UploadError
            When there is no room for it now.
        HistoryFileError
            When it is more than one holder may keep. Either way the holder keeps what it had.
        """
        with self._lock:
            others = sum(kept for other, kept in self._sizes.items() if other is not holder)
            before = self._sizes.get(holder, 0)
            if size > before and size > self._of_one:
                raise too_much()
            if size > before and others + size > self._most:
                raise UploadError("busy")
            self._sizes[holder] = size


def too_much() -> HistoryFileError:
    """Return the error of histories that are more than one visitor may send."""
    return HistoryFileError(
        "too_much", "The histories together are more than is kept for one visitor: keep the rows of the applications."
    )


KEPT_ROWS = KeptRows()
"""Those of this process."""
