"""A file of applications: its columns recognised, its cells read, and what could not be, row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import polars as pl

from credit_panel.errors import ApplicationFileError, FieldProblem
from credit_panel.home_credit.application_sheet import Sheet, read_sheet
from credit_panel.home_credit.applications import REQUIRED_FIELDS, validate_applications
from credit_panel.home_credit.file_cells import CellReader
from credit_panel.home_credit.file_notes import FileNote, applications_of, notes_of
from credit_panel.home_credit.headings import field_of, meant
from credit_panel.home_credit.schema import CLIENT, TARGET
from credit_panel.home_credit.workbook import place_of

MOST_TOLD = 10
"""Problems told of one row: a file with every cell wrong has a hundred thousand, which nobody reads."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What could not be read in one row of a file.

    Parameters
    ----------
    row
        Its number in the file, from 1.
    client_id
        The number in its column SK_ID_CURR, None when there is none.
    problem
        The field, and what is wrong with it.
    text
        What stands in the cell, at most 60 characters.
    place
        Where the cell stands in a workbook, such as ``Sheet1!C5``; empty for another file.
    """

    row: int
    client_id: int | None
    problem: FieldProblem
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationFile:
    """The applications of a file.

    Parameters
    ----------
    rows
        Numbers in the file of the rows that could be read, n of them.
    applications
        Those rows, typed and repaired as `validate_application` returns one.
    problems
        What could not be read in the other rows, in the order of the file.
    left_out
        Names of the columns that are no field of an application.
    notes
        What else the reader should know.
    untold
        How many more problems there are in rows that have more than `MOST_TOLD`.
    """

    rows: tuple[int, ...]
    applications: pl.DataFrame
    problems: tuple[RowProblem, ...]
    left_out: tuple[str, ...]
    notes: tuple[FileNote, ...] = ()
    untold: int = 0


def read_applications(content: bytes, today: date | None = None) -> ApplicationFile:
    """Read a CSV or Excel file of at most 1,000 applications.

    The columns have the names of the fields, or their labels of the catalogue in French or English. Categories may be
    given as in the tables or in the words of either language; under a label, a time may be given in years. What a cell
    means, `credit_panel.home_credit.cells` says. A row with a cell that means nothing is told, and left out.

    Parameters
    ----------
    content
        The bytes of the file, at most 10 MB.
    today
        The day that dates are counted back from, as the applications are made on it; None is today.

    Raises
    ------
    ApplicationFileError
        When nothing of it can be read: it is no table, is empty, too large or too long, has a field twice, or lacks
        one that every application needs.
    """
    sheet = read_sheet(content)
    columns = [field_of(name) for name in sheet.header]
    _check_columns(sheet, columns)
    rows, passed_over = applications_of(sheet, columns)
    reader = CellReader(sheet, columns, rows, today or date.today())
    raws = [reader.read(cells) for _, cells in rows]
    applications, found = validate_applications(raws)
    problems, untold = [], 0
    for place, wrong in found.items():
        number, cells = rows[place]
        at = {name: (column, cell) for column, (name, cell) in enumerate(zip(columns, cells, strict=False), 1) if name}
        untold += len(wrong[MOST_TOLD:])
        for problem in wrong[:MOST_TOLD]:
            column, text = at.get(problem.field, (0, ""))
            where = f"{sheet.title}!{place_of(number, column)}" if sheet.title and column else ""
            problems.append(RowProblem(number, _number(raws[place].get(CLIENT)), problem, text[:60], where))
    read = tuple(number for place, (number, _) in enumerate(rows) if place not in found)
    left_out = tuple(
        str(name) or "?"
        for place, (name, known) in enumerate(zip(sheet.header, columns, strict=True))
        if not known and name != TARGET and (name or any(cells[place] for _, cells in rows))
    )
    notes = notes_of(sheet, left_out, {n: raw.get(CLIENT) for (n, _), raw in zip(rows, raws, strict=True)})
    return ApplicationFile(
        read, applications, tuple(problems), left_out, (*notes, *passed_over, *reader.notes()), untold
    )


def _number(client_id: object) -> int | None:
    return int(client_id) if isinstance(client_id, float) and client_id.is_integer() else None


def _check_columns(sheet: Sheet, columns: list[str]) -> None:
    shown = ", ".join(name[:30] for name in sheet.header[:4] if name)
    if not any(columns):
        raise ApplicationFileError(
            "no_field",
            f"No column of the file has the name of a field: found {shown}; one row has to name them, such as "
            "AMT_CREDIT.",
            [name[:30] for name in sheet.header[:4] if name],
        )
    repeated = [name for name, times in Counter(filter(None, columns)).items() if times > 1]
    if repeated:
        raise ApplicationFileError(
            "repeated",
            f"The file has these fields more than once: {', '.join(repeated)}. Keep one column each.",
            repeated,
        )
    absent = [name for name in REQUIRED_FIELDS if name not in columns]
    if absent:
        unknown = [name for name, known in zip(sheet.header, columns, strict=True) if name and not known]
        near = {meant(name, absent): name[:40] for name in unknown}
        hints = "".join(f" Is {near[name]!r} meant to be {name}?" for name in absent if name in near)
        raise ApplicationFileError(
            "absent",
            f"The file lacks columns that every application needs: {', '.join(absent)}.{hints} Add them.",
            absent,
            near={name: near[name] for name in absent if name in near},
        )
