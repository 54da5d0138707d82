"""Points: log-odds of repayment on the scale that lenders read."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Scale:
    """The line from log-odds to points: ``points = offset + factor · ln(odds good:bad)``.

    Points are not clipped, so that the contributions of features add up to them.

    Parameters
    ----------
    base
        Points at `base_probability`.
    base_probability
        Probability of default that is worth `base` points (5 % is odds of 19 good to 1 bad).
    pdo
        Points that double the odds.

    Raises
    ------
    ValueError
        When the points are not finite, the probability not between 0 and 1, or `pdo` not positive.

    Notes
    -----
    Siddiqi, N. (2006), Credit Risk Scorecards, chapter 6.
    """

    base: float = 600.0
    base_probability: float = 0.05
    pdo: float = 50.0

    def __post_init__(self) -> None:
        # one scale is one version, however its numbers were written: 600, 600.0, or a number of NumPy
        for name in ("base", "base_probability", "pdo"):
            object.__setattr__(self, name, float(getattr(self, name) + 0))
        if not (math.isfinite(self.base) and 0 < self.base_probability < 1 and 0 < self.pdo < math.inf):
            raise ValueError(f"No scale has {self.base} points at {self.base_probability} and doubles in {self.pdo}.")

    @property
    def factor(self) -> float:
        """Points per unit of log-odds."""
        return self.pdo / math.log(2)

    @property
    def offset(self) -> float:
        """Points at even odds."""
        return self.base + self.factor * _logit(self.base_probability)

    def points(self, log_odds: ArrayLike) -> np.ndarray:
        """Return the points of log-odds of default, any shape."""
        return self.offset - self.factor * np.asarray(log_odds, dtype=np.float64)

    def points_of_probability(self, probability: float) -> float:
        """Return the points of one probability of default, strictly between 0 and 1."""
        return self.offset - self.factor * _logit(probability)

    def log_odds(self, points: ArrayLike) -> np.ndarray:
        """Return the log-odds of default of points, any shape."""
        return (self.offset - np.asarray(points, dtype=np.float64)) / self.factor

    def probability(self, points: ArrayLike) -> np.ndarray:
        """Return the probability of default of points, any shape."""
        return probability_of(self.log_odds(points))


def probability_of(log_odds: ArrayLike) -> np.ndarray:
    """Return the probability of log-odds, computed without overflow on either side."""
    x = np.asarray(log_odds, dtype=np.float64)
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, decay) / (1.0 + decay)


def _logit(probability: float) -> float:
    return math.log(probability) - math.log1p(-probability)
