"""Comparison: two models on the same clients, held out of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from credit_panel.errors import TablesError
from credit_panel.scoring.bootstrap import bootstrap_interval
from credit_panel.scoring.evaluation import Evaluation, auc, evaluate
from credit_panel.scoring.scores import Scores
from credit_panel.scoring.trade_off import Swap, swap_set


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the second model gains on the first.

    Parameters
    ----------
    first, second
        What each is worth on the clients.
    auc_gain, brier_gain
        Gain of the second: more AUC, less Brier score.
    auc_interval, brier_interval
        95 % paired bootstrap intervals: both models are measured on each resample of the clients.
    swaps
        Who changes side, each model under its own policy.
    """

    first: Evaluation
    second: Evaluation
    auc_gain: float
    auc_interval: tuple[float, float]
    brier_gain: float
    brier_interval: tuple[float, float]
    swaps: tuple[Swap, ...]


def compare(first: Scores, second: Scores, target: np.ndarray, *, seed: int = 0) -> Comparison:
    """Compare the scores of two models on the same n clients.

    Parameters
    ----------
    first, second
        Scores that saw no client's outcome: a model looks better than it is on the clients that trained it.
    target
        1 for a default, 0 otherwise and NaN where unknown, shape (n,); clients of unknown outcome count for nothing.

    Raises
    ------
    TablesError
        When the clients show one outcome only.
    """
    known = ~np.isnan(target)
    outcome = target[known]
    if len(np.unique(outcome)) < 2:
        raise TablesError("Two models are compared on clients of both outcomes in TARGET: give more applications.")
    pair = np.column_stack([first.probability, second.probability])[known]

    def auc_gain(p: np.ndarray, y: np.ndarray) -> float:
        return auc(p[:, 1], y) - auc(p[:, 0], y)

    def brier_gain(p: np.ndarray, y: np.ndarray) -> float:
        return float(np.mean((p[:, 0] - y) ** 2) - np.mean((p[:, 1] - y) ** 2))

    return Comparison(
        first=evaluate(pair[:, 0], outcome, seed=seed),
        second=evaluate(pair[:, 1], outcome, seed=seed),
        auc_gain=auc_gain(pair, outcome),
        auc_interval=bootstrap_interval(auc_gain, pair, outcome, seed=seed),
        brier_gain=brier_gain(pair, outcome),
        brier_interval=bootstrap_interval(brier_gain, pair, outcome, seed=seed),
        swaps=swap_set(first.take(known), second.take(known), outcome),
    )
