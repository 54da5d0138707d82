"""Trees: one grown booster with the columns that it reads, shared by all threads of a process."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cache, cached_property

import numpy as np
import polars as pl
import xgboost as xgb

from credit_panel.scoring.boosting import contributions, margins
from credit_panel.scoring.encoding import Encoding, require_columns
from credit_panel.scoring.leaves import Leaves

SHARED_FROM = 500
"""Rows from which a second thread pays for itself."""
_ALONE = 100  # rows that one thread explains before others get their turn


def every_feature(final: Iterable[str], folds: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return all columns that some trees read: those of the final ones first, then what only folds read."""
    return tuple(dict.fromkeys((*final, *(name for fold in folds for name in fold))))


@cache
def places_of(features: tuple[str, ...], some: tuple[str, ...]) -> list[int]:
    """Return where some columns stand among all of them."""
    places = {name: place for place, name in enumerate(features)}
    return [places[name] for name in some]


class Trees:
    """Grown trees and the columns that they read.

    Parameters
    ----------
    booster, encoding
        The trees and their columns.
    threads
        Threads for batches; one client, and small batches, always take one. The result does not depend on it.
    """

    def __init__(self, booster: xgb.Booster, encoding: Encoding, *, threads: int = 1) -> None:
        self.booster = booster
        self.encoding = encoding
        self.threads = threads
        # threads of one process share the booster: setting its threads and predicting belong together
        self._lock = threading.Lock()

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the trees."""
        return self.encoding.features

    @cached_property
    def expected_margin(self) -> float:
        """The mean margin of the trees, before anything is known of a client."""
        empty = np.full((1, len(self.features)), np.nan, dtype=np.float32)
        return float(self._slice(empty)[0, -1])

    def matrix(self, frame: pl.DataFrame, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Return some clients of `frame` as the trees read them, see `Encoding.matrix`."""
        if isinstance(rows, np.ndarray):
            require_columns(frame, self.features)
            frame = frame.select(self.features)[rows]
        return self.encoding.matrix(frame)

    def margins(self, matrix: np.ndarray) -> np.ndarray:
        """Return the log-odds before calibration of each row, shape (n,)."""
        with self._lock:
            self._share(len(matrix))
            return margins(self.booster, matrix)

    def contributions(self, matrix: np.ndarray) -> np.ndarray:
        """Return what each feature adds to the margin of each row, shape (n, features), float32."""
        if not len(matrix):
            return np.empty((0, len(self.features)), dtype=np.float32)
        size = SHARED_FROM if self.threads > 1 else _ALONE  # the lock is free between two slices
        slices = np.split(matrix, range(size, len(matrix), size))
        return np.concatenate([self._slice(rows) for rows in slices])[:, :-1]

    def least_margins(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Return bounds that no margin between two rows is under, shape (n,); see `Leaves.least`."""
        return self._leaves.least(np.fmin(one, other), np.fmax(one, other))

    @cached_property
    def _leaves(self) -> Leaves:
        with self._lock:
            return Leaves.of(self.booster)

    def _slice(self, matrix: np.ndarray) -> np.ndarray:
        kinds, threads = self.encoding.types, self._threads_for(len(matrix))
        data = xgb.DMatrix(matrix, feature_names=list(self.features), feature_types=kinds, nthread=threads)
        with self._lock:
            self._share(len(matrix))
            return contributions(self.booster, data)

    def _threads_for(self, rows: int) -> int:
        return self.threads if rows >= SHARED_FROM else 1

    def _share(self, rows: int) -> None:
        self.booster.set_param({"nthread": self._threads_for(rows)})
