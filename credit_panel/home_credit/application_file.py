"""A file of applications: its columns recognised, its cells read, and what could not be, row by row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import polars as pl

from credit_panel.errors import ApplicationFileError, FieldProblem
from credit_panel.home_credit.application_sheet import Sheet, read_sheet
from credit_panel.home_credit.applications import REQUIRED_FIELDS, validate_applications
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS
from credit_panel.home_credit.repairs import MISSING_LEVELS
from credit_panel.home_credit.schema import APPLICATION, CLIENT, TARGET

_NOTHING = {"", "na", "n/a", "nan", "null", "none", "#n/a"}
_YES = {"1", "1.0", "yes", "y", "oui", "o", "true", "vrai"}
_NO = {"0", "0.0", "no", "n", "non", "false", "faux"}
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DAYS_A_YEAR = 365.25


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
    """

    row: int
    client_id: int | None
    problem: FieldProblem
    text: str


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
    """

    rows: tuple[int, ...]
    applications: pl.DataFrame
    problems: tuple[RowProblem, ...]
    left_out: tuple[str, ...]


def read_applications(content: bytes) -> ApplicationFile:
    """Read a CSV or Excel file of at most 1,000 applications.

    The columns have the names of the fields, or their labels of the catalogue in French or English. Categories may be
    given as in the tables or in the words of either language; under a label, a time may be given in years.

    Parameters
    ----------
    content
        The bytes of the file, at most 10 MB.

    Raises
    ------
    ApplicationFileError
        When nothing of it can be read: it is no table, is empty, too large or too long, has a field twice, or lacks
        one that every application needs.
    """
    sheet = read_sheet(content)
    columns = [_field_of(name) for name in sheet.header]
    _check_columns(sheet, columns)
    raws = [_raw(cells, sheet, columns) for _, cells in sheet.rows]
    applications, found = validate_applications(raws)
    problems = []
    for place, wrong in found.items():
        number, cells = sheet.rows[place]
        texts = {name: cell for name, cell in zip(columns, cells, strict=True) if name}
        client_id = raws[place].get(CLIENT)
        known = int(client_id) if isinstance(client_id, float) and client_id.is_integer() else None
        problems += [RowProblem(number, known, p, texts.get(p.field, "")[:60]) for p in wrong]
    rows = tuple(number for place, (number, _) in enumerate(sheet.rows) if place not in found)
    left_out = tuple(
        name for name, found_as in zip(sheet.header, columns, strict=True) if name and not found_as and name != TARGET
    )
    return ApplicationFile(rows, applications, tuple(problems), left_out)


def _check_columns(sheet: Sheet, columns: list[str]) -> None:
    if not any(columns):
        raise ApplicationFileError(
            "no_field",
            "No column of the file has the name of a field: the first row has to name them, such as AMT_CREDIT.",
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
        raise ApplicationFileError(
            "absent", f"The file lacks columns that every application needs: {', '.join(absent)}. Add them.", absent
        )


@cache
def _headings() -> dict[str, str]:
    """Return the field by heading, in small letters: its name, or a label that it shares with no other field."""
    fields = [name for name in APPLICATION.columns if name != TARGET]
    labels = Counter(label for name in fields for label in {_plain(words) for words in FIELDS[name].label.values()})
    known = {_plain(name): name for name in fields}
    for name in fields:
        known |= {_plain(words): name for words in FIELDS[name].label.values() if labels[_plain(words)] == 1}
    return known


def _field_of(heading: str) -> str:
    return _headings().get(_plain(heading), "")


def _plain(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split()).casefold()


def _raw(cells: tuple[str, ...], sheet: Sheet, columns: list[str]) -> dict[str, object]:
    return {
        name: read_cell(name, cell, decimal_comma=sheet.decimal_comma, in_years=heading != name)
        for name, heading, cell in zip(columns, sheet.header, cells, strict=True)
        if name
    }


def read_cell(name: str, text: str, *, decimal_comma: bool, in_years: bool) -> float | str | None:
    """Return the value that a cell means for a field; a text that means none is returned as it is.

    Parameters
    ----------
    decimal_comma
        Whether a comma is a decimal one for sure; else it may part thousands.
    in_years
        Whether a positive time is a number of years, as under a label; the tables count days, negative.
    """
    if _plain(text) in _NOTHING:
        return None
    if name in CATEGORIES:
        return text if text in MISSING_LEVELS else _levels(name).get(_plain(text), text)
    unit = FIELDS[name].unit
    if unit == "flag" and _plain(text) in _YES | _NO:
        return float(_plain(text) in _YES)
    try:
        number = float(_ungrouped(text, decimal_comma=decimal_comma))
    except ValueError:
        return text
    if unit == "days" and in_years and 0 < number <= 150:
        return -float(round(number * _DAYS_A_YEAR))
    return number


@cache
def _levels(name: str) -> dict[str, str]:
    words = {_plain(word): level for level, labels in CATEGORIES[name].items() for word in labels.values()}
    if name.startswith("FLAG_OWN"):
        words |= {_plain(word): level for level, known in (("Y", _YES), ("N", _NO)) for word in known}
    return words | {_plain(level): level for level in CATEGORIES[name]}


def _ungrouped(text: str, *, decimal_comma: bool) -> str:
    plain = _SPACES.sub("", text).replace("\N{MINUS SIGN}", "-")
    if not decimal_comma and _GROUPED.fullmatch(plain):
        return plain.replace(",", "")
    if "_" in plain:
        raise ValueError(plain)
    return plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain
