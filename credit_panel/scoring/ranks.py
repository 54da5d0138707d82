"""Ranks: how many clients of either outcome lie up to each score."""

from __future__ import annotations

import numpy as np


def cumulated(score: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many others, and how many defaults, have at most each distinct score; both start from 0.

    Parameters
    ----------
    score
        Shape (n,), n at least 1.
    target
        1 for a default and 0 otherwise, shape (n,).

    Returns
    -------
    tuple of numpy.ndarray
        Others and defaults, each of shape (distinct scores + 1,).
    """
    order = np.argsort(score)
    ranked = score[order]
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    bad = np.cumsum(target[order])[last]
    good = last + 1 - bad
    return np.concatenate([[0.0], good]), np.concatenate([[0.0], bad])
