"""Trees: one grown booster with the columns that it reads, shared by all threads of a process."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any

import numpy as np
import polars as pl
import xgboost as xgb

from credit_panel.scoring.boosting import contributions, margins, margins_of
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


Booster = Any
"""Grown trees as their library holds them: `xgboost.Booster`, or `lightgbm.Booster` where one was imported."""


def trees_of(booster: Booster, encoding: Encoding, *, threads: int = 1) -> Trees:
    """Return grown trees of either library with their columns; see `Trees`."""
    if isinstance(booster, xgb.Booster):
        return Trees(booster, encoding, threads=threads)
    from credit_panel.scoring.lightgbm_trees import LightGbmTrees  # the library is an extra, which few have

    return LightGbmTrees(booster, encoding, threads=threads)


class Trees:
    """Grown trees and the columns that they read; those of XGBoost.

    Parameters
    ----------
    booster, encoding
        The trees and their columns.
    threads
        Threads for batches; one client, and small batches, always take one. The result does not depend on it.
    """

    width: type[np.floating] = np.float32
    """Width of the numbers that they read."""

    def __init__(self, booster: Booster, encoding: Encoding, *, threads: int = 1) -> None:
        self.booster = booster
        self.encoding = encoding
        self.threads = threads
        # threads of one process share the booster: setting its threads and predicting belong together
        self._lock = threading.Lock()
        self._set_threads = 0

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the trees."""
        return self.encoding.features

    @cached_property
    def expected_margin(self) -> float:
        """The mean margin of the trees, before anything is known of a client."""
        empty = np.full((1, len(self.features)), np.nan, dtype=self.width)
        return float(self._slice(empty)[1][0, -1])

    def matrix(self, frame: pl.DataFrame, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Return some clients of `frame` as the trees read them, see `Encoding.matrix`."""
        if isinstance(rows, np.ndarray):
            require_columns(frame, self.features)
            frame = frame.select(self.features)[rows]
        return self.encoding.matrix(frame, self.width)

    def margins(self, matrix: np.ndarray) -> np.ndarray:
        """Return the log-odds before calibration of each row, shape (n,)."""
        with self._lock:
            self._share(len(matrix))
            return margins(self.booster, matrix)

    def explain(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the margins of each row, and what each feature adds to it, shape (n, features)."""
        if not len(matrix):
            return np.empty(0), np.empty((0, len(self.features)), dtype=self.width)
        size = SHARED_FROM if self.threads > 1 else _ALONE  # the lock is free between two slices
        slices = [self._slice(rows) for rows in np.split(matrix, range(size, len(matrix), size))]
        return np.concatenate([own for own, _ in slices]), np.concatenate([added for _, added in slices])[:, :-1]

    def least_margins(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Return bounds that no margin between two rows is under, shape (n,); see `Leaves.least`."""
        return self._leaves.least(np.fmin(one, other), np.fmax(one, other))

    @cached_property
    def _leaves(self) -> Leaves:
        with self._lock:
            return Leaves.of(self.booster)

    def _slice(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        # without the names and types of the columns: the trees know their categories, and one client is told at once
        data = xgb.DMatrix(matrix, nthread=self._threads_for(len(matrix)))
        with self._lock:
            self._share(len(matrix))
            return margins_of(self.booster, data), contributions(self.booster, data)

    def _threads_for(self, rows: int) -> int:
        return self.threads if rows >= SHARED_FROM else 1

    def _share(self, rows: int) -> None:
        wanted = self._threads_for(rows)
        if wanted != self._set_threads:  # XGBoost configures all of itself anew after each setting, for half a ms
            self.booster.set_param({"nthread": wanted})
            self._set_threads = wanted
