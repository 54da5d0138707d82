"""Trade-offs: what each threshold costs and accepts, and who changes side between two policies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from credit_panel.scoring.bootstrap import bootstrap_intervals
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.ranks import cumulated
from credit_panel.scoring.scores import Scores


@dataclass(frozen=True, slots=True)
class Ranking:
    """How a probability separates defaults from others, one entry a threshold, from refusing none to refusing all.

    Parameters
    ----------
    threshold
        Clients at this probability or above are refused; infinite refuses none. Falling, shape (k,).
    refused_defaults, refused_others
        Shares of the defaults and of the others that are refused: the ROC curve, shape (k,).
    precision
        Share of defaults among the refused, NaN where none is, shape (k,).
    accepted
        Share of all clients accepted, shape (k,).
    accepted_default_rate
        Share of defaults among the accepted, NaN where none is, shape (k,).
    """

    threshold: np.ndarray
    refused_defaults: np.ndarray
    refused_others: np.ndarray
    precision: np.ndarray
    accepted: np.ndarray
    accepted_default_rate: np.ndarray
    _defaults: float
    _count: int

    @property
    def average_precision(self) -> float:
        """Area under precision over recall, by steps as `sklearn.metrics.average_precision_score` defines it."""
        return float(np.sum(np.diff(self.refused_defaults) * self.precision[1:]))

    def cost(self, cost_ratio: float) -> np.ndarray:
        """Return the cost a client at each threshold, in units of a good client refused, shape (k,).

        Parameters
        ----------
        cost_ratio
            What an accepted default costs, in the same units.
        """
        share = self._defaults / self._count
        return cost_ratio * share * (1 - self.refused_defaults) + (1 - share) * self.refused_others

    def lift(self, share: float) -> float:
        """Return how many times more defaults than average the riskiest `share` of the clients holds."""
        refused = 1 - self.accepted
        return float(np.interp(share, refused, self.refused_defaults) / share)


def ranking(probability: np.ndarray, target: np.ndarray) -> Ranking:
    """Return how a probability separates, exact at every distinct value.

    Parameters
    ----------
    probability
        Held-out probabilities of default, shape (n,).
    target
        1 for a default and 0 otherwise, shape (n,); both must occur.
    """
    others, defaults = (part[::-1] for part in cumulated(probability, target))
    good, bad = others[0], defaults[0]
    accepted = others + defaults
    refused = good + bad - accepted
    with np.errstate(invalid="ignore"):
        precision = (bad - defaults) / refused
        accepted_default_rate = defaults / accepted
    return Ranking(
        threshold=np.append(np.inf, np.unique(probability)[::-1]),
        refused_defaults=1 - defaults / bad,
        refused_others=1 - others / good,
        precision=precision,
        accepted=accepted / (good + bad),
        accepted_default_rate=accepted_default_rate,
        _defaults=float(bad),
        _count=len(target),
    )


@dataclass(frozen=True, slots=True)
class CostCurve:
    """What each threshold costs a client, in units of a good client refused, with 95 % bootstrap intervals.

    Parameters
    ----------
    threshold
        Clients at this probability or above are refused, rising, shape (k,).
    cost, low, high
        Mean cost and its interval at each threshold, shape (k,).
    """

    threshold: np.ndarray
    cost: np.ndarray
    low: np.ndarray
    high: np.ndarray


def cost_curve(
    probability: np.ndarray, target: np.ndarray, cost_ratio: float, threshold: np.ndarray, *, seed: int = 0
) -> CostCurve:
    """Return the cost at chosen thresholds.

    Parameters
    ----------
    probability
        Held-out probabilities of default, shape (n,).
    target
        1 for a default and 0 otherwise, shape (n,).
    cost_ratio
        What an accepted default costs, in the same units.
    threshold
        Thresholds, rising, shape (k,).
    """

    def costs(p: np.ndarray, y: np.ndarray) -> np.ndarray:
        accepted = np.searchsorted(np.sort(p), threshold, side="left")
        defaults = np.concatenate([[0.0], np.cumsum(y[np.argsort(p)])])
        others_refused = (len(y) - accepted) - (defaults[-1] - defaults[accepted])
        return (cost_ratio * defaults[accepted] + others_refused) / len(y)

    low, high = bootstrap_intervals(costs, probability, target, seed=seed)
    return CostCurve(np.asarray(threshold), costs(probability, target), low, high)


@dataclass(frozen=True, slots=True)
class Swap:
    """The clients that go from one outcome to another between two policies or models.

    Parameters
    ----------
    before, after
        The outcomes.
    count
        How many.
    default_rate
        Share of defaults among those of known outcome, NaN when none is known.
    """

    before: Outcome
    after: Outcome
    count: int
    default_rate: float


def swap_set(before: Scores, after: Scores, target: np.ndarray) -> tuple[Swap, ...]:
    """Return who changes side, for each pair of different outcomes.

    Parameters
    ----------
    before, after
        Scores of the same n clients under two policies or models.
    target
        1 for a default, 0 otherwise and NaN where unknown, shape (n,).
    """
    swaps = []
    for one in Outcome:
        for other in Outcome:
            moved = (before.outcome == one) & (after.outcome == other)
            known = target[moved & ~np.isnan(target)]
            if one != other:
                swaps.append(Swap(one, other, int(moved.sum()), float(known.mean()) if len(known) else float("nan")))
    return tuple(swaps)
