"""The default rate over two columns at once, bin by bin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from credit_panel.portfolio.plot_frame import PlotFrame
from credit_panel.portfolio.statistics.plot_axis import PlotAxis

CELLS = 9
"""Cells along each column, about."""


@dataclass(frozen=True, slots=True)
class RateGrid:
    """Counts of clients of known outcome by the bins of two columns.

    Parameters
    ----------
    x, y
        The axes.
    across_edges, up_edges
        Rising positions of the cells' edges, shapes (c + 1,) and (r + 1,); the outer cells hold what lies beyond.
    counts, defaults
        Clients of known outcome, and those who defaulted, shape (r, c), the lowest row first.
    """

    x: PlotAxis
    y: PlotAxis
    x_edges: np.ndarray
    y_edges: np.ndarray
    counts: np.ndarray
    defaults: np.ndarray


def rate_grid(plots: PlotFrame, across: str, up: str, target: np.ndarray, mask: np.ndarray | None) -> RateGrid:
    """Count the clients of known outcome and the defaults among them.

    Parameters
    ----------
    across, up
        Columns of numbers of the plot frame.
    target
        1 for a default, 0 for none, NaN where unknown, shape (clients,).
    mask
        Which clients; None is all.
    """
    x_axis, y_axis = plots.axes[across], plots.axes[up]
    x_edges, x_cells = _coarse(x_axis)
    y_edges, y_cells = _coarse(y_axis)
    columns, rows = len(x_edges) - 1, len(y_edges) - 1
    chosen = slice(None) if mask is None else np.flatnonzero(mask)
    outcome, x, y = target[chosen], x_cells[plots.bins[across][chosen]], y_cells[plots.bins[up][chosen]]
    known = np.flatnonzero(~np.isnan(outcome) & (x < columns) & (y < rows))
    place = y[known].astype(np.intp) * columns + x[known]
    counts = np.bincount(place, minlength=rows * columns).reshape(rows, columns)
    defaults = np.bincount(place, weights=outcome[known], minlength=rows * columns).reshape(rows, columns)
    return RateGrid(x_axis, y_axis, x_edges, y_edges, counts, defaults.astype(np.int64))


def _coarse(axis: PlotAxis) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges of the cells, and the cell of each bin of the axis; the last stands for a missing value."""
    bins = len(axis.edges) - 1
    size = max(round(bins / CELLS), 1)
    edges = axis.edges[::size]
    if edges[-1] != axis.edges[-1]:
        edges = np.append(edges, axis.edges[-1])
    cells = np.append(np.arange(bins) // size, len(edges) - 1)
    return edges, cells.astype(np.uint8)
