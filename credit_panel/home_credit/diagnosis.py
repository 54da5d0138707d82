"""Find the cell that keeps a table from being read, or the values that cannot be, once reading has failed.

A full check before every reading would cost as much as the reading; this runs only after an engine's
error, which names neither the table nor the row.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit.bounds import find_outside, out_of_bounds
from credit_panel.home_credit.history_table import numbers_of
from credit_panel.home_credit.limits import LIMITS
from credit_panel.home_credit.schema import HISTORY_TABLES
from credit_panel.home_credit.sources import Source

_SHOWN = 40


def diagnose(sources: Iterable[Source], cause: Exception) -> TablesError:
    """Return the error to tell the user: the first bad cell of `sources`, or the engine's own words."""
    for source in sources:
        found = _unreadable_text(source) or _bad_cell(source) or _out_of_bounds(source)
        if found is not None:
            return found
    words = (str(cause).strip() or type(cause).__name__).splitlines()[0]
    return TablesError(f"The tables could not be read ({words}): check the files.")


def _unreadable_text(source: Source) -> TablesError | None:
    """Return an error when the file as a whole cannot be read: cut Parquet, or a CSV in another encoding."""
    try:
        source.scan_text().select(pl.all().null_count()).collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as error:
        if source.separator is None:
            return TablesError(f"{source.path.name} is not a readable Parquet file: write or copy it again.")
        row = _first_undecodable_row(source)
        if row is not None:
            return TablesError(f"{source.path.name}, row {row}: not UTF-8 text; save the file again in UTF-8.")
        return TablesError(
            f"{source.path.name} is not a well-formed CSV file ({str(error).splitlines()[0]}): "
            f"write it again with one value for each of its {len(source.columns)} columns on every line."
        )
    return None


def _first_undecodable_row(source: Source) -> int | None:
    with source.path.open("rb") as file:
        for row, line in enumerate(file):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return row
    return None


def _bad_cell(source: Source) -> TablesError | None:
    """Return an error naming the first cell that its column's type cannot hold."""
    text = source.scan_text().with_row_index("_row", offset=1)
    for column, dtype in source.table.columns.items():
        if column not in source.columns or not dtype.is_numeric():
            continue
        words = pl.col(column).str.replace(",", ".", literal=True) if source.decimal_comma else pl.col(column)
        number = words.str.strip_chars().cast(pl.Float64, strict=False)
        readable = number.is_not_null()
        if dtype.is_integer():
            readable &= (number.floor() == number) & number.cast(dtype, strict=False).is_not_null()
        bad = (
            text.filter(pl.col(column).is_not_null() & ~readable)
            .select("_row", column)
            .head(1)
            .collect(engine="streaming")
        )
        if bad.height:
            row, value = bad.row(0)
            kind = "a whole number" if dtype.is_integer() else "a number"
            return TablesError(
                f"{source.path.name} (table {source.table.name}), row {row}, column {column}: "
                f"{str(value)[:_SHOWN]!r} is not {kind} this column can hold; correct it or leave it empty."
            )
    return None


def _out_of_bounds(source: Source) -> TablesError | None:
    """Return an error naming the values of a history that cannot be; those of applications are told before."""
    if source.table.name not in HISTORY_TABLES:
        return None
    found = find_outside(numbers_of(source), LIMITS[source.table.name])
    return TablesError(out_of_bounds(source.path.name, found)) if found else None
