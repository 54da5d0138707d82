"""The default rate over two columns at once, bin by bin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.plot_frame import PlotFrame
from credit_panel.portfolio.statistics.chosen import chosen_by
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
    x_edges, y_edges = _coarse(x_axis)[0], _coarse(y_axis)[0]
    columns, rows = len(x_edges) - 1, len(y_edges) - 1
    places = _places(plots, across, up, _Same(target))
    counted = np.bincount(places if mask is None else places[chosen_by(mask).rows], minlength=2 * rows * columns + 1)
    repaid, defaults = counted[:-1].reshape(rows, columns, 2).transpose(2, 0, 1)
    return RateGrid(x_axis, y_axis, x_edges, y_edges, repaid + defaults, defaults)


class _Same:
    """An array that is the same as itself alone, so that what was made of it can be kept."""

    def __init__(self, array: np.ndarray) -> None:
        self.array = array

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.array is self.array

    def __hash__(self) -> int:
        return id(self.array)


@kept(8)
def _places(plots: PlotFrame, across: str, up: str, target: _Same) -> np.ndarray:
    """Return twice the cell of each client, one more after a default, shape (clients,), uint16.

    Those of unknown outcome, and those without a value, are in one more than the last.
    """
    (x_edges, x_cells), (y_edges, y_cells) = _coarse(plots.axes[across]), _coarse(plots.axes[up])
    columns, rows = len(x_edges) - 1, len(y_edges) - 1
    x, y = x_cells[plots.bins[across]], y_cells[plots.bins[up]]
    known = (x < columns) & (y < rows) & ~np.isnan(target.array)
    places = 2 * (y.astype(np.uint16) * np.uint16(columns) + x) + (target.array == 1)
    return np.where(known, places, 2 * rows * columns).astype(np.uint16)


def _coarse(axis: PlotAxis) -> tuple[np.ndarray, np.ndarray]:
    """Return the edges of the cells, and the cell of each bin of the axis; the last stands for a missing value."""
    bins = len(axis.edges) - 1
    size = max(round(bins / CELLS), 1)
    edges = axis.edges[::size]
    if edges[-1] != axis.edges[-1]:
        edges = np.append(edges, axis.edges[-1])
    cells = np.append(np.arange(bins) // size, len(edges) - 1)
    return edges, cells.astype(np.uint8)
