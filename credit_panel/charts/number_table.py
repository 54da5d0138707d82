"""A table of printed texts read again as numbers: for a spreadsheet, and for whoever computes with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from credit_panel.locale import Translator
from credit_panel.locale.quantity import Quantity, Span
from credit_panel.portfolio.csv_file import inert

type Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it is written.

    Parameters
    ----------
    name
        Its heading.
    cells
        A number or a text a row.
    """

    name: str
    cells: tuple[str, ...]

    @property
    def numbers(self) -> tuple[Quantity | None, ...]:
        """The number of each row, None where there is none."""
        return tuple(cell if isinstance(cell, Quantity) else None for cell in self.cells)

    @property
    def units(self) -> tuple[str, ...]:
        """The unit of each row's number, empty where there is no number or no unit."""
        return tuple(number.unit if number is not None else "" for number in self.numbers)

    @property
    def one_unit(self) -> str | None:
        """The unit of all its numbers; None where they differ."""
        found = {number.unit for number in self.numbers if number is not None}
        return found.pop() if len(found) == 1 else None if found else ""


def number_columns(names: Row, rows: Sequence[Row]) -> Iterator[Column]:
    """Yield the columns of a table, one for each number that a column of spans holds."""
    for place, name in enumerate(names):
        cells = tuple(row[place] for row in rows)
        words = next((tuple(words for words, _ in cell.parts) for cell in cells if isinstance(cell, Span)), None)
        if words is None:
            yield Column(name, cells)
            continue
        for at, part in enumerate(words):
            yield Column(f"{name}, {part}" if part else name, tuple(_part(cell, at) for cell in cells))


def number_csv(names: Row, rows: Sequence[Row], t: Translator) -> str:
    """Return a table as CSV for a spreadsheet in the reader's language.

    A French one parts columns by semicolons and writes decimals after a comma. Units stand in the heading; numbers of
    several units in one column have them beside, in one column as far as those of a row agree.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if t.language == "fr" else ",")
    columns = list(_with_units(list(number_columns(names, rows)), t))
    writer.writerow([inert(column.name) for column in columns])
    writer.writerows([_written(cell, t) for cell in row] for row in zip(*(c.cells for c in columns), strict=True))
    return out.getvalue()


def number_frame(names: Row, rows: Sequence[Row]) -> pl.DataFrame:
    """Return a table with its numbers as numbers, null where a row has none; units and words in columns beside."""
    found: dict[str, list[float | None] | list[str]] = {}
    for column in number_columns(names, rows):
        if not any(number is not None for number in column.numbers):
            found[column.name] = list(column.cells)
            continue
        unit = column.one_unit
        name = f"{column.name} ({unit})" if unit else column.name
        found[name] = [None if number is None else number.shown for number in column.numbers]
        if unit is None:
            found[f"{name}, unit"] = list(column.units)
        words = ["" if isinstance(cell, Quantity) else cell for cell in column.cells]
        if any(words):
            found[f"{name}, words"] = words
    return pl.DataFrame(found, strict=False)


def _part(cell: str, at: int) -> str:
    if isinstance(cell, Span):
        part = cell.parts[at][1] if at < len(cell.parts) else None
        return "" if part is None else part
    return cell if at == 0 else ""


def _with_units(columns: list[Column], t: Translator) -> Iterator[Column]:
    """Yield the columns with their units in the headings, or in a column after the last of those that share it."""
    mixed = [column for column in columns if column.one_unit is None]
    rows = list(zip(*(column.units for column in mixed), strict=True))
    together = all(len({unit for unit in row if unit}) <= 1 for row in rows)
    for column in columns:
        unit = _unit_words(column.one_unit or "", t)
        yield Column(
            f"{column.name} ({unit})" if unit and f"({unit})" not in column.name else column.name, column.cells
        )
        if column in mixed and not together:
            words = tuple(_unit_words(one, t) for one in column.units)
            yield Column(t.gettext("{column}, unit", column=column.name), words)
        elif mixed and together and column is mixed[-1]:
            yield Column(t.gettext("Unit"), tuple(_unit_words(max(row), t) for row in rows))


def _unit_words(unit: str, t: Translator) -> str:
    known = {"days": t.gettext("days"), "months": t.gettext("months"), "years": t.gettext("years")}
    return known.get(unit, unit)


def _written(cell: str, t: Translator) -> str:
    if not isinstance(cell, Quantity):
        return inert(cell)
    plain = f"{cell.shown:.{cell.digits}f}"
    return plain.replace(".", ",") if t.language == "fr" else plain
