"""Margins: how one feature was spread among the training clients, and how it is now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.portfolio.distribution import automatic_edges, histogram, quantiles
from credit_panel.scoring.encoding import is_categorical

BINS = 20
MOST_LEVELS = 7
"""Levels that are shown by name; the rest are one."""


@dataclass(frozen=True, slots=True)
class Margin:
    """One feature then and now.

    Parameters
    ----------
    feature
        Its name.
    edges
        Edges of the bins of a number, rising, shape (k + 1,); empty for a category.
    levels
        Levels of a category, k of them; None stands for all the others. Empty for a number.
    before, after
        Share of the clients with a value in each bin or level, shape (k,); zeros where nobody has one.
    middle_before, middle_after
        Medians of a number; NaN for a category and where nobody has a value.
    """

    feature: str
    edges: np.ndarray
    levels: tuple[str | None, ...]
    before: np.ndarray
    after: np.ndarray
    middle_before: float
    middle_after: float


def margin(before: pl.Series, after: pl.Series) -> Margin:
    """Return how a feature is spread in two sets of applications, in the bins of the first."""
    if is_categorical(before.dtype):
        return _levels(before, after.cast(pl.String))
    edges = automatic_edges(before if before.drop_nulls().len() else after, BINS)
    counted = [histogram(column, edges) for column in (before, after)]
    # what lies outside the round bins is counted in the outermost ones, so that the shares add up to one
    counts = [h.counts + _ends(len(h.counts), h.below, h.above) for h in counted]
    middles = [float(quantiles(column, (0.5,))[0]) for column in (before, after)]
    return Margin(before.name, edges, (), _shares(counts[0]), _shares(counts[1]), *middles)


def _levels(before: pl.Series, after: pl.Series) -> Margin:
    counts = [dict(column.drop_nulls().value_counts().iter_rows()) for column in (before.cast(pl.String), after)]
    sizes = [max(sum(c.values()), 1) for c in counts]
    names = sorted(set(counts[0]) | set(counts[1]))
    heavy = sorted(names, key=lambda n: -max(c.get(n, 0) / size for c, size in zip(counts, sizes, strict=True)))
    shown = heavy[:MOST_LEVELS]
    rows = [[c.get(name, 0) for name in shown] for c in counts]
    levels: tuple[str | None, ...] = tuple(shown)
    if len(heavy) > MOST_LEVELS:
        levels = (*levels, None)
        rows = [[*row, sum(c.values()) - sum(row)] for row, c in zip(rows, counts, strict=True)]
    first, second = (_shares(np.array(row, dtype=np.float64)) for row in rows)
    return Margin(before.name, np.empty(0), levels, first, second, float("nan"), float("nan"))


def _ends(bins: int, below: int, above: int) -> np.ndarray:
    ends = np.zeros(bins)
    ends[0] += below
    ends[-1] += above
    return ends


def _shares(counts: np.ndarray) -> np.ndarray:
    return counts / max(counts.sum(), 1.0)
