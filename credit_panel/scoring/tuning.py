"""Tuning: a search for the settings of the trees that keeps to a time and never sees a held-out client."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from credit_panel.progress import track
from credit_panel.scoring.boosting import Sample
from credit_panel.scoring.folds import FoldTrainer, RankedFold, Split
from credit_panel.scoring.ranking import auc

SPACE: Mapping[str, tuple[float, ...]] = {
    "max_depth": (2, 3, 4, 5),
    "learning_rate": (0.02, 0.03, 0.05, 0.08),
    "min_child_weight": (5, 10, 20, 50, 100),
    "subsample": (0.6, 0.8, 1.0),
    "colsample_bytree": (0.1, 0.2, 0.3, 0.5),
    "reg_lambda": (1, 5, 20, 50, 100),
}
"""Values that a trial draws from; deeper trees than these would make an explanation slow."""

INNER_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Tuning:
    """What a search found.

    Parameters
    ----------
    settings
        Those with the best mean over the folds, for the final model; empty when the fixed ones won.
    by_fold
        The best of each fold, found without its held-out clients, so that the out-of-fold figures stay honest.
    trials
        How many settings were tried in all folds; the first are the fixed ones.
    auc, fixed_auc
        Mean area under the ROC curve on the inner folds, of `settings` and of the fixed ones; NaN without a trial.

    Notes
    -----
    The best of many trials owes part of its lead to luck. Settings are taken only when the clients held out of all
    folds are ranked better with them too; else the fixed ones stay, so a search never ends lower than it began.
    """

    settings: Mapping[str, float]
    by_fold: tuple[Mapping[str, float], ...]
    trials: int
    auc: float
    fixed_auc: float

    def given_up(self) -> Tuning:
        """Return the search with the fixed settings for its result: what it found was not better."""
        return replace(self, settings={}, by_fold=tuple({} for _ in self.by_fold), auc=self.fixed_auc)

    def as_json(self) -> dict[str, object]:
        """Return what the manifest keeps of the search."""
        if not self.trials:
            return {"trials": 0}
        return {"trials": self.trials, "inner_auc": self.auc, "fixed_inner_auc": self.fixed_auc}


def tune(
    trainer: FoldTrainer,
    sample: Sample,
    splits: Sequence[Split],
    ranked: Sequence[RankedFold],
    *,
    seconds: float,
    pool: Executor,
    max_trials: int | None = None,
) -> Tuning:
    """Search at random, all folds trying the same settings, until the time is up.

    Each trial is measured in each fold by the out-of-fold area under the ROC curve of `INNER_FOLDS` folds of its own
    training clients. With the same seed and as many trials the result is the same; how many fit in the time depends
    on the machine, and a trial that the time cuts off counts for nothing.

    Parameters
    ----------
    splits, ranked
        The folds and the columns chosen in each.
    seconds
        Time after which no further fit begins.
    max_trials
        Trials after which the search ends even if there is time; None for no such limit.

    Notes
    -----
    Bergstra, J. and Bengio, Y. (2012), Random Search for Hyper-Parameter Optimization, JMLR 13.
    """
    deadline = time.monotonic() + seconds
    tried: list[Mapping[str, float]] = []
    areas: list[list[float]] = []
    with track("Tuning", total=max_trials) as step:
        for settings in _settings(trainer.seed):
            if len(tried) == max_trials:
                break
            jobs = [
                pool.submit(_inner_auc, trainer, sample, inside, fold.columns, settings, deadline)
                for (inside, _), fold in zip(splits, ranked, strict=True)
            ]
            measured = [job.result() for job in jobs]
            found = [area for area in measured if area is not None]
            if len(found) < len(measured):
                break
            tried.append(settings)
            areas.append(found)
            step.advance()
    if not tried:
        return Tuning({}, tuple({} for _ in splits), 0, float("nan"), float("nan"))
    table = np.array(areas)
    means = table.mean(axis=1)
    best = int(means.argmax())
    by_fold = tuple(tried[int(k)] for k in table.argmax(axis=0))
    return Tuning(tried[best], by_fold, len(tried), float(means[best]), float(means[0]))


def _settings(seed: int) -> Iterator[Mapping[str, float]]:
    """Yield the fixed settings, then others drawn from `SPACE` without end."""
    yield {}
    random = np.random.default_rng(seed)
    while True:
        yield {name: values[int(random.integers(len(values)))] for name, values in SPACE.items()}


def _inner_auc(
    trainer: FoldTrainer,
    sample: Sample,
    inside: np.ndarray,
    columns: Sequence[int],
    settings: Mapping[str, float],
    deadline: float,
) -> float | None:
    """Return the out-of-fold area on inner folds of `inside`, or None when the time is up before it is known."""
    target = sample.target[inside]
    held_out = np.empty(len(inside))
    from sklearn.model_selection import StratifiedKFold  # training's alone: pages start without it

    inner = StratifiedKFold(INNER_FOLDS, shuffle=True, random_state=trainer.seed)
    for train_rows, outside in inner.split(inside, target):
        if time.monotonic() > deadline:
            return None
        held_out[outside] = trainer.fitted(sample, (inside[train_rows], inside[outside]), columns, settings).margin
    return auc(score=held_out, target=target)
