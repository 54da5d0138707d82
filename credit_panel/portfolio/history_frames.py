"""Data frames of credit histories beside a frame of applications: whose rows they are, typed as files are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit import CLIENT, HISTORY_TABLES
from credit_panel.home_credit.headings import meant
from credit_panel.home_credit.history_cells import typed_history_cells
from credit_panel.home_credit.history_columns import keys_of
from credit_panel.home_credit.history_file import Cells, HistoryFile, HistoryFileError
from credit_panel.home_credit.history_types import check_types, plain_cells
from credit_panel.home_credit.schema import BUREAU, SCHEMA
from credit_panel.home_credit.sent_histories import MOST_ROWS
from credit_panel.portfolio.joined_histories import join_histories
from credit_panel.portfolio.sent_histories import Histories

_TOLD = 3
"""Cells whose faults an error names."""


def histories_of_frames(
    applications: pl.DataFrame, history: Mapping[str, Any], *, complete: bool
) -> tuple[Histories | None, ...]:
    """Return the histories of applications from frames of the history tables.

    Parameters
    ----------
    applications
        As `validate_applications` returns them.
    history
        Frames of any library by the name of their table; rows of clients who are not among the applications are
        passed over.
    complete
        Whether an application with a number and without a row is that of somebody who has no history.

    Returns
    -------
    tuple
        Those of each application, None where none were given.

    Raises
    ------
    TablesError
        With what is wrong with the tables, their columns, their cells or their clients, in one sentence.
    """
    if not isinstance(history, Mapping):
        raise TablesError(
            "Histories come as a mapping from the name of each table to its frame, as in history={'bureau': frame}, "
            f"not as {type(history).__name__}: give one."
        )
    strange = [str(name) for name in history if name not in HISTORY_TABLES]
    if strange:
        raise TablesError(
            f"{', '.join(strange[:_TOLD])} is no table of histories: they are {', '.join(HISTORY_TABLES)}."
        )
    given = {name: _columns(name, history[name]) for name in HISTORY_TABLES if history.get(name) is not None}
    clients = applications[CLIENT].drop_nulls().unique()
    if clients.is_empty() and len(applications) and (given or complete):
        raise TablesError(f"Histories go by {CLIENT}, which none of the applications has: give each its number.")
    files: list[HistoryFile] = []
    for name, frame in given.items():
        key = keys_of(name)[0]
        credits = [file.rows[BUREAU] for file in files if file.table == "bureau"]
        known = clients if key == CLIENT else pl.concat([*credits, pl.Series(BUREAU, [], pl.Int64)])
        files.append(_file(name, _those_of(frame, key, known)))
    came = sum(len(frame) for frame in given.values())
    if came and not any(len(file.rows) for file in files):
        raise TablesError(
            f"None of the {came:,} rows of histories is of a client among the applications: compare their {CLIENT}."
        )
    joined = join_histories(applications, files, everyone=complete)
    for note in joined.notes:
        if note.kind == "too_long":
            raise TablesError(
                f"Client {note.first[0]} has {note.rows:,} rows in {note.file}, where {MOST_ROWS[note.file]:,} are the "
                "most of one applicant: leave out what is not theirs."
            )
    return joined.histories


def _columns(table: str, frame: Any) -> pl.DataFrame:
    """Return a frame in Polars, in which nothing but columns of the table stands."""
    try:
        given = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise TablesError(
            f"The history {table} comes as a Polars or pandas data frame, not as {type(frame).__name__}: give one."
        ) from error
    columns = [str(name) for name in given.columns]
    declared = SCHEMA[table].columns
    if strange := [name for name in columns if name not in declared]:
        near = meant(strange[0], [name for name in declared if name not in columns])
        guess = f" (is {near} meant?)" if near else ""
        raise TablesError(f"{', '.join(strange[:_TOLD])} is no column of {table}{guess}: rename it, or leave it out.")
    if lacking := [name for name in keys_of(table) if name not in columns]:
        raise TablesError(f"The history {table} lacks {', '.join(lacking)}, which every row needs: add it.")
    try:
        polars = pl.DataFrame([_column(str(name), given[name]) for name in given.columns])
        check_types(table, zip(columns, polars.dtypes, strict=True))
    except HistoryFileError as error:
        raise TablesError(f"{table}: {error}") from error
    return plain_cells(table, polars)


def _column(name: str, column: nw.Series[Any]) -> pl.Series:
    """Return a column in Polars; one of Python's objects as numbers where there are no others, else as texts."""
    if column.dtype != nw.Object:
        return column.to_polars().rename(name)
    values = [None if _is_nothing(value) else value for value in column.to_list()]
    numbers = all(value is None or isinstance(value, int | float) for value in values)
    return pl.Series(name, values if numbers else [None if value is None else str(value) for value in values])


def _is_nothing(value: Any) -> bool:
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value


def _those_of(frame: pl.DataFrame, key: str, known: pl.Series) -> Cells:
    """Return the rows of some clients or credits, and those of which it cannot be read whose they are."""
    rows = pl.Series("row", range(len(frame)))
    number = frame[key].cast(pl.Float64, strict=False)
    kept = number.is_in(known.cast(pl.Float64).implode()) | number.is_null() | number.is_nan()
    return Cells(frame.filter(kept), rows.filter(kept), ".")


def _file(table: str, cells: Cells) -> HistoryFile:
    typed = typed_history_cells(table, cells)
    if typed.problems:
        count = len(typed.problems) + typed.untold
        told = "; ".join(f"row {p.row}: {p.problem.field} {p.problem.problem}" for p in typed.problems[:_TOLD])
        raise TablesError(
            f"{count} {'cell' if count == 1 else 'cells'} of {table} cannot be read ({told}): correct them, or leave "
            "their rows out."
        )
    return HistoryFile(table, table, None, typed.rows, len(cells.rows))
