"""The clients that a mask chooses: found and counted once a gesture, however many pictures and words tell of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np


class Chosen:
    """The clients of one mask.

    Parameters
    ----------
    mask
        Whether each client is chosen, shape (clients,); it must not change any more.
    """

    def __init__(self, mask: np.ndarray) -> None:
        self.mask = mask
        self.rows = np.flatnonzero(mask)
        """Places of the chosen clients: numpy takes values by them four times as fast as by the mask."""
        self._counted: dict[Hashable, Any] = {}

    def once(self, key: Hashable, count: Callable[[np.ndarray], Any]) -> Any:
        """Return what `count` makes of the rows, worked out when it is first asked for under a key."""
        if key not in self._counted:
            self._counted[key] = count(self.rows)
        return self._counted[key]


_last: Chosen | None = None
"""The clients of the last mask, of whichever visitor: one is held in memory, and a gesture asks for it many times."""

_unpacked: tuple[np.ndarray, np.ndarray] | None = None
"""The last bits that were unpacked, and their mask; one is held, for the same reason."""


def chosen_by(mask: np.ndarray) -> Chosen:
    """Return the clients of a mask."""
    global _last
    last = _last  # of another thread's, this one finds its own anew
    if last is None or last.mask is not mask:
        last = _last = Chosen(mask)
    return last


def mask_of(bits: np.ndarray, clients: int) -> np.ndarray:
    """Return the mask that `numpy.packbits` made an eighth of, the same array as before for the same bits.

    Parameters
    ----------
    bits
        Shape (clients / 8,), uint8.
    clients
        How many there are.
    """
    global _unpacked
    last = _unpacked
    if last is None or last[0] is not bits:
        mask = np.unpackbits(bits, count=clients).view(np.bool_)
        mask.setflags(write=False)
        last = _unpacked = (bits, mask)
    return last[1]
