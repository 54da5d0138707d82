"""A lender's application table: cells as people write them, categories by their words, values that can be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit.bounds import (
    BOUNDED,
    find_outside,
    out_of_bounds,
    outside,
    outside_sentence,
    stand_ins,
)
from credit_panel.home_credit.catalogue import CATEGORIES
from credit_panel.home_credit.category_words import NoLevelError, meant_levels
from credit_panel.home_credit.cleaning import cleaned, missing_words, named_cell, odd_texts
from credit_panel.home_credit.diagnosis import diagnose
from credit_panel.home_credit.limits import LIMITS
from credit_panel.home_credit.schema import CLIENT
from credit_panel.home_credit.sources import Source

_ENGINE_ERRORS = (pl.exceptions.PolarsError, OSError)
_LARGEST = 2.0**31


@dataclass(frozen=True, slots=True)
class Prepared:
    """One file of the application table, checked whole.

    Parameters
    ----------
    frame
        Its declared columns in their declared types.
    source
        The file, or the one that was written again.
    notes
        What the reader should know, one sentence each.
    """

    frame: pl.LazyFrame
    source: Source
    notes: tuple[str, ...]


def prepare(source: Source, folder: Path, *, allow_out_of_bounds: bool) -> Prepared:
    """Check every value of a file of applications, and read those that are not written plainly.

    Parameters
    ----------
    folder
        Where a table is written again.
    allow_out_of_bounds
        Let values that cannot be count as missing.

    Raises
    ------
    TablesError
        Naming the first cell that cannot be read, or the values that cannot be.
    """
    name = source.path.name
    notes = missing_words(source, source.missing_words, source.table.columns)
    emptied = 0
    try:
        if source.decimal_comma and any("." in text for texts in odd_texts(source).values() for text in texts):
            raise pl.exceptions.ComputeError("points beside decimal commas")
        _numbers(source).select(pl.all().null_count()).collect(engine="streaming")
    except _ENGINE_ERRORS as error:
        try:
            rewritten = cleaned(source, folder)
        except _ENGINE_ERRORS:
            raise diagnose((source,), error) from error
        source, emptied = rewritten.source, rewritten.emptied
        notes += rewritten.notes
    numbers = _numbers(source)
    _check_whole(source, numbers)
    limits = {column: known for column, known in LIMITS[source.table.name].items() if column in source.columns}
    near = numbers.with_columns(
        pl.when(pl.col(column).is_infinite() | (pl.col(column).abs() < _LARGEST) | _is_wide(source, column)).then(
            pl.col(column)
        )
        for column in limits
    )
    found = find_outside(near, limits)
    if any(each.column == CLIENT for each in found):
        raise TablesError(f"{name} holds values that cannot be: {outside_sentence(found)}. Correct them.")
    if found and not allow_out_of_bounds:
        raise TablesError(out_of_bounds(name, found))
    if found:
        notes.append(f"{name}: values that cannot be count as missing: {outside_sentence(found)}.")
        gone = {each.column: each.limits for each in found}
        numbers = numbers.with_columns(pl.when(~outside(c, gone[c])).then(pl.col(c)) for c in gone)
    words, told = _categories(source)
    notes += [*told, *(f"{name}: {said}" for said in stand_ins(numbers, [c for c in BOUNDED if c in limits]))]
    typed = numbers.with_columns(words).select(
        pl.col(column).cast(dtype) if column in source.columns else pl.lit(None, dtype).alias(column)
        for column, dtype in source.table.columns.items()
    )
    empty = _empty_rows(numbers)
    if empty:
        if empty > emptied:
            notes.append(f"{name}: empty rows are passed over ({empty - emptied}).")
        typed = typed.filter(pl.any_horizontal(pl.all().is_not_null()))
    try:
        typed.select(pl.all().null_count()).collect(engine="streaming")
    except _ENGINE_ERRORS as error:
        raise diagnose((source,), error) from error
    return Prepared(typed, source, tuple(notes))


def _is_wide(source: Source, column: str) -> bool:
    return source.table.columns[column] in (pl.Float64, pl.Int64)


def _numbers(source: Source) -> pl.LazyFrame:
    """Return the columns of a file with every number as a Float64, identifiers in their own type."""
    types = source.table.columns
    return source.scan().with_columns(
        pl.col(column).cast(pl.Float64) for column in source.columns if column in types and types[column].is_numeric()
    )


def _check_whole(source: Source, numbers: pl.LazyFrame) -> None:
    """Refuse a fraction among whole numbers, which a cast would cut."""
    types = source.table.columns
    whole = [column for column in source.columns if column in types and types[column].is_integer()]
    broken = numbers.select((pl.col(column).floor() != pl.col(column)).any() for column in whole)
    if any(broken.collect(engine="streaming").row(0)):
        raise diagnose((source,), ValueError("a fraction where a whole number belongs"))


def _empty_rows(numbers: pl.LazyFrame) -> int:
    if not numbers.select(pl.col(CLIENT).null_count()).collect(engine="streaming").item():
        return 0
    rows = numbers.filter(pl.col(CLIENT).is_null()).select(pl.all_horizontal(pl.all().is_null()).sum())
    return int(rows.collect(engine="streaming").item())


def _categories(source: Source) -> tuple[list[pl.Expr], list[str]]:
    """Return the categories by their words, in any letter case, and what to know of words that are no level."""
    names = [name for name in CATEGORIES if name in source.columns]
    found = source.scan().select(
        pl.col(name)
        .cast(pl.String)
        .value_counts(name="count")
        .struct.rename_fields(["level", "count"])
        .implode()
        .alias(name)
        for name in names
    )
    row = found.collect(engine="streaming")
    expressions, notes = [], []
    for name in names:
        counts = {each["level"]: each["count"] for each in row[name][0].to_list() if each["level"] is not None}
        try:
            meant = meant_levels(name, counts)
        except NoLevelError as error:
            raise named_cell(source, name, error.text, error.fault) from error
        expression = pl.col(name).cast(pl.String)
        if swaps := meant.swaps:
            expression = expression.replace(list(swaps), pl.Series(list(swaps.values()), dtype=pl.String))
        expressions.append(expression)
        notes += [f"{source.path.name}: {said}" for said in meant.notes]
    return expressions, notes
