"""The default rate over two columns: colour for the rate, strength for how many clients stand behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from credit_panel.charts.axis_words import axis_label, scaled_words, ticks
from credit_panel.charts.column_words import column_label
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.plot_axis import PlotAxis
from credit_panel.portfolio.statistics.rate_grid import RateGrid
from credit_panel.scoring.fairness import MINIMUM_CELL, wilson

WIDTH, HEIGHT = 640, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 12, 14, 56
_STRONGEST = 62
"""Per cent of the full colour at the most, so that the number on it can be read."""


@dataclass(frozen=True, slots=True)
class _Cell:
    x: float
    y: float
    width: float
    height: float
    side: str
    strength: int
    opacity: float
    text: str


def heatmap_figure(grid: RateGrid, reference: float, marked: tuple[float, float] | None, t: Translator) -> Figure:
    """Draw the default rate of each cell.

    Parameters
    ----------
    reference
        Default rate of the whole portfolio: cells above are orange, cells below blue.
    marked
        Positions of the open client on both axes; None without one.
    """
    title = t.gettext("Observed default rate")
    columns = (
        column_label(grid.x.column, t),
        column_label(grid.y.column, t),
        t.gettext("Clients of known outcome"),
        t.gettext("Default rate"),
        t.gettext("Interval (95%)"),
    )
    table = Table(columns, tuple(_rows(grid, t)))
    told = grid.counts >= MINIMUM_CELL
    if not told.any():
        empty = render("charts", "cohort/heatmap_empty.html", t, {"summary": _nothing(t)})
        return Figure(title, empty, _nothing(t), table)
    summary = _summary(grid, told, t)

    def x(position: float) -> float:
        low, high = float(grid.x_edges[0]), float(grid.x_edges[-1])
        return round(_LEFT + (min(max(position, low), high) - low) / (high - low) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(position: float) -> float:
        low, high = float(grid.y_edges[0]), float(grid.y_edges[-1])
        share = (min(max(position, low), high) - low) / (high - low)
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)

    values = {
        "summary": summary,
        "size": (WIDTH, HEIGHT),
        "cells": _cells(grid, told, reference, [x(e) for e in grid.x_edges], [y(e) for e in grid.y_edges], t),
        "across": [(x(position), words) for position, words in ticks(grid.x, t, 6)],
        "up": [(y(position), words) for position, words in ticks(grid.y, t, 6)],
        "names": (axis_label(grid.x, t), axis_label(grid.y, t)),
        "frame": (_LEFT, _TOP, WIDTH - _RIGHT, HEIGHT - _BOTTOM),
        "mark": (x(marked[0]), y(marked[1])) if marked else None,
        "usual": t.percent(reference),
        "least": t.number(MINIMUM_CELL),
    }
    return Figure(title, render("charts", "cohort/heatmap.html", t, values), summary, table)


def _cells(
    grid: RateGrid, told: np.ndarray, reference: float, xs: list[float], ys: list[float], t: Translator
) -> list[_Cell]:
    most = float(grid.counts.max())
    found = []
    for row, column in np.argwhere(told):
        rate = grid.defaults[row, column] / grid.counts[row, column]
        # as many times above or below the usual rate, as strong
        times = math.log2(max(rate, reference / 16) / reference) if reference else 0.0
        found.append(
            _Cell(
                x=xs[column] + 1,
                y=ys[row + 1] + 1,
                width=round(xs[column + 1] - xs[column] - 2, 1),
                height=round(ys[row] - ys[row + 1] - 2, 1),
                side="adverse" if times > 0 else "favourable",
                strength=min(round(14 + abs(times) * 26), _STRONGEST),
                opacity=round(0.3 + 0.7 * math.sqrt(grid.counts[row, column] / most), 2),
                text=t.percent(rate, 0),
            )
        )
    return found


def _summary(grid: RateGrid, told: np.ndarray, t: Translator) -> str:
    rates = np.where(told, grid.defaults / np.maximum(grid.counts, 1), np.nan)
    low, high = np.unravel_index(np.nanargmin(rates), rates.shape), np.unravel_index(np.nanargmax(rates), rates.shape)
    across, up = column_label(grid.x.column, t), column_label(grid.y.column, t)
    return t.gettext(
        "The observed default rate goes from {low} ({across}: {low_across}; {up}: {low_up}) to {high} ({across}: "
        "{high_across}; {up}: {high_up}).",
        across=across,
        up=up,
        low=t.percent(float(rates[low])),
        high=t.percent(float(rates[high])),
        low_across=_between(grid.x, grid.x_edges, int(low[1]), t),
        low_up=_between(grid.y, grid.y_edges, int(low[0]), t),
        high_across=_between(grid.x, grid.x_edges, int(high[1]), t),
        high_up=_between(grid.y, grid.y_edges, int(high[0]), t),
    )


def _nothing(t: Translator) -> str:
    return t.gettext(
        "No cell holds {least} chosen clients of known outcome: choose more clients to see default rates.",
        least=t.number(MINIMUM_CELL),
    )


def _rows(grid: RateGrid, t: Translator) -> list[tuple[str, ...]]:
    across = [_between(grid.x, grid.x_edges, cell, t) for cell in range(grid.counts.shape[1])]
    up = [_between(grid.y, grid.y_edges, cell, t) for cell in range(grid.counts.shape[0])]
    rows: list[tuple[str, ...]] = []
    for row, column in np.argwhere(grid.counts > 0):
        rate = wilson(float(grid.defaults[row, column]), int(grid.counts[row, column]))
        hidden = rate.value is None or rate.low is None or rate.high is None
        rows.append(
            (
                across[column],
                up[row],
                t.number(rate.count) if not hidden else t.gettext("under {n}", n=t.number(MINIMUM_CELL)),
                "" if rate.value is None else t.percent(rate.value),
                "" if rate.low is None or rate.high is None else t.between(t.percent(rate.low), t.percent(rate.high)),
            )
        )
    return rows


def _between(axis: PlotAxis, edges: np.ndarray, cell: int, t: Translator) -> str:
    ends = (10.0**edge if axis.scale == "log" else float(edge) for edge in edges[cell : cell + 2])
    low, high = (scaled_words(axis, float(f"{end:.3g}"), t) for end in ends)
    return t.between(low, high, t.gettext("{low} to {high}", low=low, high=high))
