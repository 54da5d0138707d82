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
class PolicyCost:
    """What the decisions of two models cost a client, each refusing above the threshold of its own policy.

    Parameters
    ----------
    cost_ratio
        What an accepted default costs, in units of a good client refused.
    first, second
        Mean cost a client of each.
    gain
        By how much the second costs less.
    """

    cost_ratio: float
    first: float
    second: float
    gain: Gain


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
    costs
        What both cost, each under its own policy, at the cost ratio of each policy: once where the two are equal.
    """

    first: Evaluation
    second: Evaluation
    auc: Gain
    brier: Gain
    cost: Gain
    cost_ratio: float
    swaps: tuple[Swap, ...]
    costs: tuple[PolicyCost, ...]


def compare(
    first: Scores,
    second: Scores,
    target: np.ndarray,
    *,
    cost_ratio: float = 10.0,
    policies: tuple[Policy, Policy] | None = None,
    seed: int = 0,
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
    policies
        By which each model decides; None is the one of `cost_ratio` for both.
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
    policies = policies or (Policy(cost_ratio), Policy(cost_ratio))
    refused = [side.probability > policy.threshold for side, policy in zip((one, other), policies, strict=True)]
    ratios = dict.fromkeys(policy.cost_ratio for policy in policies)

    return Comparison(
        first=evaluate(probability=one.probability, target=outcome, seed=seed),
        second=evaluate(probability=other.probability, target=outcome, seed=seed),
        auc=auc_gain(one.probability, other.probability, target=outcome, seed=seed),
        brier=_gain(_squared_error, other.probability, one.probability, outcome, seed),
        cost=_gain(_cost(cost_ratio), other.probability > threshold, one.probability > threshold, outcome, seed),
        cost_ratio=cost_ratio,
        swaps=swap_set(one, other, outcome),
        costs=tuple(_policy_cost(ratio, refused[0], refused[1], outcome, seed) for ratio in ratios),
    )


def _cost(ratio: float) -> Callable[[np.ndarray, np.ndarray], float]:
    """Return the mean cost a client of refusing some of them."""
    return lambda refused, target: float(np.mean(np.where(refused, 1 - target, ratio * target)))


def _policy_cost(ratio: float, first: np.ndarray, second: np.ndarray, target: np.ndarray, seed: int) -> PolicyCost:
    cost = _cost(ratio)
    return PolicyCost(ratio, cost(first, target), cost(second, target), _gain(cost, second, first, target, seed))


def auc_gain(first: np.ndarray, second: np.ndarray, *, target: np.ndarray, seed: int = 0) -> Gain:
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
    return _gain(lambda score, outcome: auc(score=score, target=outcome), first, second, target, seed)


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
