"""Neighbours: the clients whose decision rests on the same things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FEWEST = 10
"""Clients under which no figure of a group is given."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The clients nearest to one client.

    Parameters
    ----------
    ids
        Their numbers, nearest first, shape (k,).
    distances
        Their distances in points, shape (k,).
    """

    ids: np.ndarray
    distances: np.ndarray


class NeighbourIndex:
    """All clients of a portfolio by the contributions to their points.

    Two clients are near when each feature moves their points alike, so what does not matter to the decision does not
    matter to the likeness either.

    Parameters
    ----------
    ids
        Client numbers, shape (n,).
    contributions
        Points by feature, shape (n, k); kept as float32.
    """

    def __init__(self, ids: Sequence[int] | np.ndarray, contributions: np.ndarray) -> None:
        self._ids = np.asarray(ids)
        self._points = np.ascontiguousarray(contributions, dtype=np.float32)
        self._squares = np.einsum("ij,ij->i", self._points, self._points)

    def nearest(self, contributions: np.ndarray, count: int = 50, *, without: int | None = None) -> Neighbours:
        """Return the clients nearest to one whose contributions are given.

        Parameters
        ----------
        contributions
            Points by feature in the same order, shape (k,).
        count
            How many clients to return, fewer when there are fewer.
        without
            Number of a client to leave out, the one who is compared.
        """
        own = np.asarray(contributions, dtype=np.float32)
        # |a - b|² = |a|² - 2ab + |b|² is one matrix product; the chosen few are then measured exactly
        squares = self._squares - 2 * (self._points @ own)
        if without is not None:
            squares[self._ids == without] = np.inf
        candidates = np.argpartition(squares, min(2 * count, len(squares) - 1))[: 2 * count]
        candidates = candidates[np.isfinite(squares[candidates])]
        exact = np.sqrt(((self._points[candidates].astype(np.float64) - own) ** 2).sum(axis=1))
        order = np.lexsort((self._ids[candidates], exact))[:count]
        return Neighbours(self._ids[candidates][order], exact[order])
