"""The interval of a probability: how far another sample of clients would have moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from credit_panel.scoring.boosting import Sample
from credit_panel.scoring.calibration import fit_sigmoid
from credit_panel.scoring.folds import CrossFitting, FoldTrainer, Split
from credit_panel.scoring.policy import HIGHEST_LEVEL
from credit_panel.scoring.scale import probability_of

LEVEL = 0.8
"""Level of the interval that is shown."""

LEVELS = tuple(step / 20 for step in range(round(HIGHEST_LEVEL * 20) + 1))
"""Levels whose half-width a bundle keeps, from 0 to 0.95."""

MANY = 100_000
"""Clients of whom one fold of one retraining tells the widths well enough; fewer take two of each."""

FOLDS = 2
"""Folds of a retraining that are held out of it and asked, of few clients: they hold two fifths of them."""

WIDENING = 1.1
"""By how much the measured distances are widened: a model learns less from outcomes drawn from a model, which is
smoother than the truth, and chooses no columns anew. Chosen on four simulated trainings of real applications, which
asked for 1.04 to 1.18; ``tests/benchmarks/interval.py`` is how to check it."""


@dataclass(frozen=True, slots=True)
class SamplingInterval:
    """Half-widths in log-odds, the same for every client, about the estimate.

    Parameters
    ----------
    half_widths
        Half-width of the interval of each of `LEVELS`, in log-odds, rising from 0.

    Notes
    -----
    A parametric bootstrap (Efron, B. and Tibshirani, R. (1993), An Introduction to the Bootstrap, chapter 6): outcomes
    are drawn from the trained model, which is then the known truth; the model is trained again on them, and each
    client held out of it is compared with the truth. An interval of 80 % is as wide as 80 % of these distances. It
    speaks of the sample alone: a client unlike all others gets no wider one, and a change of the economy is not in it.
    """

    half_widths: tuple[float, ...]

    def __post_init__(self) -> None:
        widths = np.asarray(self.half_widths, dtype=np.float64)
        if widths.shape != (len(LEVELS),) or not np.isfinite(widths).all() or (np.diff(widths, prepend=0) < 0).any():
            raise ValueError(f"An interval has {len(LEVELS)} half-widths that rise from 0.")

    def half_width(self, level: float = LEVEL) -> float:
        """Return the half-width in log-odds of the interval of a level from 0 to 0.95."""
        return float(np.interp(level, LEVELS, self.half_widths))

    def interval(self, log_odds: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
        """Return both ends, as probabilities, for calibrated log-odds of shape (n,)."""
        centre, half = np.asarray(log_odds, dtype=np.float64), self.half_width(level)
        return probability_of(centre - half), probability_of(centre + half)


def ends_of(
    interval: SamplingInterval | None, log_odds: np.ndarray, level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of an interval about calibrated log-odds of shape (n,); NaN where none was measured."""
    if interval is None:
        return np.full(len(log_odds), np.nan), np.full(len(log_odds), np.nan)
    return interval.interval(log_odds, level)


def interval_of(distances: np.ndarray) -> SamplingInterval:
    """Return the interval whose widths hold the distances, in log-odds, that retrained models showed; shape (n,)."""
    widths = WIDENING * np.quantile(np.abs(distances), LEVELS)
    return SamplingInterval((0.0, *widths[1:].tolist()))


def measure_interval(
    truth: np.ndarray,
    matrix: np.ndarray,
    trainer: FoldTrainer,
    cross: CrossFitting,
    columns: Sequence[int],
    settings: Mapping[str, float],
    rounds: int,
    *,
    seed: int,
) -> SamplingInterval:
    """Draw outcomes from a model, train on them again, and measure how far the clients held out have moved.

    Parameters
    ----------
    truth
        Calibrated log-odds that the model gives its training clients, shape (n,): the truth of the simulation.
    matrix
        Their features in the columns of `trainer`, shape (n, candidates).
    trainer, cross
        What trained the model, and its folds.
    columns, settings, rounds
        The columns, the settings of the trees and their number that the model took.
    seed
        Seed of the draws.

    A retraining that learns nothing says the default rate of everyone.
    """
    random = np.random.default_rng(seed)
    many = len(truth) >= MANY
    splits = cross.splits[: 1 if many else FOLDS]
    threads = cross.threads // len(splits) or 1
    asked = np.concatenate([outside for _, outside in splits])
    distances = []
    for _ in range(1 if many else 2):
        drawn = (random.random(len(truth)) < probability_of(truth)).astype(np.float64)
        simulated = Sample(matrix, drawn)

        def held_out(split: Split, simulated: Sample = simulated) -> np.ndarray:
            return trainer.refitted(simulated, split, columns, settings, rounds, threads)

        margin = np.concatenate(list(cross.pool.map(held_out, splits)))
        try:
            said = fit_sigmoid(margin=margin, target=drawn[asked]).log_odds(margin)
        except ValueError:
            said = np.full(len(asked), np.log(drawn.mean() / (1 - drawn.mean())))
        distances.append(said - truth[asked])
    return interval_of(np.concatenate(distances))
