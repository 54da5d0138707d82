"""The lending policy: from a probability and its interval to a proposed outcome and a grade."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike


class Outcome(StrEnum):
    """What the policy proposes; a person decides.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cp.Outcome.REVIEW == "review"
    True
    """

    ACCEPT = "accept"
    REVIEW = "review"
    REFUSE = "refuse"


HIGHEST_LEVEL = 0.95
"""Highest level of an interval that a bundle keeps."""

GRADES = ("A", "B", "C", "D", "E", "F")
"""From the safest to the riskiest."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rule that pages, API, batch and documents share.

    Parameters
    ----------
    cost_ratio
        What a default that was accepted costs, in units of a good client who was refused.
    review_level
        Level of the interval that is held against the threshold, from 0 (nobody is sent to review) to 0.95. At 0.5 a
        person looks at every application for which more than one model in four, each of another sample of clients,
        would be on the other side of the threshold; at 0.8, more than one in ten. It is a matter of how many people
        there are to look, and what the other outcomes are worth is shown beside the control on /model.

    review_missing_scores
        Whether a person looks at an application that lacks an external score where a bad one, such that one known score
        in ten is lower, would have made the proposal worse; see `credit_panel.scoring.withheld`.

    Raises
    ------
    ValueError
        When the cost ratio is not positive, or the level is not one that an interval can have.

    Notes
    -----
    With calibrated probabilities the cost is least when everyone above ``1 / (1 + cost_ratio)`` is refused (Elkan,
    C. (2001), The Foundations of Cost-Sensitive Learning).

    Examples
    --------
    >>> import credit_panel as cp
    >>> round(cp.Policy(cost_ratio=10).threshold, 4)
    0.0909
    """

    cost_ratio: float = 10.0
    review_level: float = 0.5
    review_missing_scores: bool = True

    def __post_init__(self) -> None:
        # one policy is one version, however its numbers were written: 30, 30.0, or a number of NumPy
        for name in ("cost_ratio", "review_level"):
            object.__setattr__(self, name, float(getattr(self, name) + 0))
        object.__setattr__(self, "review_missing_scores", bool(self.review_missing_scores))
        if not (np.isfinite(self.cost_ratio) and self.cost_ratio > 0):
            raise ValueError(f"The cost ratio must be a positive number, not {self.cost_ratio}.")
        if not (0 <= self.review_level <= HIGHEST_LEVEL):
            raise ValueError(f"The review level must lie between 0 and {HIGHEST_LEVEL:g}, not {self.review_level}.")

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
            Ends of its interval of `review_level`; NaN where no interval was measured.

        Returns
        -------
        numpy.ndarray
            ``"accept"`` where the interval stays at or under the threshold, ``"refuse"`` where it lies above,
            ``"review"`` where it straddles the threshold. Without an interval the probability decides alone.
        """
        lowest, highest = np.fmin(low, probability), np.fmax(high, probability)
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
