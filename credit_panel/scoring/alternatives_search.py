"""The search for less discriminatory alternatives: what is tried, and how it is measured."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit import TARGET
from credit_panel.progress import track
from credit_panel.scoring.alternatives import Search
from credit_panel.scoring.alternatives_judge import Judge
from credit_panel.scoring.alternatives_trial import Laboratory, Trial, Tried
from credit_panel.scoring.boosting import Sample
from credit_panel.scoring.encoding import Encoding, encoding_of, require_columns
from credit_panel.scoring.fairness import Groups, age_bands
from credit_panel.scoring.folds import FoldTrainer, Split

FOLDS = 4
"""Folds of each try; the clients of every other one choose, the rest measure."""

LEADING = 12
"""Features that are dropped and bound at random: those that count most against the group accepted least."""

HELD_BACK: Sequence[Mapping[str, float]] = (
    {"reg_lambda": 100},
    {"min_child_weight": 100},
    {"max_depth": 2},
    {"max_depth": 2, "reg_lambda": 100},
)
"""Settings that hold the trees back."""


def search_alternatives(
    features: pl.DataFrame,
    directions: Mapping[str, int],
    *,
    threshold: float,
    version: str = "",
    settings: Mapping[str, float] | None = None,
    auc_loss: float = 0.005,
    seconds: float = 300.0,
    max_trials: int | None = None,
    seed: int = 0,
    threads: int = 2,
) -> Search:
    """Search models that part bands of age less, within a loss of the area under the ROC curve; see `Search`.

    Parameters
    ----------
    features
        Clients of known outcome, with the columns of the model and DAYS_BIRTH.
    directions
        Columns of the model, each with its monotone direction.
    threshold
        Probability above which the policy refuses, for every group alike. Nobody is sent to review here.
    version
        Version of the model.
    settings
        Settings of its trees that differ from the usual ones.
    auc_loss
        Area that an alternative may lose on the clients that choose.
    seconds, max_trials
        Time after which no further fit begins, and models after which the search ends even if there is time.
    seed
        Seed of folds, trees and draws: as many models are the same ones again.
    threads
        Folds that are fitted at the same time.

    Raises
    ------
    TablesError
        When a column is absent, or there are too few clients of either outcome, or in any two bands of age.
    """
    from sklearn.model_selection import StratifiedKFold  # training's alone: pages start without it

    started = time.monotonic()
    require_columns(features, (TARGET, "DAYS_BIRTH", *directions))
    target = features[TARGET].to_numpy().astype(np.float64)
    if min(target.sum(), len(target) - target.sum()) < 10 * FOLDS:
        raise TablesError("There are too few clients of either outcome to search: give more applications.")
    encoding = encoding_of(features, list(directions))
    trainer = FoldTrainer(encoding, directions, seed, len(directions))
    sample = Sample(encoding.matrix(features), target)
    groups = Groups.of(age_bands(features["DAYS_BIRTH"]))
    splits = list(StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(sample.matrix, target))
    choosing = np.sort(np.concatenate([outside for _, outside in splits[::2]]))
    measuring = np.sort(np.concatenate([outside for _, outside in splits[1::2]]))
    judge = Judge(groups, target, threshold, seed)
    first = Trial(settings=tuple((settings or {}).items()))
    deadline = started + seconds
    with ThreadPoolExecutor(threads) as pool, track("Searching alternatives", total=max_trials or seconds) as step:
        laboratory = Laboratory(trainer, sample, splits, pool)
        itself = laboratory.attempt(first, {}, np.inf)
        if itself is None:
            raise TablesError("The features say nothing about TARGET on these clients: give more applications.")
        tried = [itself]
        least = judge.least(itself.probability, choosing)
        member = choosing[groups.places[choosing] == groups.names.index(least)]
        other = np.setdiff1d(choosing, member)
        leading = _against(itself, splits, sample, member, other)
        towards = _for_the_group(leading, sample, member, other, encoding)
        for trial in _trials(first, leading, towards, len(directions), seed):
            step.advance(1 if max_trials else time.monotonic() - started - step.done)
            if len(tried) == max_trials or time.monotonic() > deadline:
                break
            if (found := laboratory.attempt(trial, towards, deadline)) is not None:
                tried.append(replace(found, folds=()))
    admissible, chosen, preferred = judge.choose(tried, choosing, auc_loss)
    measured = tuple(
        judge.measure(one, itself, encoding.features, measuring, admissible=may, chosen=best)
        for one, may, best in zip(tried, admissible.tolist(), chosen.tolist(), strict=True)
    )
    return Search(
        version=version,
        threshold=threshold,
        auc_loss=auc_loss,
        least=least,
        choosing=len(choosing),
        measured=len(measuring),
        seconds=round(time.monotonic() - started, 1),
        seed=seed,
        preferred=preferred,
        alternatives=measured,
    )


def _against(
    itself: Tried, splits: Sequence[Split], sample: Sample, member: np.ndarray, other: np.ndarray
) -> list[int]:
    """Return the columns that count against a group, compared with other clients, the most first."""
    added = np.zeros(sample.matrix.shape)
    for (_, outside), fold in zip(splits, itself.folds, strict=True):
        added[outside] = fold.trees.explain(sample.matrix[outside])[1]
    drag = added[member].mean(axis=0) - added[other].mean(axis=0)
    return [int(j) for j in np.argsort(-drag, kind="stable") if drag[j] > 0][:LEADING]


def _for_the_group(
    leading: Sequence[int], sample: Sample, member: np.ndarray, other: np.ndarray, encoding: Encoding
) -> dict[int, int]:
    """Return the direction of each number in which it may only speak for a group: its side is never the riskier."""
    found = {}
    for j in leading:
        own, rest = (column[~np.isnan(column)] for column in (sample.matrix[member, j], sample.matrix[other, j]))
        if encoding.features[j] not in encoding.categories and len(own) and len(rest):
            found[j] = -1 if own.mean() > rest.mean() else 1
    return found


def _trials(
    first: Trial, leading: Sequence[int], towards: Mapping[int, int], columns: int, seed: int
) -> Iterator[Trial]:
    """Yield what is tried: the leading columns dropped, then bound, the trees held back, then all of it at random."""
    seen = {first}
    numbers = [j for j in leading if j in towards]
    steps = (1, 2, 3, 5, 8)
    planned = [replace(first, dropped=tuple(sorted(leading[:k]))) for k in steps]
    planned += [replace(first, bound=tuple(sorted(numbers[:k]))) for k in steps]
    planned += [replace(first, dropped=(j,)) for j in leading]
    planned += [replace(first, settings=tuple(settings.items())) for settings in HELD_BACK]
    random = np.random.default_rng(seed)
    drawn, misses = 0, 0
    while drawn < len(planned) or misses < 1_000:
        trial = planned[drawn] if drawn < len(planned) else _drawn(random, first, leading, numbers)
        drawn += 1
        if trial in seen or len(trial.dropped) == columns:
            misses += 1
            continue
        seen.add(trial)
        yield trial


def _drawn(random: np.random.Generator, first: Trial, leading: Sequence[int], numbers: Sequence[int]) -> Trial:
    dropped = tuple(sorted(j for j in leading if random.random() < 0.25))
    bound = tuple(sorted(j for j in numbers if j not in dropped and random.random() < 0.25))
    place = int(random.integers(len(HELD_BACK) + 1))
    settings = tuple(HELD_BACK[place].items()) if place < len(HELD_BACK) else first.settings
    return Trial(dropped, bound, settings)
