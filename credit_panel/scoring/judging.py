"""What follows from log-odds: probability and interval, points, grade, and the outcome that a policy proposes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from credit_panel.scoring.policy import Policy
from credit_panel.scoring.sampling_interval import SamplingInterval, ends_of
from credit_panel.scoring.scale import Scale, probability_of
from credit_panel.scoring.scores import Scores
from credit_panel.scoring.withheld import held_back


@dataclass(frozen=True, slots=True)
class Judge:
    """The scale, the interval and the policy by which a scorer speaks.

    Parameters
    ----------
    scale, interval, policy
        Those of the model, and how outcomes are proposed; None where no interval was measured.
    """

    scale: Scale
    interval: SamplingInterval | None
    policy: Policy

    def scores(self, log_odds: np.ndarray, at_low: np.ndarray) -> Scores:
        """Return the scores of clients of calibrated log-odds, and of `Scores.at_low` as log-odds, shape (n,)."""
        probability = probability_of(log_odds)
        outcome, flags = self.proposed(log_odds, at_low)
        low, high = ends_of(self.interval, log_odds)
        return Scores(
            probability=probability,
            low=low,
            high=high,
            points=self.scale.points(log_odds),
            outcome=outcome,
            grade=self.policy.grades(probability),
            at_low=probability_of(at_low),
            flags=flags,
        )

    def proposed(self, log_odds: np.ndarray, at_low: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the outcomes and the flags of the same clients."""
        own = self._outcomes(log_odds)
        return held_back(own, self._outcomes(at_low) if self.policy.review_missing_scores else own)

    def review_zone(self) -> tuple[float, float]:
        """Return the probabilities between which a review is proposed; the same twice when there is none."""
        half = 0.0 if self.interval is None else self.interval.half_width(self.policy.review_level)
        centre = math.log(1 / self.policy.cost_ratio)
        low, high = probability_of(np.array([centre - half, centre + half]))
        return float(low), float(high)

    def _outcomes(self, log_odds: np.ndarray) -> np.ndarray:
        low, high = ends_of(self.interval, log_odds, self.policy.review_level)
        return self.policy.outcomes(probability_of(log_odds), low, high)


def log_odds_of(probability: np.ndarray) -> np.ndarray:
    """Return the log-odds of probabilities of any shape."""
    p = np.asarray(probability, dtype=np.float64)
    return np.log(p) - np.log1p(-p)
