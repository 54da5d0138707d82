"""The columns of a history that come with types of their own: which of them can be read, and as what."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from credit_panel.home_credit.history_file import HistoryFileError
from credit_panel.home_credit.schema import SCHEMA


def check_types(table: str, columns: Iterable[tuple[str, pl.DataType]]) -> None:
    """Refuse what a cast would turn into numbers that mean something else: a date into the days since 1970.

    Parameters
    ----------
    columns
        The name of each column, and what it holds; those that are none of the table are passed over.

    Raises
    ------
    HistoryFileError
        With the first column of a type that has no place in a history.
    """
    types = SCHEMA[table].columns
    for name, dtype in columns:
        wanted = types.get(name)
        no_flag = dtype == pl.Boolean and "FLAG" not in name
        if wanted is not None and (
            dtype.is_temporal() or dtype.is_nested() or dtype in (pl.Binary, pl.Object) or no_flag
        ):
            kind = "numbers" if wanted.is_numeric() else "texts"
            raise HistoryFileError(
                "type", f"The column {name} holds {dtype} where {kind} belong: write those there.", (name,)
            )


def plain_cells(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return columns of a history as `Cells` holds them: numbers as Float64, texts and categories as texts."""
    types = SCHEMA[table].columns
    return frame.with_columns(
        pl.col(column).cast(pl.Float64 if types[column].is_numeric() and dtype != pl.String else pl.String)
        for column, dtype in ((column, _plain(dtype)) for column, dtype in frame.schema.items())
    )


def _plain(dtype: pl.DataType) -> pl.DataType:
    return pl.String() if dtype in (pl.Categorical, pl.Enum) else dtype
