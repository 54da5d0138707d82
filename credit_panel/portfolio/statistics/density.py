"""How many clients lie in each cell of two axes: what the scatter draws in place of hundreds of thousands of points.

The cell of each client is found once a process and pair of columns; a brush then only counts, which takes a tenth of
the time that Datashader takes over the points themselves, and none of the second that it takes to load.
"""

from __future__ import annotations

import numpy as np

from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.plot_frame import PlotFrame
from credit_panel.portfolio.statistics.chosen import chosen_by
from credit_panel.portfolio.statistics.plot_axis import PlotAxis

CELLS = (240, 130)
"""Cells across and up, each of which holds the number of clients in it."""

_NOWHERE = CELLS[0] * CELLS[1]
"""Cell of the clients without a value, or beside an axis."""


@kept(64)
def density_of_all(plots: PlotFrame, across: str, up: str) -> np.ndarray:
    """Count all clients per cell, once a process; see `density`."""
    return _counts(_cells(plots, across, up))


def density(plots: PlotFrame, across: str, up: str, mask: np.ndarray) -> np.ndarray:
    """Count chosen clients per cell.

    Parameters
    ----------
    across, up
        Columns of numbers of the plot frame.
    mask
        Which clients.

    Returns
    -------
    numpy.ndarray
        Shape ``CELLS`` reversed, uint32, the top row first. A cell reaches from its lower edge to just below the next
        one; the last also holds its upper edge.
    """
    return _counts(_cells(plots, across, up)[chosen_by(mask).rows])


@kept(8)
def _cells(plots: PlotFrame, across: str, up: str) -> np.ndarray:
    """Return the cell of each client, counted from the top left along the rows, shape (clients,), uint16."""
    columns = _steps(plots.positions[across], plots.axes[across], CELLS[0])
    rows = _steps(plots.positions[up], plots.axes[up], CELLS[1])
    cells = (CELLS[1] - 1 - rows) * CELLS[0] + columns
    return np.where((columns < 0) | (rows < 0), _NOWHERE, cells).astype(np.uint16)


def _steps(positions: np.ndarray, axis: PlotAxis, count: int) -> np.ndarray:
    """Return which of `count` equal steps of the axis each position is in, shape (n,), int32; -1 for none."""
    width = (axis.high - axis.low) or 1.0
    with np.errstate(invalid="ignore"):
        share = (positions.astype(np.float64) - axis.low) / width
        inside = (share >= 0) & (share <= 1)  # NaN is not
    return np.where(inside, np.minimum(np.where(inside, share, 0) * count, count - 1), -1).astype(np.int32)


def _counts(cells: np.ndarray) -> np.ndarray:
    return np.bincount(cells, minlength=_NOWHERE + 1)[:_NOWHERE].astype(np.uint32).reshape(CELLS[::-1])
