"""Figures with their intervals, one a row, on a shared scale: the picture that segments and groups have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.locale import Translator
from credit_panel.scoring import Rate

WIDTH = 200
"""Pixels from the low to the high end of the scale."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one row.

    Parameters
    ----------
    rate
        The figure and its interval; all None where too few clients stand behind it.
    text
        The figure in words.
    note
        A word on it, such as why it stands out; empty without.
    beside
        A second figure on the same scale, drawn as a hollow mark; None without.
    """

    rate: Rate
    text: str
    note: str = ""
    beside: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One figure, of all rows.

    Parameters
    ----------
    name
        Its heading.
    cells
        One a row.
    reference
        A value to hold them against, drawn as a line; None without.
    """

    name: str
    cells: Sequence[Cell]
    reference: float | None = None


def intervals_picture(
    heading: str, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], columns: Sequence[Column], t: Translator
) -> Markup:
    """Return a table of figures with a dot and a whisker each.

    Parameters
    ----------
    heading
        Name of the first column.
    groups
        Title and rows of each part of the table, a row as its name and a note; an empty title is not shown. The
        cells of `columns` follow the rows of all groups.
    """
    scales = [_scale(column) for column in columns]
    shown, at = [], 0
    for title, rows in groups:
        drawn = []
        for name, note in rows:
            cells = [
                _drawn(column.cells[at], column.reference, scale, column.name)
                for column, scale in zip(columns, scales, strict=True)
            ]
            drawn.append({"name": name, "note": note, "cells": cells})
            at += 1
        shown.append({"title": title, "rows": drawn})
    names = [column.name for column in columns]
    values = {"heading": heading, "columns": names, "groups": shown, "across": WIDTH}
    return render("charts", "model/intervals.html", t, values)


def _scale(column: Column) -> tuple[float, float]:
    values = [
        value
        for cell in column.cells
        for value in (cell.rate.low, cell.rate.high, cell.rate.value, cell.beside)
        if value is not None
    ]
    values += [] if column.reference is None else [column.reference]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.04 or 0.01
    return low - room, high + room


def _drawn(cell: Cell, reference: float | None, scale: tuple[float, float], name: str) -> dict[str, object]:
    def x(value: float | None) -> float | None:
        return None if value is None else round((value - scale[0]) / (scale[1] - scale[0]) * WIDTH, 1)

    return {
        "column": name,
        "text": cell.text,
        "note": cell.note,
        "value": x(cell.rate.value),
        "low": x(cell.rate.low),
        "high": x(cell.rate.high),
        "beside": x(cell.beside),
        "reference": x(reference),
    }
