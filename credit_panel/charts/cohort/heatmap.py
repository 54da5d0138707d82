"""The default rate over two columns: colour for the rate, strength for how many clients stand behind it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from credit_panel.charts.axis_words import plot_axis, scaled_words
from credit_panel.charts.column_words import column_label
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.charts.plot import Layer, Plot, Tone, place_of
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.plot_axis import PlotAxis
from credit_panel.portfolio.statistics.rate_grid import RateGrid
from credit_panel.scoring.fairness import MINIMUM_CELL, wilson

HEIGHT = 380
_STRONGEST = 0.62
"""Of the full colour at the most, so that the number on it can be read."""


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
    rates = np.divide(grid.defaults, grid.counts, out=np.full(grid.counts.shape, np.nan), where=grid.counts > 0)
    above = told & (rates > reference)
    usual, places = t.percent(reference), [] if marked is None else [_inside(marked, grid)]
    layers = (
        _cells(grid, above, reference, "adverse", t.gettext("above the whole portfolio's {usual}", usual=usual), t),
        _cells(grid, told & ~above, reference, "favourable", t.gettext("below it"), t),
        _numbers(grid, told, rates, t),
        Layer(
            "dots",
            {"x": np.array([x for x, _ in places]), "y": np.array([y for _, y in places])},
            "adverse_text",
            t.gettext("the open client") if places else "",
            {"size": 17, "marker": "diamond"},
        ),
    )
    summary = _summary(grid, told, t)
    axes = [
        replace(plot_axis(axis, t, 6), low=float(edges[0]), high=float(edges[-1]))
        for axis, edges in ((grid.x, grid.x_edges), (grid.y, grid.y_edges))
    ]
    note = t.gettext("the fainter, the fewer clients; nothing under {least}", least=t.number(MINIMUM_CELL))
    plot = Plot("default-rate", axes[0], axes[1], layers, HEIGHT, summary)
    return Figure(title, place_of(plot, t, note), summary, table, (plot,))


def _inside(marked: tuple[float, float], grid: RateGrid) -> tuple[float, float]:
    """Return where the open client is marked: in the outer cell, who lies beyond it."""
    (x, y), (x_edges, y_edges) = marked, (grid.x_edges, grid.y_edges)
    return float(np.clip(x, x_edges[0], x_edges[-1])), float(np.clip(y, y_edges[0], y_edges[-1]))


def _cells(grid: RateGrid, kept: np.ndarray, reference: float, tone: Tone, name: str, t: Translator) -> Layer:
    """Return the cells on one side of the reference: as many times from it, and as many clients, as strong."""
    row, column = (place.astype(int) for place in np.nonzero(kept))
    counts, defaults = grid.counts[kept], grid.defaults[kept]
    rates = defaults / np.maximum(counts, 1)
    times = np.log2(np.maximum(rates, reference / 16) / reference) if reference else np.zeros(len(rates))
    strength = np.minimum(0.14 + 0.26 * np.abs(times), _STRONGEST)
    gap_x, gap_y = (0.03 * float(edges[1] - edges[0]) for edges in (grid.x_edges, grid.y_edges))
    columns = {
        "left": grid.x_edges[column] + gap_x,
        "bottom": grid.y_edges[row] + gap_y,
        "right": grid.x_edges[column + 1] - gap_x,
        "top": grid.y_edges[row + 1] - gap_y,
        "alpha": strength * (0.3 + 0.7 * np.sqrt(counts / grid.counts.max())),
    }
    intervals = [wilson(float(d), int(n)) for d, n in zip(defaults, counts, strict=True)]
    told = [
        (column_label(grid.x.column, t), [_between(grid.x, grid.x_edges, place, t) for place in column]),
        (column_label(grid.y.column, t), [_between(grid.y, grid.y_edges, place, t) for place in row]),
        (t.gettext("Clients of known outcome"), [t.number(int(n)) for n in counts]),
        (t.gettext("Default rate"), [t.percent(float(rate)) for rate in rates]),
        (t.gettext("Interval (95%)"), [t.between(t.percent(r.low or 0), t.percent(r.high or 0)) for r in intervals]),
    ]
    return Layer("boxes", columns, tone, name, {"line_alpha": 0}, told)


def _numbers(grid: RateGrid, told: np.ndarray, rates: np.ndarray, t: Translator) -> Layer:
    """Return the rate that stands on each cell."""
    row, column = np.nonzero(told)
    x, y = ((edges[:-1] + edges[1:]) / 2 for edges in (grid.x_edges, grid.y_edges))
    texts = [t.percent(float(rate), 0) for rate in rates[told]]
    return Layer("texts", {"x": x[column], "y": y[row], "text": texts}, "ink", "", {"text_font_size": "12px"})


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
