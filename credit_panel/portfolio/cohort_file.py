"""A cohort as a file to keep: Parquet with the columns' types, or CSV that a spreadsheet opens safely."""

from __future__ import annotations

import io
from collections.abc import Sequence

import polars as pl

from credit_panel.home_credit import CLIENT
from credit_panel.portfolio.plot_frame import CATEGORIES, NUMBERS
from credit_panel.portfolio.store import Portfolio

_FIRST = (CLIENT, "outcome", "grade", "points", "probability", "low", "high", "TARGET")
COLUMNS = tuple(dict.fromkeys((*_FIRST, *CATEGORIES, *NUMBERS)))
"""What is saved of each client: the scores, the outcome, and what the pictures show."""

_FORMULA = r"^[=+\-@\t\r]"


def cohort_frame(portfolio: Portfolio, ids: Sequence[int]) -> pl.DataFrame:
    """Return the clients of a cohort with the columns that are saved, by rising number."""
    return portfolio.select(ids, [name for name in COLUMNS if name in portfolio.schema])


def as_parquet(frame: pl.DataFrame) -> bytes:
    """Return a frame as Parquet."""
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def as_csv(frame: pl.DataFrame) -> bytes:
    """Return a frame as CSV; a text that a spreadsheet would run as a formula gets a quote before it."""
    texts = [pl.col(name) for name, kind in frame.schema.items() if kind == pl.String]
    inert = [
        pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).alias(text.meta.output_name())
        for text in texts
    ]
    return b"\xef\xbb\xbf" + frame.with_columns(inert).write_csv().encode()
