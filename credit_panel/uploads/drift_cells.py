"""A column of a file of many applications, read as every door reads: plain numbers fast, other texts once each."""

from __future__ import annotations

import polars as pl

from credit_panel.errors import DriftFileError
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS
from credit_panel.home_credit.cells import Writing, is_missing, read_cell
from credit_panel.home_credit.file_cells import decimal_sign
from credit_panel.home_credit.numbers import CellError, Decimal

LONGEST_TEXT = 200
"""Bytes of the longest text of a cell; the longest category of the archive takes a quarter."""


def typed(column: pl.Series, dtype: pl.DataType, implied: Decimal, *, a_year: bool = False) -> pl.Series:
    """Return a column in the type of its field; numbers keep their fraction, whatever the field says.

    Parameters
    ----------
    column
        Under the name of a field of an application, or of a feature of the histories.
    dtype
        The type of the field.
    implied
        The decimal sign where none of its numbers shows which one it is; empty when it is not known.
    a_year
        Whether its amounts are a year's.

    Raises
    ------
    DriftFileError
        ``text`` when something in it means no finite number, or one of two; ``long_text``; ``no_table`` for lists.
    """
    if column.dtype in (pl.String, pl.Binary, pl.Categorical, pl.Enum):
        return _read(_short(column, dtype), dtype, implied, a_year=a_year)
    if not dtype.is_numeric():
        return _read(_texts(column, dtype), dtype, implied)
    if column.dtype.is_temporal():  # cast to a number, a date would be the days since 1970
        raise _no_number(column.name)
    try:
        numbers = column.cast(pl.Float64, strict=False).fill_nan(None)
    except pl.exceptions.PolarsError as error:
        raise _no_number(column.name) from error
    absent = column.is_null() | (column.is_nan() if column.dtype.is_float() else False)
    if (numbers.is_null() & ~absent).any() or numbers.is_infinite().any():
        raise _no_number(column.name)
    return numbers


def no_table() -> DriftFileError:
    """Return the error of a file that is no table."""
    return DriftFileError("no_table", "The file is no table that can be read: save it as Parquet or CSV.")


def _read(texts: pl.Series, dtype: pl.DataType, implied: Decimal, *, a_year: bool = False) -> pl.Series:
    """Return what texts mean; those that are no plain number are read once each, however many rows they stand in."""
    numeric = dtype.is_numeric()
    read = _plain_numbers(texts) if numeric and not a_year else _nothing(texts, numeric)
    odd = texts.filter(read.is_null() & texts.is_not_null()).unique().to_list()
    if not odd:
        return read
    writing = Writing(decimal_sign(odd, implied) if numeric else ".", a_year=a_year)
    try:
        meant = [_meaning(texts.name, text, writing) for text in odd]
    except CellError as error:
        raise _no_number(texts.name) from error
    return texts.replace_strict(odd, meant, default=read, return_dtype=read.dtype)


def _plain_numbers(texts: pl.Series) -> pl.Series:
    numbers = texts.str.strip_chars().cast(pl.Float64, strict=False)
    return numbers.set(~numbers.is_finite().fill_null(True), None)


def _nothing(texts: pl.Series, numeric: bool) -> pl.Series:
    return pl.Series(texts.name, [None], dtype=pl.Float64 if numeric else pl.String).new_from_index(0, len(texts))


def _meaning(name: str, text: str, writing: Writing) -> float | str | None:
    if name in FIELDS or name in CATEGORIES:
        return read_cell(name, text, writing)
    if is_missing(text):
        return None
    raise CellError("number", f"{text[:20]!r} is no number")


def _texts(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    """Return a column as texts; lists, durations and bytes that are no text are none."""
    if column.dtype.is_nested():
        raise no_table()
    try:
        return column.cast(pl.String, strict=False)
    except pl.exceptions.PolarsError as error:
        raise (_no_number(column.name) if dtype.is_numeric() else no_table()) from error


def _short(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    text = _texts(column, dtype)
    longest = text.str.len_bytes().max()
    if isinstance(longest, int) and longest > LONGEST_TEXT:
        raise DriftFileError(
            "long_text",
            f"The column {column.name} holds a text of {longest} letters, where {LONGEST_TEXT} are the most: "
            "correct it, or take it out.",
            names=(column.name,),
        )
    return text


def _no_number(name: str) -> DriftFileError:
    return DriftFileError(
        "text",
        f"The column {name} holds texts or dates where numbers belong: correct it, or take it out.",
        names=(name,),
    )
