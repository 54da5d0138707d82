"""A cohort as a table to keep, and as a Parquet file with the columns' types."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import polars as pl

from credit_panel.home_credit import CLIENT
from credit_panel.portfolio.plot_frame import CATEGORIES, NUMBERS
from credit_panel.portfolio.store import Portfolio

_FIRST = (CLIENT, "outcome", "grade", "points", "probability", "low", "high", "TARGET")
COLUMNS = tuple(dict.fromkeys((*_FIRST, *CATEGORIES, *NUMBERS)))
"""What is saved of each client: the scores, the outcome, and what the pictures show."""


MOST_SAVED = 500_000
"""Clients of the largest file that a page hands over: some 40 MB as Parquet, and twice as much on their way."""


def cohort_frame(portfolio: Portfolio, ids: Sequence[int] | np.ndarray) -> pl.DataFrame:
    """Return the clients of a cohort with the columns that are saved, by rising number."""
    # of a large book, whole columns beside each other would take many times what is asked for
    rows = portfolio.scan().select(name for name in COLUMNS if name in portfolio.schema)
    own = pl.Series(ids, dtype=portfolio.schema[CLIENT])
    return portfolio.read(rows.filter(pl.col(CLIENT).is_in(own.implode()))).sort(CLIENT)


def as_parquet(frame: pl.DataFrame) -> bytes:
    """Return a frame as Parquet."""
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()
