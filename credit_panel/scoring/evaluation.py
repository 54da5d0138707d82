"""How good a probability is: ranking, calibration and error, with intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

RESAMPLES = 200
"""Bootstrap resamples of an interval."""

BINS = 10
"""Bins of equal size of a reliability table."""


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """One bin of a reliability table.

    Parameters
    ----------
    low, high
        Lowest and highest predicted probability in it.
    predicted, observed
        Mean predicted probability and observed default rate.
    count, defaults
        Clients, and defaults among them.
    """

    low: float
    high: float
    predicted: float
    observed: float
    count: int
    defaults: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What held-out probabilities are worth.

    Parameters
    ----------
    count, default_rate
        Clients, and share of defaults among them.
    auc, auc_low, auc_high
        Area under the ROC curve, and its 95 % bootstrap interval.
    gini, ks
        ``2 · auc - 1``, and the largest distance between the distributions of defaults and of others.
    brier
        Mean squared error of the probability.
    ece
        Expected calibration error over `BINS` bins of equal size.
    reliability
        The bins.
    """

    count: int
    default_rate: float
    auc: float
    auc_low: float
    auc_high: float
    gini: float
    ks: float
    brier: float
    ece: float
    reliability: tuple[ReliabilityBin, ...]

    def as_json(self) -> dict[str, object]:
        """Return the figures as plain values."""
        return asdict(self) | {"reliability": [asdict(b) for b in self.reliability]}


def evaluate(probability: np.ndarray, target: np.ndarray, *, seed: int = 0) -> Evaluation:
    """Return what probabilities are worth against known outcomes.

    Parameters
    ----------
    probability
        Held-out probabilities of default, shape (n,).
    target
        1 for a default and 0 otherwise, shape (n,); both must occur.
    seed
        Seed of the bootstrap.
    """
    p = np.asarray(probability, dtype=np.float64)
    y = np.asarray(target, dtype=np.float64)
    area = auc(p, y)
    low, high = bootstrap_interval(auc, p, y, seed=seed)
    bins = reliability(p, y)
    return Evaluation(
        count=len(y),
        default_rate=float(y.mean()),
        auc=area,
        auc_low=low,
        auc_high=high,
        gini=2 * area - 1,
        ks=kolmogorov_smirnov(p, y),
        brier=float(np.mean((p - y) ** 2)),
        ece=calibration_error(bins),
        reliability=bins,
    )


def auc(score: np.ndarray, target: np.ndarray) -> float:
    """Return the area under the ROC curve: the chance that a default has the higher score, ties counting half.

    NaN when only one outcome occurs.
    """
    good, bad = cumulated(score, target)
    if not (good[-1] and bad[-1]):
        return float("nan")
    return float(1 - np.trapezoid(bad, good) / (good[-1] * bad[-1]))


def kolmogorov_smirnov(score: np.ndarray, target: np.ndarray) -> float:
    """Return the largest distance between the score's distributions of defaults and of others; NaN as in `auc`."""
    good, bad = cumulated(score, target)
    if not (good[-1] and bad[-1]):
        return float("nan")
    return float(np.abs(good / good[-1] - bad / bad[-1]).max())


def reliability(probability: np.ndarray, target: np.ndarray, bins: int = BINS) -> tuple[ReliabilityBin, ...]:
    """Return predicted beside observed rates, in at most `bins` bins of equal size by rising probability."""
    order = np.argsort(probability, kind="stable")
    parts = (part for part in np.array_split(order, bins) if len(part))
    return tuple(_bin(probability[part], target[part]) for part in parts)


def calibration_error(bins: tuple[ReliabilityBin, ...]) -> float:
    """Return the distance between predicted and observed rates, mean over clients (Naeini et al., 2015)."""
    count = sum(b.count for b in bins)
    return sum(b.count * abs(b.predicted - b.observed) for b in bins) / count


def bootstrap_interval(
    statistic: Callable[[np.ndarray, np.ndarray], float],
    first: np.ndarray,
    second: np.ndarray,
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> tuple[float, float]:
    """Return the 95 % percentile interval of a statistic of paired values (Efron, 1979), always the same for a seed.

    Parameters
    ----------
    statistic
        Of two arrays of shape (n,); resamples where it is NaN are left out.
    """
    random = np.random.default_rng(seed)
    draws = (random.integers(0, len(first), len(first)) for _ in range(resamples))
    values = np.array([statistic(first[draw], second[draw]) for draw in draws])
    low, high = np.nanquantile(values, (0.025, 0.975))
    return float(low), float(high)


def _bin(probability: np.ndarray, target: np.ndarray) -> ReliabilityBin:
    return ReliabilityBin(
        low=float(probability.min()),
        high=float(probability.max()),
        predicted=float(probability.mean()),
        observed=float(target.mean()),
        count=len(target),
        defaults=int(target.sum()),
    )


def cumulated(score: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many others, and how many defaults, have at most each distinct score; both start from 0.

    Parameters
    ----------
    score
        Shape (n,), n at least 1.
    target
        1 for a default and 0 otherwise, shape (n,).

    Returns
    -------
    tuple of numpy.ndarray
        Others and defaults, each of shape (distinct scores + 1,).
    """
    order = np.argsort(score)
    ranked = score[order]
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    bad = np.cumsum(target[order])[last]
    good = last + 1 - bad
    return np.concatenate([[0.0], good]), np.concatenate([[0.0], bad])
