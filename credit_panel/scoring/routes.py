"""Routes: which trees speak of whom, so that nobody is scored by trees that were grown on what became of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

FOLD = "fold"
"""Column of a portfolio: the number of the trees that were grown without a client who trained the model, from 0; null
for anyone else."""


def routes(frame: pl.DataFrame) -> Iterator[tuple[int | None, np.ndarray | slice]]:
    """Part clients by the trees that speak of them.

    Yields
    ------
    tuple
        A fold, None for the final trees, and the rows that are theirs: all of them as one slice.
    """
    folds: list[int | None] = [None]
    if FOLD in frame.columns:
        own = frame.get_column(FOLD)
        folds = own.to_list() if len(own) == 1 else own.unique().to_list()
    if len(folds) < 2:
        yield next(iter(folds), None), slice(None)
        return
    for fold in folds:
        yield fold, (own.is_null() if fold is None else own == fold).arg_true().to_numpy()


def with_folds(frame: pl.DataFrame, folds: pl.Series) -> pl.DataFrame:
    """Return clients with the column that says which trees speak of each."""
    return frame.with_columns(folds.cast(pl.Int8).alias(FOLD))
