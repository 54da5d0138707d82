"""One try of the search for alternatives: what is changed, and the model that comes of it in each fold."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

import numpy as np

from credit_panel.scoring.boosting import Sample
from credit_panel.scoring.calibration import fit_sigmoid
from credit_panel.scoring.folds import FittedFold, FoldTrainer, Split
from credit_panel.scoring.scale import probability_of

Settings = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: columns that are dropped, columns that are bound, and settings of the trees."""

    dropped: tuple[int, ...] = ()
    bound: tuple[int, ...] = ()
    settings: Settings = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial with the out-of-fold probability of every client, shape (n,), and the trees of each fold where kept."""

    trial: Trial
    probability: np.ndarray
    folds: Sequence[FittedFold]


@dataclass(frozen=True, slots=True)
class Laboratory:
    """Trains what is tried, on the same folds each time.

    Parameters
    ----------
    trainer, sample, splits, pool
        All columns with their directions, the clients, the folds, and what runs folds beside each other.
    rounds
        Rounds that were enough with some settings: found once, since the columns change them little.
    """

    trainer: FoldTrainer
    sample: Sample
    splits: Sequence[Split]
    pool: Executor
    rounds: dict[Settings, int] = field(default_factory=dict)

    def attempt(self, trial: Trial, towards: Mapping[int, int], deadline: float) -> Tried | None:
        """Train and calibrate on the folds; None when the time is up before, or nothing ranks defaults higher.

        Parameters
        ----------
        towards
            Direction that a column takes where it is bound.
        deadline
            Time, monotonic, after which no fold is begun.
        """
        names = self.trainer.encoding.features
        directions = {**self.trainer.directions, **{names[j]: towards[j] for j in trial.bound}}
        trainer = replace(self.trainer, directions=directions)
        columns = [j for j in range(len(names)) if j not in trial.dropped]
        known, settings = self.rounds.get(trial.settings), dict(trial.settings)

        def fitted(split: Split) -> tuple[np.ndarray, FittedFold | None] | None:
            if time.monotonic() > deadline:
                return None
            if known is not None:
                return trainer.refitted(self.sample, split, columns, settings, known), None
            fold = trainer.fitted(self.sample, split, columns, settings)
            return fold.margin, fold

        done = [each for each in self.pool.map(fitted, self.splits) if each is not None]
        if len(done) < len(self.splits):
            return None
        margin, target = np.empty(len(self.sample.target)), self.sample.target
        for (_, outside), (own, _) in zip(self.splits, done, strict=True):
            margin[outside] = own
        folds = [fold for _, fold in done if fold is not None]
        if folds:
            self.rounds[trial.settings] = int(np.median([fold.rounds for fold in folds]))
        try:
            probability = probability_of(fit_sigmoid(margin=margin, target=target).log_odds(margin))
        except ValueError:
            return None  # what ranks nobody is no alternative
        return Tried(trial, probability, folds)
