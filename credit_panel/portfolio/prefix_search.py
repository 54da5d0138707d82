"""Which client numbers begin with some digits."""

from __future__ import annotations

import numpy as np

_LONGEST = 18
"""Digits of the longest number that fits in 64 bits."""


def numbers_beginning(ids: np.ndarray, prefix: str, limit: int) -> list[int]:
    """Return the numbers that begin with the digits of `prefix`, shortest and lowest first.

    Numbers with k more digits than the prefix p lie between p·10^k and (p + 1)·10^k, so the sorted numbers are cut by
    binary search and never scanned.

    Parameters
    ----------
    ids
        All numbers in rising order, shape (n,), n at least 1.
    prefix
        What somebody typed; nothing begins with what is no number.
    limit
        Most numbers to return.
    """
    digits = prefix.strip()
    if not (digits.isascii() and digits.isdigit()) or digits.startswith("0") or len(digits) > _LONGEST:
        return []
    found: list[int] = []
    low, high = int(digits), int(digits) + 1
    while low <= ids[-1] and len(found) < limit:
        start, stop = np.searchsorted(ids, (low, high))
        found.extend(int(i) for i in ids[start : min(stop, start + limit - len(found))])
        low, high = low * 10, high * 10
    return found
