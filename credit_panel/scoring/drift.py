"""Drift: whether today's applications still look like those the model was trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl
from scipy.stats import chi2

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
        Change of the mean points that the feature's contributions brought, None when it is none of the model's.
    """

    feature: str
    index: float
    critical: float
    state: DriftState
    missing_before: float
    missing_after: float
    points: float | None


@dataclass(frozen=True, slots=True)
class Population:
    """A set of applications as drift sees it.

    Parameters
    ----------
    features
        The features to compare, n rows.
    points
        The points, shape (n,).
    moved
        Mean contribution in points, by feature.
    """

    features: pl.DataFrame
    points: np.ndarray
    moved: Mapping[str, float]


def population_of(scorer: Scorer, features: pl.DataFrame) -> Population:
    """Score and explain applications, so that they can be compared with others.

    Parameters
    ----------
    features
        What `build_features` returns, collected.

    Raises
    ------
    TablesError
        When a column of the model is absent.
    """
    explained = scorer.explain(features)
    means = explained.contributions.mean(axis=0).tolist() if len(features) else []
    return Population(
        features.select(explained.features), explained.scores.points, dict(zip(explained.features, means, strict=False))
    )


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
    """Compare two sets of applications that were explained before; see `drift`.

    Raises
    ------
    TablesError
        When either holds no application.
    """
    before, after = reference.features, current.features
    if not (len(before) and len(after)):
        raise TablesError("Drift compares two sets of applications, and one of them is empty: give at least one row.")
    features = [
        _drift(before[name], after[name], current.moved[name] - reference.moved[name]) for name in before.columns
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
    return float((1 / before + 1 / after) * chi2.ppf(CONFIDENCE, max(bins - 1, 1)))


def _drift(before: pl.Series, after: pl.Series, points: float | None) -> FeatureDrift:
    counts_before, counts_after = _counts(before, after)
    filled = (counts_before + counts_after) > 0
    index = stability_index(counts_before[filled], counts_after[filled])
    critical = critical_value(len(before), len(after), int(filled.sum()))
    state = DriftState.STABLE
    if index > critical and index > MODERATE:
        state = DriftState.LARGE if index > LARGE else DriftState.MODERATE
    missing = [float(_missing(column).mean()) for column in (before, after)]
    return FeatureDrift(before.name, index, critical, state, missing[0], missing[1], points)


def _counts(before: pl.Series, after: pl.Series) -> tuple[np.ndarray, np.ndarray]:
    """Count both columns in the bins of the first; the last bin is that of missing values."""
    if is_categorical(before.dtype):
        levels = sorted(set(before.cast(pl.String).drop_nulls()) | set(after.cast(pl.String).drop_nulls()))
        codes = {level: code for code, level in enumerate(levels)}
        places = [np.array([codes.get(v, len(levels)) for v in c.cast(pl.String).to_list()]) for c in (before, after)]
        bins = len(levels)
    else:
        known = before.filter(~pl.Series(_missing(before))).cast(pl.Float64).to_numpy()
        cuts = np.unique(np.quantile(known, np.arange(1, BINS) / BINS)) if len(known) else np.empty(0)
        bins = len(cuts) + 1
        places = [
            np.where(_missing(c), bins, np.searchsorted(cuts, c.cast(pl.Float64).to_numpy(), side="left"))
            for c in (before, after)
        ]
    first, second = (np.bincount(place, minlength=bins + 1).astype(np.float64) for place in places)
    return first, second


def _missing(column: pl.Series) -> np.ndarray:
    if is_categorical(column.dtype):
        return column.is_null().to_numpy()
    return ~np.isfinite(column.cast(pl.Float64).to_numpy())
