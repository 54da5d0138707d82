"""The lending policy: from a probability and its interval to a proposed outcome and a grade."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike


class Outcome(StrEnum):
    """What the policy proposes; a person decides."""

    ACCEPT = "accept"
    REVIEW = "review"
    REFUSE = "refuse"


GRADES = ("A", "B", "C", "D", "E", "F")
"""From the safest to the riskiest."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rule that pages, API, batch and documents share.

    Parameters
    ----------
    cost_ratio
        What a default that was accepted costs, in units of a good client who was refused.
    margin
        Widening of the interval on both sides, in probability, before it is held against the threshold: 0 sends only
        the clients whose interval straddles the threshold to review. The interval says how well the probability is
        calibrated, and narrows with the number of calibration clients; a lender who wants people to look at the cases
        near the threshold however many these are sets a margin, such as 0.01.

    Raises
    ------
    ValueError
        When the cost ratio is not positive or the margin is negative.

    Notes
    -----
    With calibrated probabilities the cost is least when everyone above ``1 / (1 + cost_ratio)`` is refused (Elkan,
    C. (2001), The Foundations of Cost-Sensitive Learning).
    """

    cost_ratio: float = 10.0
    margin: float = 0.0

    def __post_init__(self) -> None:
        if not (np.isfinite(self.cost_ratio) and self.cost_ratio > 0):
            raise ValueError(f"The cost ratio must be a positive number, not {self.cost_ratio}.")
        if not (0 <= self.margin < 1):
            raise ValueError(f"The margin must lie between 0 and 1, not {self.margin}.")

    @property
    def threshold(self) -> float:
        """Probability of default above which refusing costs less than accepting."""
        return 1 / (1 + self.cost_ratio)

    @property
    def grade_limits(self) -> tuple[float, ...]:
        """Lower limits of the grades B to F; fixed, except that D ends at the threshold.

        A threshold outside 5 % to 15 % squeezes D or E to nothing and leaves the order.
        """
        threshold = min(max(self.threshold, 0.05), 0.15)
        return (0.015, 0.03, 0.05, threshold, 0.15)

    def outcome(self, probability: float, low: float, high: float) -> Outcome:
        """Return the outcome of one client; see `outcomes`."""
        return Outcome(self.outcomes([probability], [low], [high])[0])

    def outcomes(self, probability: ArrayLike, low: ArrayLike, high: ArrayLike) -> np.ndarray:
        """Return the proposed outcome of each client, an array of text, shape (n,).

        Parameters
        ----------
        probability
            Probability of default; it counts as part of its interval.
        low, high
            Ends of its interval.

        Returns
        -------
        numpy.ndarray
            ``"accept"`` where the interval stays at or under the threshold, ``"refuse"`` where it lies above,
            ``"review"`` where it straddles the threshold.
        """
        lowest = np.minimum(low, probability) - self.margin
        highest = np.maximum(high, probability) + self.margin
        choices = [highest <= self.threshold, lowest > self.threshold]
        return np.select(choices, [Outcome.ACCEPT.value, Outcome.REFUSE.value], Outcome.REVIEW.value)

    def grade(self, probability: float) -> str:
        """Return the grade of one client, ``"A"`` (safest) to ``"F"``."""
        return str(self.grades([probability])[0])

    def grades(self, probability: ArrayLike) -> np.ndarray:
        """Return the grade of each probability, an array of one-letter text, shape (n,).

        A limit belongs to the riskier grade, except the threshold, which belongs to D as it does to acceptance.
        """
        p = np.asarray(probability, dtype=np.float64)
        limits = np.array(self.grade_limits)
        index = np.searchsorted(limits, p, side="right")
        index -= (p == self.grade_limits[3]) & (index == 4)
        return np.array(GRADES)[index]
