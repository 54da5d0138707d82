"""How the values of one column are spread: counts per bin, counts per level, quantiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.errors import PortfolioError

BINS = 30
"""Automatic bins, about."""

_TAIL = 0.005
"""Share of the clients on each side that automatic bins leave out, so that one huge income does not flatten all."""

_SAME = 1e-9
"""Numbers nearer to each other than this share of themselves count as one for automatic bins."""

_SMALLEST = 1e-300
"""Numbers under this are zero for automatic bins."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of clients per bin of a numeric column.

    Parameters
    ----------
    edges
        Rising, shape (bins + 1,). A bin holds its lower edge and not its upper one; the last holds both.
    counts
        Clients per bin, shape (bins,).
    below, above
        Clients under the first edge and over the last.
    missing
        Clients without a value.
    """

    edges: np.ndarray
    counts: np.ndarray
    below: int
    above: int
    missing: int

    @property
    def total(self) -> int:
        """All clients, those outside the bins and without a value too."""
        return int(self.counts.sum()) + self.below + self.above + self.missing


def histogram(column: pl.Series, edges: np.ndarray) -> Histogram:
    """Count the values of a numeric column between given edges.

    Raises
    ------
    ValueError
        When there are fewer than two edges, or they do not rise.
    """
    if edges.ndim != 1 or len(edges) < 2 or not (np.diff(edges) > 0).all():
        raise ValueError(f"{edges.tolist()} are no edges of bins: give two rising numbers or more")
    values = numbers(column)
    bins = np.searchsorted(edges, values, side="right")
    bins[values == edges[-1]] -= 1
    counts = np.bincount(bins, minlength=len(edges) + 1)
    return Histogram(edges, counts[1:-1], int(counts[0]), int(counts[-1]), len(column) - len(values))


def automatic_edges(column: pl.Series, bins: int = BINS) -> np.ndarray:
    """Return edges that a reader can read: multiples of 1, 2 or 5 times a power of ten, about `bins` of them.

    The far half per cent of the values on each side may lie outside. Whole numbers get bins of whole width, from half
    to half when each value has its own. A column of one value, or of none, gets one bin.
    """
    values = numbers(column)
    if not len(values):
        return np.array([0.0, 1.0])
    low, high = (float(edge) for edge in np.quantile(values, (_TAIL, 1 - _TAIL)))
    whole = not column.dtype.is_float()
    if low == high:
        low, high = float(values.min()), float(values.max())
    if whole and high - low < bins:
        return np.arange(math.floor(low), math.ceil(high) + 2) - 0.5
    largest = max(abs(low), abs(high))
    if high - low <= max(_SAME * largest, _SMALLEST):
        half = largest / 2 if largest > _SMALLEST else 0.5
        return np.array([low - half, high + half])
    step = _round_step((high - low) / bins)
    if whole:
        step = max(1.0, step)
    first, last = math.floor(low / step), math.floor(high / step) + 1
    # The division may round to the multiple above or below, which would leave the extreme clients out.
    first -= _multiple(first, step) > low
    last += _multiple(last, step) < high
    return np.array([_multiple(k, step) for k in range(first, last + 1)])


def level_counts(column: pl.Series) -> pl.DataFrame:
    """Count the clients of each level of a column, the most frequent first; a missing value is a level, null.

    Returns
    -------
    polars.DataFrame
        ``level`` and ``count``.
    """
    counted = column.alias("level").to_frame().group_by("level").agg(pl.len().alias("count"))
    return counted.sort(["count", "level"], descending=[True, False], nulls_last=True)


def quantiles(column: pl.Series, shares: Sequence[float]) -> np.ndarray:
    """Return the values under which the `shares` of the clients with a value lie; NaN when none has one.

    Between two clients the line between their values is taken (Hyndman and Fan's type 7).
    """
    values = numbers(column)
    return np.quantile(values, shares) if len(values) else np.full(len(shares), np.nan)


def share_at_most(column: pl.Series, value: float) -> float:
    """Return the share of the clients with a value whose value is `value` or less; NaN when none has one."""
    values = numbers(column)
    return float((values <= value).mean()) if len(values) else math.nan


def numbers(column: pl.Series) -> np.ndarray:
    """Return the finite values of a numeric column.

    Raises
    ------
    PortfolioError
        When the column holds categories.
    """
    if not column.dtype.is_numeric() and column.dtype != pl.Boolean:
        raise PortfolioError(f"{column.name} holds categories and not numbers: count its levels instead.")
    values = column.drop_nulls().cast(pl.Float64).to_numpy()
    return values[np.isfinite(values)]


def _multiple(count: int, step: float) -> float:
    """Return `count` steps, as 0.3 and not as 0.30000000000000004."""
    return float(f"{count * step:.15g}")


def _round_step(width: float) -> float:
    """Return the 1, 2 or 5 times a power of ten that is `width` or the next above it."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= width * (1 - 1e-9))
