"""The cells of a history in their types: plain numbers at once, other texts once each; what is wrong, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from credit_panel.errors import FieldProblem
from credit_panel.home_credit.bounds import cause_of
from credit_panel.home_credit.cells import is_missing, read_history_number
from credit_panel.home_credit.history_columns import keys_of
from credit_panel.home_credit.history_file import Cells, HistoryProblem
from credit_panel.home_credit.limits import LIMITS
from credit_panel.home_credit.numbers import CellError, Decimal, shown_decimal
from credit_panel.home_credit.repairs import repair
from credit_panel.home_credit.schema import SCHEMA
from credit_panel.home_credit.sent_histories import LONGEST_TEXT, bounds_of, levels_of, wrong_value

MOST_TOLD = 500
"""Problems of one file that are told one by one."""

_POINT = r"^[+-]?(?:\d+\.\d*|\.\d+)$"
_COMMA = r"^[+-]?\d+,\d*$"
_MAY_GROUP = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"
_MOST_LOOKED_AT = 1_000


@dataclass(slots=True)
class _Read:
    """A column, whether each of its cells is of no use, what is wrong with its odd texts, and which mean nothing."""

    values: pl.Series
    bad: pl.Series
    errors: dict[str, CellError] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedHistory:
    """The rows of a history.

    Parameters
    ----------
    rows
        Those in which nothing is wrong, typed and repaired.
    problems, untold
        What is wrong with the others, and how many more problems there are.
    left_out
        Whose the others are, as in `HistoryFile`.
    words
        The words that count as no value, with their count.
    """

    rows: pl.DataFrame
    problems: tuple[HistoryProblem, ...]
    untold: int
    left_out: tuple[int | None, ...]
    words: dict[str, int]


def typed_history_cells(table: str, cells: Cells) -> TypedHistory:
    """Return the rows of a history in the types of its table, all but those with a cell that means nothing there."""
    decimal = _decimal(cells.frame, cells.decimal)
    read = {
        name: _column(table, cells.frame[name], dtype, decimal)
        if name in cells.frame.columns
        else _Read(pl.Series(name, [None], dtype=dtype).new_from_index(0, len(cells.rows)), _never(len(cells.rows)))
        for name, dtype in SCHEMA[table].columns.items()
    }
    wide = cells.rows.is_in(list(cells.wide))
    bad = wide
    for column in read.values():
        bad = bad | column.bad
    keys = read[keys_of(table)[0]].values.cast(pl.Float64)
    keys = keys.set(~keys.is_between(1, 2**53).fill_null(value=False), None).cast(pl.Int64)
    total = sum(int(column.bad.sum()) for column in read.values()) + int(wide.sum())
    problems = tuple(_problems(table, cells, read, wide, keys)) if total else ()
    good = pl.DataFrame([column.values.rename(name) for name, column in read.items()]).filter(~bad)
    typed = good.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA[table].columns.items())
    words: dict[str, int] = {}
    for column in read.values():
        for word, count in column.words.items():
            words[word] = words.get(word, 0) + count
    rows = repair(table, typed.lazy()).collect()
    return TypedHistory(rows, problems, total - len(problems), tuple(keys.filter(bad).to_list()), words)


def _column(table: str, given: pl.Series, dtype: pl.DataType, decimal: Decimal) -> _Read:
    read = _numbers(table, given, decimal) if dtype.is_numeric() else _texts(table, given)
    values = read.values
    if dtype.is_numeric():
        limits = LIMITS[table][given.name]
        low, high = bounds_of(dtype, limits)
        wrong = ~values.is_between(low, high)
        if dtype.is_integer():
            wrong = wrong | (values.floor() != values)
        if limits.excused is not None:
            wrong = wrong & (values != limits.excused)
        read.bad = read.bad | wrong.fill_null(value=False)
    if given.name in keys_of(table):
        read.bad = read.bad | values.is_null()
    return read


def _numbers(table: str, given: pl.Series, decimal: Decimal) -> _Read:
    if given.dtype != pl.String:
        return _Read(given.cast(pl.Float64).fill_nan(None), _never(len(given)))
    texts = given.str.strip_chars()
    plain = texts.cast(pl.Float64, strict=False)
    plain = plain.set(~plain.is_finite().fill_null(value=True), None)
    if decimal != ".":  # what a point means there is looked at text by text
        plain = plain.set(texts.str.contains(".", literal=True).fill_null(value=False), None)
    if decimal == ",":
        commas = texts.str.contains(_COMMA).fill_null(value=False)
        plain = plain.zip_with(~commas, texts.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False))
    odd = texts.filter(plain.is_null() & texts.is_not_null() & (texts != "")).unique().to_list()
    if not odd:
        return _Read(plain, _never(len(given)))
    unit = LIMITS[table][given.name].unit
    meant: dict[str, float | None] = {}
    errors: dict[str, CellError] = {}
    for text in odd:
        try:
            meant[text] = read_history_number(text, decimal, unit)
        except CellError as error:
            errors[text] = error
    values = texts.replace_strict(list(meant), list(meant.values()), default=plain, return_dtype=pl.Float64)
    words = {text: int((texts == text).sum()) for text, value in meant.items() if value is None}
    return _Read(values, texts.is_in(list(errors)).fill_null(value=False), errors, words)


def _texts(table: str, given: pl.Series) -> _Read:
    texts = given.cast(pl.String).str.strip_chars()
    texts = texts.set((texts == "").fill_null(value=False), None)
    levels = levels_of(table, given.name)
    if levels:
        wrong = ~texts.is_in(list(levels))
        return _Read(texts, wrong.fill_null(value=False))
    words = {text: int((texts == text).sum()) for text in texts.unique().drop_nulls().to_list() if is_missing(text)}
    kept = texts.set(texts.is_in(list(words)).fill_null(value=False), None)
    return _Read(kept, (texts.str.len_chars() > LONGEST_TEXT).fill_null(value=False), words=words)


def _problems(
    table: str, cells: Cells, read: dict[str, _Read], wide: pl.Series, keys: pl.Series
) -> Iterator[HistoryProblem]:
    """Yield the first problems of a file, in its order."""
    found: list[tuple[int, int, str]] = [(int(place), -1, "") for place in wide.arg_true().head(MOST_TOLD)]
    for rank, (name, column) in enumerate(read.items()):
        found += [(int(place), rank, name) for place in column.bad.arg_true().head(MOST_TOLD)]
    for place, _, name in sorted(found)[:MOST_TOLD]:
        if name:
            cell = cells.frame[name][place]
            text = "" if cell is None else f"{cell:.16g}" if isinstance(cell, float) else str(cell)
            problem = _problem(table, name, read[name], place, text.strip())
        else:
            text, first = "", keys_of(table)[0]
            problem = FieldProblem(first, "the row has more values than there are columns", "width")
        yield HistoryProblem(int(cells.rows[place]), keys[place], problem, text.strip()[:60])


def _problem(table: str, name: str, column: _Read, place: int, text: str) -> FieldProblem:
    if text in column.errors:
        error = column.errors[text]
        return FieldProblem(name, str(error), error.kind)
    value = column.values[place]
    if value is None and name in keys_of(table):
        return FieldProblem(name, "is required", "required")
    limits, dtype = LIMITS[table].get(name), SCHEMA[table].columns[name]
    kind, said = wrong_value(value, dtype, limits, levels_of(table, name)) or ("number", "cannot be used")
    cause = cause_of(value, limits) if kind == "bounds" and limits is not None else ""
    return FieldProblem(name, said, kind, cause)


def _decimal(frame: pl.DataFrame, implied: Decimal) -> Decimal:
    """Return the decimal sign that the numbers of a file share: the one that they show, or the one that is implied."""
    shown: set[Decimal] = set()
    for column in frame:
        if column.dtype != pl.String or column.str.contains("[A-Za-z]{3}").any():  # a category, as a rule
            continue
        signed = column.filter(column.str.contains("[.,]").fill_null(value=False)).str.strip_chars()
        sure = ~signed.str.contains(_MAY_GROUP)
        points, commas = signed.str.contains(_POINT), signed.str.contains(_COMMA)
        shown |= {"."} if (points & sure).any() else set()
        shown |= {","} if (commas & sure).any() else set()
        shown |= _shown(signed.filter(~points & ~commas).unique().head(_MOST_LOOKED_AT).to_list())
    return implied if not shown else shown.pop() if len(shown) == 1 else ""


def _shown(texts: Iterable[str]) -> set[Decimal]:
    return {sign for text in texts if (sign := shown_decimal(text))}


def _never(count: int) -> pl.Series:
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, count)
