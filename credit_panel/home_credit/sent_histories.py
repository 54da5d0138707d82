"""Credit histories that a program sends with an application: checked whole, then typed and repaired as files are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from numbers import Real

import polars as pl

from credit_panel.errors import ApplicationError, FieldProblem, ProblemKind
from credit_panel.home_credit.limits import LIMITS, Limits
from credit_panel.home_credit.repairs import repair
from credit_panel.home_credit.schema import BUREAU, CLIENT, HISTORY_TABLES, PREVIOUS, SCHEMA

MOST_ROWS: Mapping[str, int] = {
    "bureau": 1_000,
    "bureau_balance": 10_000,
    "previous_application": 500,
    "POS_CASH_balance": 2_000,
    "installments_payments": 3_000,
    "credit_card_balance": 1_000,
}
"""Rows of each table for one applicant; the longest that was seen has some hundreds, the months at the bureau some
thousands. So many, with every column, fit into what the API reads of a request."""

MOST_PROBLEMS = 200
"""Problems that are told one by one."""

LONGEST_TEXT = 100
"""Characters of a category; the longest of the archive has 40."""

STATUSES = ("C", "X", "0", "1", "2", "3", "4", "5")
"""What a month of a credit at the bureau can be: closed, unknown, on time, and deeper and deeper in arrears."""

_BALANCE, _STATUS = "bureau_balance", "STATUS"
_GREATEST: Mapping[type[pl.DataType], float] = {pl.Int8: 2**7 - 1, pl.Int16: 2**15 - 1, pl.Int32: 2**31 - 1}
_NEEDED = {
    name: tuple(key for key in (PREVIOUS, BUREAU, _STATUS) if key in SCHEMA[name].columns) for name in HISTORY_TABLES
}
"""Columns of each table without which a row says nothing: which credit it is of, and what became of a month."""

Rows = Sequence[Mapping[str, object]]
Problem = tuple[ProblemKind, str]


def columns_of(table: str) -> Mapping[str, pl.DataType]:
    """Return the columns that a row of a table may have, with their types; whose it is goes without saying."""
    return {name: dtype for name, dtype in SCHEMA[table].columns.items() if name != CLIENT}


def needed_in(table: str) -> tuple[str, ...]:
    """Return the columns that every row of a table has to have."""
    return _NEEDED[table]


def levels_of(table: str, column: str) -> tuple[str, ...]:
    """Return what a category may be where anything else could not be read; nothing where any text may stand."""
    return STATUSES if (table, column) == (_BALANCE, _STATUS) else ()


def bounds_of(dtype: pl.DataType, limits: Limits) -> tuple[float, float]:
    """Return the least and the greatest number of a column, which its type may hold too."""
    greatest = _GREATEST.get(type(dtype), math.inf)
    return max(limits.low, -greatest), min(limits.high, greatest)


def validate_histories(sent: Mapping[str, Rows]) -> dict[str, pl.DataFrame]:
    """Return the histories of one applicant, table by table, in the types of the tables and repaired.

    Parameters
    ----------
    sent
        Rows by the name of their table: numbers for numbers, text for categories; a column that is left out, or None,
        is a missing value. A table that is left out, or empty, says that there is nothing of the kind. Months of a
        credit that is not among those of the bureau count for nothing, as in the files.

    Returns
    -------
    dict
        Every table that holds rows, with the columns of its file.

    Raises
    ------
    ApplicationError
        With one problem for each bad cell, under its path (``history.bureau.0.AMT_CREDIT_SUM``): an unknown table or
        column, a value of another type or out of bounds, one that is needed.
    """
    problems = list(islice(_problems(sent), MOST_PROBLEMS + 1))  # counting the rest would take as long as they are many
    if problems:
        more = [FieldProblem("history", "more cells are wrong", "unknown")] if len(problems) > MOST_PROBLEMS else []
        raise ApplicationError((*problems[:MOST_PROBLEMS], *more))
    return {name: _typed(name, rows) for name, rows in sent.items() if rows}


def _problems(sent: Mapping[str, Rows]) -> Iterator[FieldProblem]:
    for name, rows in sent.items():
        if name not in HISTORY_TABLES:
            problem = f"is no table of histories; they are {', '.join(HISTORY_TABLES)}"
            yield FieldProblem(f"history.{name[:LONGEST_TEXT]}", problem, "unknown")
            continue
        if len(rows) > MOST_ROWS[name]:
            problem = f"holds {len(rows):,} rows, and {MOST_ROWS[name]:,} are the most of one applicant"
            yield FieldProblem(f"history.{name}", problem, "bounds")
            continue
        columns, limits = columns_of(name), LIMITS[name]
        for place, row in enumerate(rows):
            for column, (kind, said) in _of_row(name, row, columns, limits):
                yield FieldProblem(f"history.{name}.{place}.{column[:LONGEST_TEXT]}", said, kind)


def _of_row(
    table: str,
    row: Mapping[str, object],
    columns: Mapping[str, pl.DataType],
    limits: Mapping[str, Limits],
) -> Iterator[tuple[str, Problem]]:
    for column in _NEEDED[table]:
        if row.get(column) is None:
            yield column, ("required", "is required")
    for column, value in row.items():
        if column not in columns:
            hint = ": whose the row is goes without saying" if column == CLIENT else ""
            yield column, ("unknown", f"is no column of {table}{hint}")
        elif value is not None and (
            problem := wrong_value(value, columns[column], limits.get(column), levels_of(table, column))
        ):
            yield column, problem


def wrong_value(value: object, dtype: pl.DataType, limits: Limits | None, levels: Sequence[str] = ()) -> Problem | None:
    """Return what is wrong with a value of a column of a history, None when nothing is.

    Parameters
    ----------
    dtype, limits
        The type of the column, and the numbers that it can hold.
    levels
        The only texts that it can hold; none where any may stand.
    """
    if dtype == pl.String:
        if not isinstance(value, str):
            return "text", "must be text"
        if levels and value not in levels:
            return "level", f"{value[:60]!r} is not one of: {', '.join(levels)}"
        if len(value) > LONGEST_TEXT:
            return "text", f"must have {LONGEST_TEXT} characters at most"
        return None if _can_be_written(value) else ("text", "must be text, without halves of characters")
    if isinstance(value, bool) or not isinstance(value, Real):
        return "number", f"must be a number, or null where there is none, not {str(value)[:60]!r}"
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        return "finite", "must be a finite number"
    if dtype.is_integer() and not number.is_integer():
        return "whole", "must be a whole number"
    if limits is None or number == limits.excused:
        return None
    low, high = bounds_of(dtype, limits)
    if low <= number <= high:
        return None
    return "bounds", f"must lie between {low:.16g} and {high:.16g}, not {number:.16g}"


def _can_be_written(text: str) -> bool:
    """Return whether a text is one: JSON may escape half of a surrogate pair, which no table holds."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _typed(table: str, rows: Rows) -> pl.DataFrame:
    columns = SCHEMA[table].columns
    values = {column: [_held(row.get(column), dtype) for row in rows] for column, dtype in columns.items()}
    return repair(table, pl.DataFrame(values, schema=dict(columns)).lazy()).collect()


def _held(value: object, dtype: pl.DataType) -> object:
    """Return a value, in which nothing was found wrong, as a column of this type holds it."""
    if value is None or dtype == pl.String:
        return value
    return int(value) if dtype.is_integer() else float(value)  # type: ignore[call-overload, arg-type]
