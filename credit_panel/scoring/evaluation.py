"""How good a probability is: ranking, calibration and error, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from credit_panel.scoring.bootstrap import bootstrap_intervals
from credit_panel.scoring.ranks import cumulated
from credit_panel.scoring.trade_off import ranking

BINS = 10
"""Bins of equal size of a reliability table."""

RISKIEST = 0.1
"""Share of the clients, the riskiest, whose lift is given."""

FIGURES = ("auc", "gini", "ks", "average_precision", "lift", "brier", "ece")
"""Figures of an evaluation that have an interval."""


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
    average_precision
        Area under the curve of precision over recall.
    lift
        How many times more defaults than average the riskiest tenth holds.
    brier
        Mean squared error of the probability.
    ece
        Expected calibration error over `BINS` bins of equal size.
    intervals
        95 % bootstrap interval of each of `FIGURES`. Resampling adds noise to every bin, so the interval of the
        calibration error lies above it: it says how small an error these many clients could show.
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
    average_precision: float
    lift: float
    brier: float
    ece: float
    intervals: Mapping[str, tuple[float, float]]
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
    found = dict(zip(FIGURES, _figures(p, y).tolist(), strict=True))
    ends = np.column_stack(bootstrap_intervals(_figures, p, y, seed=seed)).tolist()
    intervals = {name: (low, high) for name, (low, high) in zip(FIGURES, ends, strict=True)}
    return Evaluation(
        count=len(y),
        default_rate=float(y.mean()),
        auc_low=intervals["auc"][0],
        auc_high=intervals["auc"][1],
        intervals=intervals,
        reliability=reliability(p, y),
        **found,
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


def _bin(probability: np.ndarray, target: np.ndarray) -> ReliabilityBin:
    return ReliabilityBin(
        low=float(probability.min()),
        high=float(probability.max()),
        predicted=float(probability.mean()),
        observed=float(target.mean()),
        count=len(target),
        defaults=int(target.sum()),
    )


def _figures(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return `FIGURES`; all but the Brier score are NaN when only one outcome occurs."""
    area = auc(p, y)
    if np.isnan(area):
        return np.array([np.nan] * 5 + [np.mean((p - y) ** 2), np.nan])
    ranked = ranking(p, y)
    error = calibration_error(reliability(p, y))
    return np.array(
        [
            area,
            2 * area - 1,
            kolmogorov_smirnov(p, y),
            ranked.average_precision,
            ranked.lift(RISKIEST),
            np.mean((p - y) ** 2),
            error,
        ]
    )
