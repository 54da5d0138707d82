"""A table as CSV that a spreadsheet opens without running any of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Characters with which a text begins that a spreadsheet takes for a formula; a quote before it keeps it a text."""


def inert(text: str) -> str:
    """Return a text that a spreadsheet runs no part of."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def columns_csv(columns: Mapping[str, Sequence[object]], language: Literal["fr", "en"]) -> bytes:
    """Return columns of numbers and texts as `as_csv` does a table."""
    return as_csv(pl.DataFrame(columns, strict=False), language)


def as_csv(frame: pl.DataFrame, language: Literal["fr", "en"] = "en") -> bytes:
    """Return a table as CSV in UTF-8 with its mark; a text that a spreadsheet would run gets a quote before it.

    Parameters
    ----------
    language
        Of the spreadsheet: a French one parts columns by semicolons and writes decimals after a comma.
    """
    text = pl.col(pl.String)
    guarded = pl.when(text.str.head(1).is_in(FORMULA_STARTS)).then("'" + text).otherwise(text).name.keep()
    french = language == "fr"
    written = frame.with_columns(guarded).write_csv(separator=";" if french else ",", decimal_comma=french)
    return "\ufeff".encode() + written.encode()
