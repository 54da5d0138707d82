"""Ranking: how well scores tell defaults from others, at every threshold and in one figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


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
    """

    threshold: np.ndarray
    refused_defaults: np.ndarray
    refused_others: np.ndarray
    precision: np.ndarray
    accepted: np.ndarray

    @property
    def auc(self) -> float:
        """Area under the ROC curve."""
        return float(np.trapezoid(self.refused_defaults, self.refused_others))

    @property
    def ks(self) -> float:
        """Largest distance between the distributions of the defaults and of the others (Kolmogorov and Smirnov)."""
        return float(np.max(np.abs(self.refused_defaults - self.refused_others)))

    @property
    def average_precision(self) -> float:
        """Area under precision over recall, by steps as `sklearn.metrics.average_precision_score` defines it."""
        return float(np.sum(np.diff(self.refused_defaults) * self.precision[1:]))

    def lift(self, share: float) -> float:
        """Return how many times more defaults than average the riskiest `share` of the clients holds.

        Between two thresholds the clients of one probability count as drawn from it at random.
        """
        refused = 1 - self.accepted
        return float(np.interp(share, refused, self.refused_defaults) / share)


def ranking(*, probability: np.ndarray, target: np.ndarray) -> Ranking:
    """Return how a probability separates, exact at every distinct value.

    Parameters
    ----------
    probability
        Held-out probabilities of default, shape (n,).
    target
        1 for a default and 0 otherwise, shape (n,); both must occur.
    """
    score, others, defaults = (part[::-1] for part in _cumulated(probability, target))
    good, bad = others[0], defaults[0]
    accepted = others + defaults
    with np.errstate(invalid="ignore"):
        precision = (bad - defaults) / (good + bad - accepted)
    return Ranking(
        threshold=np.append(np.inf, score),
        refused_defaults=1 - defaults / bad,
        refused_others=1 - others / good,
        precision=precision,
        accepted=accepted / (good + bad),
    )


def auc(*, score: np.ndarray, target: np.ndarray) -> float:
    """Return the area under the ROC curve: the chance that a default has the higher score, ties counting half.

    Parameters
    ----------
    score
        Anything that rises with the risk, shape (n,), n at least 1.
    target
        1 for a default and 0 otherwise, shape (n,); NaN is returned when only one outcome occurs.
    """
    _, others, defaults = _cumulated(score, target)
    if not (others[-1] and defaults[-1]):
        return float("nan")
    return float(1 - np.trapezoid(defaults, others) / (others[-1] * defaults[-1]))


def auc_deviation(*, score: np.ndarray, target: np.ndarray) -> float:
    """Return the standard deviation of the area under the ROC curve over samples of as many clients.

    Parameters
    ----------
    score, target
        As in `auc`; of either outcome at least 2.

    Notes
    -----
    DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988), Comparing the Areas under Two or More Correlated
    Receiver Operating Characteristic Curves: each client is held against all of the other outcome.
    """
    bad = target == 1
    defaults, others = np.sort(score[bad]), np.sort(score[~bad])
    return float(
        np.sqrt(sum(_shares_below(a, b).var(ddof=1) / len(a) for a, b in ((defaults, others), (others, defaults))))
    )


def _shares_below(scores: np.ndarray, rising: np.ndarray) -> np.ndarray:
    """Return what share of others, who come in order, each score exceeds; ties count half."""
    return (np.searchsorted(rising, scores, "left") + np.searchsorted(rising, scores, "right")) / (2 * len(rising))


class _Cumulated(NamedTuple):
    """The k distinct scores, rising, and how many of either outcome have at most each, from 0: shape (k + 1,)."""

    score: np.ndarray
    others: np.ndarray
    defaults: np.ndarray


def _cumulated(score: np.ndarray, target: np.ndarray) -> _Cumulated:
    order = np.argsort(score, kind="stable")  # which takes no time for what is in order already, as a resample is
    ranked = score[order]
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    defaults = np.cumsum(target[order])[last]
    others = last + 1 - defaults
    return _Cumulated(ranked[last], np.concatenate([[0.0], others]), np.concatenate([[0.0], defaults]))
