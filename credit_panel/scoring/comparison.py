"""Comparison: two models on the same clients, held out of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from credit_panel.errors import TablesError
from credit_panel.scoring.bootstrap import bootstrap_interval
from credit_panel.scoring.evaluation import Evaluation, evaluate
from credit_panel.scoring.policy import Policy
from credit_panel.scoring.ranking import auc
from credit_panel.scoring.scores import Scores
from credit_panel.scoring.swaps import Swap, swap_set


@dataclass(frozen=True, slots=True)
class Gain:
    """How much better one model is than another on the same clients.

    Parameters
    ----------
    value
        The gain; negative for a loss.
    low, high
        Its 95 % paired bootstrap interval: both models are measured on each resample of the clients, so that what
        their own intervals share cancels out.
    """

    value: float
    low: float
    high: float

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the second model gains on the first.

    Parameters
    ----------
    first, second
        What each is worth on the clients.
    auc, brier, cost
        Gain of the second: more AUC, less Brier score, a lower mean cost a client.
    cost_ratio
        What an accepted default costs in `cost`, in units of a good client refused. Both models refuse above the
        threshold that it calls for, so that the models are compared and not their policies.
    swaps
        Who changes side, each model under its own policy.
    """

    first: Evaluation
    second: Evaluation
    auc: Gain
    brier: Gain
    cost: Gain
    cost_ratio: float
    swaps: tuple[Swap, ...]


def compare(
    first: Scores, second: Scores, target: np.ndarray, *, cost_ratio: float = 10.0, seed: int = 0
) -> Comparison:
    """Compare the scores of two models on the same n clients.

    Parameters
    ----------
    first, second
        Scores that saw no client's outcome: a model looks better than it is on the clients that trained it.
    target
        1 for a default, 0 otherwise and NaN where unknown, shape (n,); clients of unknown outcome count for nothing.
    cost_ratio
        What an accepted default costs, in units of a good client refused.
    seed
        Seed of the resamples.

    Raises
    ------
    TablesError
        When the clients show one outcome only.
    """
    known = ~np.isnan(target)
    outcome = target[known]
    if len(np.unique(outcome)) < 2:
        raise TablesError("Two models are compared on clients of both outcomes in TARGET: give more applications.")
    one, other = first.take(known), second.take(known)
    threshold = Policy(cost_ratio).threshold

    def cost(probability: np.ndarray, target: np.ndarray) -> float:
        return float(np.mean(np.where(probability > threshold, 1 - target, cost_ratio * target)))

    return Comparison(
        first=evaluate(one.probability, outcome, seed=seed),
        second=evaluate(other.probability, outcome, seed=seed),
        auc=auc_gain(one.probability, other.probability, outcome, seed=seed),
        brier=_gain(_squared_error, other.probability, one.probability, outcome, seed),
        cost=_gain(cost, other.probability, one.probability, outcome, seed),
        cost_ratio=cost_ratio,
        swaps=swap_set(one, other, outcome),
    )


def auc_gain(first: np.ndarray, second: np.ndarray, target: np.ndarray, *, seed: int = 0) -> Gain:
    """Return how much more AUC the second probability has than the first.

    Parameters
    ----------
    first, second
        Held-out probabilities of the same clients, shape (n,) each.
    target
        1 for a default and 0 otherwise, shape (n,).
    seed
        Seed of the resamples.
    """
    return _gain(auc, first, second, target, seed)


def _gain(
    figure: Callable[[np.ndarray, np.ndarray], float],
    first: np.ndarray,
    second: np.ndarray,
    target: np.ndarray,
    seed: int,
) -> Gain:
    """Return by how much a figure is greater for the second."""

    def difference(pair: np.ndarray, outcome: np.ndarray) -> float:
        return figure(pair[:, 1], outcome) - figure(pair[:, 0], outcome)

    pair = np.column_stack([first, second])
    return Gain(difference(pair, target), *bootstrap_interval(difference, pair, target, seed=seed))


def _squared_error(probability: np.ndarray, target: np.ndarray) -> float:
    return float(np.mean((probability - target) ** 2))
