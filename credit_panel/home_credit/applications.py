"""Applications typed in by a person or sent by a program: checked whole, then repaired as the files are."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from numbers import Real
from typing import Any

import polars as pl

from credit_panel.errors import ApplicationError, FieldProblem, ProblemKind
from credit_panel.home_credit.bounds import likely_cause
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS, Field
from credit_panel.home_credit.cells import Writing, is_missing, read_cell
from credit_panel.home_credit.numbers import CellError
from credit_panel.home_credit.repairs import MISSING_LEVELS, NO_DATE, NO_DATE_FIELDS, repair_application
from credit_panel.home_credit.schema import APPLICATION, TARGET

REQUIRED_FIELDS: tuple[str, ...] = ("NAME_CONTRACT_TYPE", "AMT_INCOME_TOTAL", "AMT_CREDIT", "DAYS_BIRTH")

_SENT = Writing(".")
"""How programs write."""

_MOST_GUESSED = 10
"""Unknown names of an application of which it is guessed what was meant, which takes half a millisecond each."""

_LONGEST_NAME = 60
_NO_FIELD = "is not a field of an application"

_COLUMNS = {name: dtype for name, dtype in APPLICATION.columns.items() if name != TARGET}


def validate_application(raw: Mapping[str, object], *, partial: bool = False, written: bool = True) -> pl.DataFrame:
    """Return one application as a row in the types of the table ``application``, repaired, without TARGET.

    A field that is absent or None is a missing value, which the model knows how to read. The placeholders of the
    files (``XNA``, 365243 days of employment) are accepted, and missing as well.

    Parameters
    ----------
    raw
        Values by field name: numbers for numbers (a whole one may come as 1.0), text for categories. A text is read
        as `credit_panel.home_credit.cells` says, with a decimal point; a `CellError` tells what was wrong with one.
    partial
        The values are changes to an existing application: do not ask for `REQUIRED_FIELDS`, and return the given
        fields alone.
    written
        Whether a text may stand for a value, as people write it; if not, numbers are numbers, categories are codes,
        and None alone, or a placeholder of the files, is a missing value.

    Raises
    ------
    ApplicationError
        With one problem for each bad field: unknown, of a wrong type, out of bounds, not finite, of an unknown
        level, or required and missing.
    """
    problems = field_problems(raw, partial=partial, written=written)
    if problems:
        raise ApplicationError(problems)
    return _typed([raw], raw if partial else _COLUMNS)


def validate_applications(
    rows: Sequence[Mapping[str, object]], *, written: bool = True
) -> tuple[pl.DataFrame, dict[int, tuple[FieldProblem, ...]]]:
    """Check many applications at once, each as `validate_application` does.

    Parameters
    ----------
    rows
        The applications, n of them.
    written
        As there.

    Returns
    -------
    polars.DataFrame
        The good ones, typed and repaired, in their order.
    dict
        The problems of the others by their place in `rows`, 0 to n - 1.
    """
    found = {place: problems for place, raw in enumerate(rows) if (problems := field_problems(raw, written=written))}
    return _typed([raw for place, raw in enumerate(rows) if place not in found], _COLUMNS), found


def field_problems(
    raw: Mapping[str, object], *, partial: bool = False, written: bool = True
) -> tuple[FieldProblem, ...]:
    """Return what is wrong with the fields of an application, unknown names first; see `validate_application`."""
    unknown = [str(name) for name in raw if name not in _COLUMNS]
    problems = [
        FieldProblem(name, _unknown(name[:_LONGEST_NAME]) if place < _MOST_GUESSED else _NO_FIELD, "unknown")
        for place, name in enumerate(unknown)
    ]
    raw = _read(raw) if written else raw
    for name, dtype in _COLUMNS.items():
        if partial and name not in raw:
            continue
        value, required = raw.get(name), name in REQUIRED_FIELDS
        problem: tuple[ProblemKind, str] | None
        if isinstance(value, CellError):
            problem = (value.kind, str(value))
        elif value is None:
            problem = ("required", "is required") if required and not partial else None
        elif dtype == pl.String:
            problem = _category_problem(name, value, required=required)
        else:
            problem = _number_problem(FIELDS[name], value, whole=dtype.is_integer())
        if problem is not None:
            cause = likely_cause(name, float(value)) if problem[0] == "bounds" and isinstance(value, Real) else ""
            problems.append(FieldProblem(name, problem[1], problem[0], cause))
    return tuple(problems)


def _typed(rows: Sequence[Mapping[str, object]], names: Iterable[str]) -> pl.DataFrame:
    types = {name: _COLUMNS[name] for name in names}
    held = [(name, _held_by(dtype)) for name, dtype in types.items()]
    # row by row: to make a hundred columns of one value each takes many times as long
    values = [
        tuple(None if (value := raw.get(name)) is None else as_held(value) for name, as_held in held)
        for raw in map(_read, rows)
    ]
    return repair_application(pl.DataFrame(values, schema=types, orient="row"))


def _held_by(dtype: pl.DataType) -> Callable[[Any], Any]:
    """Return what makes a value, in which `field_problems` finds nothing, one that a column of this type holds."""
    if dtype == pl.String:
        return str
    return (lambda value: int(float(value))) if dtype.is_integer() else float


def _read(raw: Mapping[str, object]) -> dict[str, object]:
    """Return the values of an application, each text as what it means, or what is wrong with it."""
    return {name: _value(name, value) if isinstance(value, str) else value for name, value in raw.items()}


def _value(name: str, text: str) -> object:
    if name not in _COLUMNS:
        return text
    try:
        return read_cell(name, text, _SENT)
    except CellError as error:
        return error


@lru_cache(maxsize=4_096)
def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, _COLUMNS, n=1)
    return f"{_NO_FIELD}{f' (is {close[0]} meant?)' if close else ''}"


def _category_problem(name: str, value: object, *, required: bool) -> tuple[ProblemKind, str] | None:
    levels = CATEGORIES[name]
    if not isinstance(value, str):
        return "text", f"must be text, one of: {', '.join(levels)}"
    if value in levels or (value in MISSING_LEVELS and not required):
        return None
    return "level", f"{value[:60]!r} is not one of: {', '.join(levels)}"


def _number_problem(field: Field, value: object, *, whole: bool) -> tuple[ProblemKind, str] | None:
    if isinstance(value, bool) and field.unit == "flag":
        return None
    if isinstance(value, bool) or not isinstance(value, Real):
        absent = ", or null where there is none" if isinstance(value, str) and is_missing(value) else ""
        return "number", f"must be a number{absent}, not {str(value)[:60]!r}"
    number = _as_float(value)
    if not math.isfinite(number):
        return "finite", "must be a finite number"
    if number == NO_DATE and field.name in NO_DATE_FIELDS["application"]:
        return None
    if whole and not number.is_integer():
        return "whole", "must be a whole number"
    low = -math.inf if field.minimum is None else field.minimum
    high = math.inf if field.maximum is None else field.maximum
    if not low <= number <= high:
        return "bounds", f"must lie between {low:.16g} and {high:.16g}, not {str(value)[:60]}"
    return None


def _as_float(value: Real) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
