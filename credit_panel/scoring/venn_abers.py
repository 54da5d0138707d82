"""Venn-Abers intervals: how sure a probability is, without a distribution assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_KNOTS = 400
"""Most calibration scores kept apart; more are grouped into that many bins of equal size."""


@dataclass(frozen=True, slots=True)
class VennAbers:
    """Inductive Venn-Abers predictor, kept as knots.

    Parameters
    ----------
    scores
        Rising calibration scores (log-odds of default), shape (k,).
    low, high
        Probability of default at each score were the new client a good or a bad one, shape (k,), both rising.

    Notes
    -----
    Vovk, V. and Petej, I. (2014), Venn-Abers predictors, UAI. A new client joins the calibration clients once with
    each outcome; two isotonic fits give two probabilities, and one of them is perfectly calibrated.
    """

    scores: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def interval(self, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return both ends for scores of shape (n,), linear between knots so that small changes stay small."""
        s = np.asarray(score, dtype=np.float64)
        return np.interp(s, self.scores, self.low), np.interp(s, self.scores, self.high)


def fit_venn_abers(*, score: np.ndarray, target: np.ndarray) -> VennAbers:
    """Fit the predictor on out-of-fold scores.

    Parameters
    ----------
    score
        Calibrated log-odds, out of fold, shape (n,).
    target
        1 for a default and 0 otherwise, shape (n,).
    """
    scores, defaults, counts = _grouped(np.asarray(score, dtype=np.float64), np.asarray(target, dtype=np.float64))
    low, high = (
        np.array([_fitted_with(defaults, counts, k, outcome) for k in range(len(scores))]) for outcome in (0.0, 1.0)
    )
    return VennAbers(tuple(scores.tolist()), tuple(low.tolist()), tuple(high.tolist()))


def _grouped(score: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return rising scores with the defaults and the clients at each, at most `MAX_KNOTS` of them."""
    distinct, group = np.unique(score, return_inverse=True)
    if len(distinct) > MAX_KNOTS:
        order = np.argsort(score, kind="stable")
        group = np.empty(len(score), dtype=np.intp)
        group[order] = np.arange(len(score)) * MAX_KNOTS // len(score)
    counts = np.bincount(group).astype(np.float64)
    return np.bincount(group, score) / counts, np.bincount(group, target), counts


def _fitted_with(defaults: np.ndarray, counts: np.ndarray, position: int, outcome: float) -> float:
    """Return the isotonic fit at `position` once a client with `outcome` has joined there."""
    from sklearn.isotonic import isotonic_regression  # training's alone: pages start without it

    clients = counts.copy()
    clients[position] += 1
    bad = defaults.copy()
    bad[position] += outcome
    return float(isotonic_regression(bad / clients, sample_weight=clients)[position])
