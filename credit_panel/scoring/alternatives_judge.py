"""The judge of alternatives: some clients choose among the models that were tried, others measure them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from credit_panel.errors import TablesError
from credit_panel.scoring.alternatives import Alternative, frontier_of, lowest_ratio
from credit_panel.scoring.alternatives_trial import Tried
from credit_panel.scoring.bootstrap import bootstrap_interval
from credit_panel.scoring.comparison import Gain
from credit_panel.scoring.fairness import GroupFairness, Groups, compare_groups, wilson
from credit_panel.scoring.ranking import auc

_RESAMPLES = 200
"""Resamples of the clients for the interval of a gain: there are many models to measure."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What models are held against.

    Parameters
    ----------
    groups, target
        Band of age and outcome of every client.
    threshold
        Probability above which a refusal counts, for all alike.
    seed
        Seed of the resamples.
    """

    groups: Groups
    target: np.ndarray
    threshold: float
    seed: int

    def compare(self, probability: np.ndarray, rows: np.ndarray) -> tuple[GroupFairness, ...]:
        """Return how the bands fare among some clients, given the probability of all."""
        p = probability[rows]
        return compare_groups(
            self.groups.take(rows), refused=p > self.threshold, probability=p, target=self.target[rows]
        )

    def least(self, probability: np.ndarray, rows: np.ndarray) -> str:
        """Return the band that is accepted least among those that have a figure.

        Raises
        ------
        TablesError
            When fewer than two have one.
        """
        rated = [
            (group.acceptance_ratio.value, group.group)
            for group in self.compare(probability, rows)
            if group.acceptance_ratio.value is not None
        ]
        if len(rated) < 2:
            raise TablesError("Fewer than two bands of age have enough clients to compare: give more applications.")
        return min(rated)[1]

    def choose(self, tried: Sequence[Tried], rows: np.ndarray, auc_loss: float) -> tuple[np.ndarray, np.ndarray, int]:
        """Return which models some clients find admissible, which are on their frontier, and the one they prefer."""
        worth = np.array([auc(score=one.probability[rows], target=self.target[rows]) for one in tried])
        equality = np.array([lowest_ratio(self.compare(one.probability, rows)) for one in tried])
        admissible = worth >= worth[0] - auc_loss
        usable = np.flatnonzero(admissible & np.isfinite(equality))
        chosen = np.zeros(len(tried), dtype=bool)
        chosen[usable[frontier_of(worth[usable], equality[usable])]] = True
        return admissible, chosen, max(usable.tolist(), key=lambda place: (equality[place], worth[place]), default=0)

    def measure(
        self, one: Tried, first: Tried, features: Sequence[str], rows: np.ndarray, *, admissible: bool, chosen: bool
    ) -> Alternative:
        """Return a model with its figures on some clients, beside the first."""
        pair = np.column_stack([first.probability[rows], one.probability[rows]])
        outcome = self.target[rows]

        def gained(pair: np.ndarray, outcome: np.ndarray) -> float:
            return auc(score=pair[:, 1], target=outcome) - auc(score=pair[:, 0], target=outcome)

        interval = bootstrap_interval(gained, pair, outcome, seed=self.seed, resamples=_RESAMPLES)
        return Alternative(
            dropped=tuple(features[j] for j in one.trial.dropped),
            bound=tuple(features[j] for j in one.trial.bound),
            settings=dict(one.trial.settings),
            auc=auc(score=pair[:, 1], target=outcome),
            gain=Gain(gained(pair, outcome), *interval),
            acceptance=wilson(float(np.sum(pair[:, 1] <= self.threshold)), len(rows)),
            groups=self.compare(one.probability, rows),
            admissible=admissible,
            chosen=chosen,
        )
