"""Comparison: two models on the same clients, held out of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.errors import TablesError
from credit_panel.scoring.evaluation import Evaluation, auc, bootstrap_interval, evaluate
from credit_panel.scoring.scorer import Scorer
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


def compare(first: Scorer, second: Scorer, features: pl.DataFrame, *, seed: int = 0) -> Comparison:
    """Compare two models on the clients of `features` whose TARGET is known.

    Parameters
    ----------
    features
        Clients that trained neither model: one that saw them would look better than it is.

    Raises
    ------
    TablesError
        When the clients show one outcome only, or a model's column is absent.
    """
    known = features.filter(pl.col("TARGET").is_not_null())
    if known["TARGET"].n_unique() < 2:
        raise TablesError("Two models are compared on clients of both outcomes in TARGET: give more applications.")
    target = known["TARGET"].to_numpy().astype(np.float64)
    scores = [scorer.score(known) for scorer in (first, second)]
    pair = np.column_stack([s.probability for s in scores])

    def auc_gain(p: np.ndarray, y: np.ndarray) -> float:
        return auc(p[:, 1], y) - auc(p[:, 0], y)

    def brier_gain(p: np.ndarray, y: np.ndarray) -> float:
        return float(np.mean((p[:, 0] - y) ** 2) - np.mean((p[:, 1] - y) ** 2))

    return Comparison(
        first=evaluate(scores[0].probability, target, seed=seed),
        second=evaluate(scores[1].probability, target, seed=seed),
        auc_gain=auc_gain(pair, target),
        auc_interval=bootstrap_interval(auc_gain, pair, target, seed=seed),
        brier_gain=brier_gain(pair, target),
        brier_interval=bootstrap_interval(brier_gain, pair, target, seed=seed),
        swaps=swap_set(scores[0], scores[1], target),
    )
