"""Drift: whether today's applications still look like those the model was trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl
from scipy.special import chdtri

from credit_panel.errors import TablesError
from credit_panel.scoring.encoding import is_categorical
from credit_panel.scoring.scorer import Scorer

BINS = 10
"""Bins of a numeric feature, of equal size among the reference clients; missing values have one of their own."""

MODERATE, LARGE = 0.10, 0.25
"""Customary limits of the index (Siddiqi, 2006)."""

CONFIDENCE = 0.99
"""Confidence of the critical value: drift is only told where chance would pass it one time in a hundred."""


class DriftState(StrEnum):
    """What an index says."""

    STABLE = "stable"
    MODERATE = "moderate"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class FeatureDrift:
    """How far one feature has moved.

    Parameters
    ----------
    feature
        Its name; ``"points"`` for the points themselves.
    index
        Population stability index.
    critical
        Value that the index passes by chance once in a hundred times, for samples of these sizes.
    state
        `MODERATE` or `LARGE` only where the index passes both its limit and `critical`.
    missing_before, missing_after
        Shares of missing values.
    points
        Change of the mean points that the feature's contributions brought.
    """

    feature: str
    index: float
    critical: float
    state: DriftState
    missing_before: float
    missing_after: float
    points: float


@dataclass(frozen=True, slots=True)
class Population:
    """A set of applications as drift sees it.

    Parameters
    ----------
    features
        The features to compare, n rows.
    points
        The points, shape (n,).
    contributions
        Mean contribution in points, by feature.
    start
        Mean points from which the contributions start: clients who trained the model are scored by the trees of their
        folds, which do not all start at the same.
    """

    features: pl.DataFrame
    points: np.ndarray
    contributions: Mapping[str, float]
    start: float


def population_of(scorer: Scorer, features: pl.DataFrame) -> Population:
    """Score and explain applications, so that they can be compared with others.

    Parameters
    ----------
    features
        What `build_features` returns, collected.

    Raises
    ------
    TablesError
        When there is no application, or a column of the model is absent.
    """
    _require_some(features)
    explained = scorer.explain(features)
    means = explained.contributions.mean(axis=0).tolist()
    contributions, start = dict(zip(explained.features, means, strict=True)), float(explained.base_points.mean())
    return Population(features.select(explained.features), explained.scores.points, contributions, start)


def drift(scorer: Scorer, reference: pl.DataFrame, current: pl.DataFrame) -> tuple[FeatureDrift, ...]:
    """Compare two sets of applications, feature by feature of the model, and in points.

    Parameters
    ----------
    reference, current
        Features as `build_features` returns them, n and m rows.

    Returns
    -------
    tuple of FeatureDrift
        The points first, then the features by the size of their index.

    Raises
    ------
    TablesError
        When either holds no application, or lacks a column of the model.
    """
    return drift_between(population_of(scorer, reference), population_of(scorer, current))


def drift_between(reference: Population, current: Population) -> tuple[FeatureDrift, ...]:
    """Compare two sets of applications that were explained before, one at least in each; see `drift`."""
    before, after = reference.features, current.features
    features = [
        _drift(before[name], after[name], current.contributions[name] - reference.contributions[name])
        for name in before.columns
    ]
    total = float(current.points.mean() - reference.points.mean())
    overall = _drift(pl.Series("points", reference.points), pl.Series("points", current.points), total)
    return (overall, *sorted(features, key=lambda f: (-f.index, f.feature)))


def stability_index(before: np.ndarray, after: np.ndarray) -> float:
    """Return the population stability index of counts in the same bins, shape (k,) each.

    Half a client is added to each bin, so that an empty one gives a large index and not an infinite one.
    """
    p, q = ((counts + 0.5) / (counts + 0.5).sum() for counts in (before, after))
    return float(np.sum((q - p) * np.log(q / p)))


def critical_value(before: int, after: int, bins: int) -> float:
    """Return what the index of samples of these sizes from one distribution passes by chance.

    Without drift the index is distributed as ``(1/n + 1/m)`` times a chi-square with one degree of freedom less than
    there are bins (Yurdakul, B. and Naranjo, J. (2020), Statistical properties of the population stability index).
    """
    return float((1 / before + 1 / after) * chdtri(max(bins - 1, 1), 1 - CONFIDENCE))


def _require_some(features: pl.DataFrame) -> None:
    if features.is_empty():
        raise TablesError("Drift compares two sets of applications, and one of them is empty: give at least one row.")


def _drift(before: pl.Series, after: pl.Series, points: float) -> FeatureDrift:
    known = (_level_counts if is_categorical(before.dtype) else _bin_counts)(before, after)
    sizes = np.array([len(before), len(after)])
    missing = sizes - known.sum(axis=1)
    counts = np.column_stack([known, missing]).astype(np.float64)
    filled = counts.sum(axis=0) > 0
    index = stability_index(*counts[:, filled])
    critical = critical_value(len(before), len(after), int(filled.sum()))
    state = DriftState.STABLE
    if index > critical and index > MODERATE:
        state = DriftState.LARGE if index > LARGE else DriftState.MODERATE
    missing_before, missing_after = (missing / sizes).tolist()
    return FeatureDrift(before.name, index, critical, state, missing_before, missing_after, points)


def _level_counts(before: pl.Series, after: pl.Series) -> np.ndarray:
    """Count both columns by the levels of either, shape (2, levels)."""
    counts = [
        {str(level): count for level, count in column.drop_nulls().value_counts().iter_rows()}
        for column in (before, after)
    ]
    levels = sorted(counts[0].keys() | counts[1].keys())
    return np.array([[count.get(level, 0) for level in levels] for count in counts])


def _bin_counts(before: pl.Series, after: pl.Series) -> np.ndarray:
    """Count both columns in bins of equal size among the first, shape (2, bins); a cut belongs to the bin under it."""
    sides = [_rising(column) for column in (before, after)]
    cuts = np.unique(_quantiles(sides[0], np.arange(1, BINS) / BINS)) if len(sides[0]) else np.empty(0)
    return np.array(
        [np.diff(np.searchsorted(known, cuts, side="right"), prepend=0, append=len(known)) for known in sides]
    )


def _rising(column: pl.Series) -> np.ndarray:
    """Return the finite values in rising order: sorting once is many times faster than placing each in its bin."""
    numbers = column if column.dtype.is_float() else column.cast(pl.Float64)
    values = np.sort(numbers.to_numpy())
    return values[np.searchsorted(values, -np.inf, side="right") : np.searchsorted(values, np.inf)].astype(np.float64)


def _quantiles(rising: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return quantiles of values in rising order, linear between neighbours, without sorting again."""
    places = shares * (len(rising) - 1)
    low, high = rising[np.floor(places).astype(np.int64)], rising[np.ceil(places).astype(np.int64)]
    return low + (high - low) * (places % 1)
