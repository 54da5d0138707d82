"""What the model says of many clients: arrays, one entry a client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from credit_panel.features.absence import absence_of
from credit_panel.scoring.explanation import Contribution, Explanation, ModelStamp, Value, plain_value
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.routes import FOLD
from credit_panel.scoring.withheld import Flag


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of n clients, each an array of shape (n,).

    Parameters
    ----------
    probability, low, high
        Calibrated probability of default and its interval, float64; the interval is NaN where none was measured.
    points
        The same on the scale of points, float64.
    outcome
        What the policy proposes: ``"accept"``, ``"review"`` or ``"refuse"``.
    grade
        ``"A"`` to ``"F"``.
    at_low
        The highest probability were some external scores that were not supplied bad, see `withheld`, or none; that of
        the client where none is missing, float64.
    flags
        Why a client is to be reviewed whose probability alone would not say so, see `Flag`; an empty text for most.
    """

    probability: np.ndarray
    low: np.ndarray
    high: np.ndarray
    points: np.ndarray
    outcome: np.ndarray
    grade: np.ndarray
    at_low: np.ndarray
    flags: np.ndarray

    def __len__(self) -> int:
        return len(self.probability)

    def take(self, rows: np.ndarray) -> Scores:
        """Return the scores of some clients, chosen by position or by a mask."""
        return Scores(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Explanations:
    """The scores of n clients and what each feature moved.

    Parameters
    ----------
    scores
        The scores.
    base_points
        Points of the trees that speak of each client before anything is known, shape (n,), float64; within a few points
        those of the training clients' default rate, because each tree is grown to correct the ones before it and moves
        their weighted mean by nothing.
    contributions
        Points that each feature adds or takes, shape (n, k), float64; ``base_points`` and a row add up to its points.
        What the trees of a client do not read moves nothing.
    features
        Names of the k features, in the model's order.
    """

    scores: Scores
    base_points: np.ndarray
    contributions: np.ndarray
    features: tuple[str, ...]

    def one(
        self,
        place: int,
        values: Mapping[str, object],
        threshold: float,
        reference: Mapping[str, Value],
        model: ModelStamp,
        *,
        client_id: int | None,
    ) -> Explanation:
        """Return the explained decision about one of the clients.

        Parameters
        ----------
        place
            The client's, 0 to n - 1.
        values
            The client's fields and features, by name.
        reference
            The usual value of each feature.
        threshold, model, client_id
            As in `Explanation`.
        """
        scores, points = self.scores, self.contributions[place]
        # equal strengths keep the model's order, so that the same client always reads the same
        order = np.argsort(-np.abs(points), kind="stable")
        return Explanation(
            client_id=client_id,
            probability=float(scores.probability[place]),
            low=_known(scores.low[place]),
            high=_known(scores.high[place]),
            points=float(scores.points[place]),
            grade=str(scores.grade[place]),
            outcome=Outcome(scores.outcome[place]),
            threshold=threshold,
            base_points=float(self.base_points[place]),
            contributions=tuple(
                Contribution(
                    feature=self.features[j],
                    value=plain_value(values[self.features[j]]),
                    reference=reference[self.features[j]],
                    points=float(points[j]),
                    absence=absence_of(self.features[j], values),
                )
                for j in order
            ),
            model=model,
            held_out=values.get(FOLD) is not None,
            flags=(Flag(scores.flags[place]),) if scores.flags[place] else (),
        )


def _known(end: float) -> float | None:
    """Return an end of an interval, None where no interval was measured."""
    return None if np.isnan(end) else float(end)


def settle(points: np.ndarray, totals: np.ndarray) -> None:
    """Put what 32-bit sums lost (under 0.001 points) on each client's largest contribution."""
    if not len(points):
        return
    rows = np.arange(len(points))
    largest = np.abs(points).argmax(axis=1)
    points[rows, largest] += totals - points.sum(axis=1)
