"""How good a probability is: ranking, calibration and error, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from credit_panel.scoring.bootstrap import RESAMPLES, bootstrap_intervals
from credit_panel.scoring.ranking import ranking

BINS = 10
"""Bins of equal size of a reliability table."""

RISKIEST = 0.1
"""Share of the clients, the riskiest, whose lift is given."""

FIGURES = ("auc", "gini", "ks", "average_precision", "lift", "brier")
"""Figures of an evaluation that have a bootstrap interval."""


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
    auc, gini
        Area under the ROC curve, and ``2 · auc - 1``.
    ks
        Largest distance between the distributions of the defaults and of the others.
    average_precision
        Area under the curve of precision over recall.
    lift
        How many times more defaults than average the riskiest tenth holds.
    brier
        Mean squared error of the probability.
    intervals
        95 % bootstrap interval of each of `FIGURES`.
    ece
        Expected calibration error over `BINS` bins of equal size, see `calibration_error`.
    ece_by_chance
        Between what the calibration error of a perfect model would lie, see `error_by_chance`. It stands in the place
        of a bootstrap interval, which would lie above the figure: resampling adds noise to every bin.
    reliability
        The bins.
    """

    count: int
    default_rate: float
    auc: float
    gini: float
    ks: float
    average_precision: float
    lift: float
    brier: float
    intervals: Mapping[str, tuple[float, float]]
    ece: float
    ece_by_chance: tuple[float, float]
    reliability: tuple[ReliabilityBin, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return asdict(self)


def evaluate(*, probability: np.ndarray, target: np.ndarray, seed: int = 0) -> Evaluation:
    """Return what probabilities are worth against known outcomes.

    Parameters
    ----------
    probability
        Held-out probabilities of default, shape (n,).
    target
        1 for a default and 0 otherwise, shape (n,); both must occur.
    seed
        Seed of the resamples.
    """
    p = np.asarray(probability, dtype=np.float64)
    y = np.asarray(target, dtype=np.float64)
    found = dict(zip(FIGURES, _figures(p, y).tolist(), strict=True))
    ends = np.column_stack(bootstrap_intervals(_figures, p, y, seed=seed)).tolist()
    bins = reliability(probability=p, target=y)
    return Evaluation(
        count=len(y),
        default_rate=float(y.mean()),
        intervals={name: (low, high) for name, (low, high) in zip(FIGURES, ends, strict=True)},
        ece=calibration_error(bins),
        ece_by_chance=error_by_chance(p, seed=seed),
        reliability=bins,
        **found,
    )


def reliability(*, probability: np.ndarray, target: np.ndarray, bins: int = BINS) -> tuple[ReliabilityBin, ...]:
    """Return predicted beside observed rates, in at most `bins` bins of equal size by rising probability."""
    return tuple(_bin(probability[part], target[part]) for part in _parts(probability, bins))


def calibration_error(bins: tuple[ReliabilityBin, ...]) -> float:
    """Return the distance between predicted and observed rates, mean over clients (Naeini et al., 2015)."""
    count = sum(b.count for b in bins)
    return sum(b.count * abs(b.predicted - b.observed) for b in bins) / count


def error_by_chance(probability: np.ndarray, *, seed: int = 0, resamples: int = RESAMPLES) -> tuple[float, float]:
    """Return between what 95 % of the calibration errors of a perfect model lie, for as many clients.

    Outcomes are drawn from the probabilities themselves, and the error is measured on each draw (Bröcker, J. and
    Smith, L. A. (2007), Increasing the Reliability of Reliability Diagrams).

    Parameters
    ----------
    probability
        Shape (n,).
    """
    random = np.random.default_rng(seed)
    distances = np.zeros(resamples)
    for part in _parts(probability, BINS):
        p = probability[part]
        drawn = np.array([np.count_nonzero(random.random(len(p)) < p) for _ in range(resamples)])
        distances += np.abs(p.sum() - drawn)
    low, high = np.quantile(distances / len(probability), (0.025, 0.975))
    return float(low), float(high)


def _parts(probability: np.ndarray, bins: int) -> list[np.ndarray]:
    """Return the positions of the clients in each bin that holds any."""
    order = np.argsort(probability, kind="stable")
    return [part for part in np.array_split(order, bins) if len(part)]


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
    brier = np.mean((p - y) ** 2)
    if y.min() == y.max():
        return np.array([np.nan] * (len(FIGURES) - 1) + [brier])
    found = ranking(probability=p, target=y)
    return np.array([found.auc, 2 * found.auc - 1, found.ks, found.average_precision, found.lift(RISKIEST), brier])
