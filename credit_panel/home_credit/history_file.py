"""A file of credit histories that somebody sends: what was read of it, and what could not be, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from credit_panel.errors import CreditPanelError, FieldProblem
from credit_panel.home_credit.file_notes import FileNote
from credit_panel.home_credit.numbers import Decimal

MOST_BYTES = 10_000_000
"""Bytes of the largest file that is read, packed or not."""

MOST_ROWS = {
    "bureau": 20_000,
    "bureau_balance": 200_000,
    "previous_application": 20_000,
    "POS_CASH_balance": 100_000,
    "installments_payments": 100_000,
    "credit_card_balance": 50_000,
}
"""Rows of the longest file of each table: those of a thousand applicants, once and a half or more."""

HistoryFault = Literal[
    "too_big",
    "no_table",
    "excel",
    "empty",
    "too_many_rows",
    "too_wide",
    "repeated",
    "absent",
    "unknown",
    "application",
    "type",
    "twice",
    "too_much",
]
"""What can be wrong with a file of histories as a whole."""


class HistoryFileError(CreditPanelError):
    """Nothing of a file of histories can be used.

    Parameters
    ----------
    fault, sentence
        What is wrong with it, and the same in English with what to do.
    names
        The columns or files that it is about.
    count
        The rows that are the most, where there are too many.
    """

    def __init__(self, fault: HistoryFault, sentence: str, names: Sequence[str] = (), *, count: int = 0) -> None:
        self.fault, self.names, self.count = fault, tuple(names), count
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Cells:
    """The columns of a file that are a table's, before they are typed.

    Parameters
    ----------
    frame
        Texts, or numbers where the file keeps them as such, under the names of the table.
    rows
        The number of each row in the file, from 1.
    decimal
        The decimal sign where none of the numbers shows which one it is; empty when it is not known.
    wide
        Numbers of the rows that hold more cells than there are columns.
    """

    frame: pl.DataFrame
    rows: pl.Series
    decimal: Decimal = ""
    wide: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryProblem:
    """What is wrong with one cell of a file, whose row is left out.

    Parameters
    ----------
    row
        Its number in the file, from 1.
    key
        Whose row it is: the client's number, in bureau_balance that of the credit; None when it cannot be read.
    problem
        The column, and what is wrong with it.
    text
        What stands in the cell, at most 60 characters.
    """

    row: int
    key: int | None
    problem: FieldProblem
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class HistoryFile:
    """The rows of a file that hold a history.

    Parameters
    ----------
    name, table
        Name of the file, and the table that it holds.
    part
        Its number among the parts of a table; None when it is whole.
    rows
        Those that can be used, typed and repaired as the rows of a table are.
    count
        How many it has.
    problems
        What is wrong with the others, in the order of the file.
    untold
        How many more problems there are.
    left_out
        Whose rows were left out, one number a row as in `HistoryProblem`; null where it cannot be read.
    notes
        What else the reader should know.
    unknown, lacking
        Names of its columns that are none of the table, and those of the table that it lacks: they count as missing.
    """

    name: str
    table: str
    part: int | None
    rows: pl.DataFrame
    count: int
    problems: tuple[HistoryProblem, ...] = ()
    untold: int = 0
    left_out: tuple[int | None, ...] = ()
    notes: tuple[FileNote, ...] = ()
    unknown: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    def takes_the_place_of(self, other: HistoryFile) -> bool:
        """Return whether this file comes in the place of another one, of the same table, and not beside it."""
        if self.table != other.table:
            return False
        return self.name == other.name or self.part is None or other.part is None or self.part == other.part


@dataclass(frozen=True, slots=True)
class HistoryUpload:
    """What was read of a file, or of those in an archive.

    Parameters
    ----------
    files
        Those that hold histories.
    faults
        The names of others, and why nothing of each can be used.
    passed_over
        Names of files of an archive that are no tables.
    """

    files: tuple[HistoryFile, ...]
    faults: tuple[tuple[str, HistoryFileError], ...] = ()
    passed_over: tuple[str, ...] = ()
