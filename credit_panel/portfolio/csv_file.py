"""A table as CSV that a spreadsheet opens without running any of it."""

from __future__ import annotations

import polars as pl

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Characters with which a text begins that a spreadsheet takes for a formula; a quote before it keeps it a text."""


def as_csv(frame: pl.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with its mark; a text that a spreadsheet would run gets a quote before it."""
    text = pl.col(pl.String)
    inert = pl.when(text.str.head(1).is_in(FORMULA_STARTS)).then("'" + text).otherwise(text).name.keep()
    return "\ufeff".encode() + frame.with_columns(inert).write_csv().encode()
