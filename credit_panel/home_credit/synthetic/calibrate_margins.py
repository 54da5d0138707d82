"""Latent normals of real columns, quantile maps and rank correlations: the statistics of the calibration."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from credit_panel.home_credit.synthetic.profile import QuantileMap

ATOM = 0.003
"""A value of at least this share of a column is kept as a step of its own."""

TAIL = 0.0005
"""Quantiles further out than this belong to single clients, and are left out."""


def normal_scores(values: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the normal quantile of each value's rank; ties in random order."""
    order = np.lexsort((rng.random(len(values)), values))
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values)) + 0.5
    return np.asarray(ndtri(ranks / len(values)))


def scores_by_group(values: NDArray[Any], labels: NDArray[np.str_], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the normal scores within each group; 0 where the value is NaN."""
    scores = np.zeros(len(values))
    for label in np.unique(labels):
        chosen = (labels == label) & ~np.isnan(values)
        if chosen.any():
            scores[chosen] = normal_scores(values[chosen], rng)
    return scores


def knots(values: NDArray[Any], count: int, atom: float = ATOM) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return cumulative shares and values that outline a column's distribution, heaps as flat steps."""
    ordered = np.sort(values)
    size = len(ordered)
    heap_share = max(atom, 3.0 / size)
    distinct, first, occurrences = np.unique(ordered, return_index=True, return_counts=True)
    heaps = occurrences >= heap_share * size
    low, high = first[heaps] / size, (first + occurrences)[heaps] / size
    grid = np.concatenate([[TAIL, 0.002, 0.01], np.linspace(0, 1, count + 1)[1:-1], [0.99, 0.998, 1 - TAIL]])
    place = np.searchsorted(low, grid, side="right") - 1
    within = (place >= 0) & (grid <= high[np.maximum(place, 0)]) if len(low) else np.zeros(len(grid), dtype=bool)
    grid = grid[~within]
    shares = np.concatenate([grid, low + 1e-6, high - 1e-6])
    at = np.concatenate([np.quantile(ordered, grid, method="linear"), distinct[heaps], distinct[heaps]])
    order = np.lexsort((at, shares))
    return np.clip(shares[order], 1e-6, 1 - 1e-6), np.maximum.accumulate(at[order])


def fitted_map(values: NDArray[Any], latents: NDArray[Any], count: int) -> QuantileMap:
    """Return the map that gives `latents`, as they are drawn, the distribution of `values`."""
    shares, at = knots(values, count)
    latent = np.quantile(latents.astype(np.float64), shares)
    return QuantileMap(np.maximum.accumulate(np.round(latent, 3)), at)


def rank_correlations(columns: NDArray[Any]) -> NDArray[np.float64]:
    """Return the Spearman correlations of the columns, each pair over the rows that have both."""
    has = ~np.isnan(columns)
    ranks = np.zeros(columns.shape, dtype=np.float64)
    for place in range(columns.shape[1]):
        present = columns[has[:, place], place]
        _, inverse, occurrences = np.unique(present, return_inverse=True, return_counts=True)
        middle = np.cumsum(occurrences) - occurrences / 2
        ranks[has[:, place], place] = middle[inverse] / len(present) - 0.5
    weight = has.astype(np.float64)
    both = np.maximum(weight.T @ weight, 1)
    mean = (ranks.T @ weight) / both
    square = ((ranks**2).T @ weight) / both
    deviation = np.sqrt(np.maximum(square - mean**2, 1e-12))
    return ((ranks.T @ ranks) / both - mean * mean.T) / (deviation * deviation.T)
