"""Training: one calibrated model, and held-out figures that say what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import numpy as np
import polars as pl

from credit_panel.errors import TablesError
from credit_panel.features.absence import with_sources
from credit_panel.home_credit.catalogue.jurisdictions import DEFAULT, Jurisdiction
from credit_panel.progress import track
from credit_panel.scoring.boosting import PARAMETERS, Sample, margins
from credit_panel.scoring.calibration import Sigmoid, fit_sigmoid
from credit_panel.scoring.candidates import barred_features, catalogue_candidates
from credit_panel.scoring.encoding import encoding_of, require_columns
from credit_panel.scoring.evaluation import evaluate
from credit_panel.scoring.folds import CrossFitting, FittedFold, FoldTrainer
from credit_panel.scoring.ranking import auc
from credit_panel.scoring.rule_costs import Rule, measure_rule_costs
from credit_panel.scoring.sampling_interval import measure_interval
from credit_panel.scoring.scale import probability_of
from credit_panel.scoring.segments import evaluate_segments, segmentations
from credit_panel.scoring.trained_model import TrainedModel
from credit_panel.scoring.trees import every_feature
from credit_panel.scoring.tuning import tune

FEWEST_DEFAULTS = 50
"""Defaults under which no model is trained: five folds and their stopping samples would hold a handful each."""


def train(
    features: pl.DataFrame,
    *,
    name: str = "model",
    seed: int = 0,
    folds: int = 5,
    synthetic: bool = False,
    candidates: Mapping[str, int] | None = None,
    max_features: int = 80,
    threads: int = 2,
    tune_seconds: float = 0.0,
    max_trials: int | None = None,
    costed_rules: Sequence[Rule] = (),
    jurisdiction: Jurisdiction = DEFAULT,
) -> TrainedModel:
    """Train, select, calibrate and evaluate on the clients whose TARGET is known.

    In each fold the features are ranked and the number of trees is chosen on the fold's own training clients, so
    the held-out clients take no part in either. The final model takes the features with the largest mean share of
    gain over the folds, the median number of trees, brought from a fold's clients to all, and every client. There are
    no class weights: they would make the margin something other than log-odds.

    Parameters
    ----------
    features
        What `build_features` returns, collected.
    name, synthetic
        Name of the bundle, and whether the clients are invented.
    seed
        Seed of every draw: folds, trees, resamples.
    folds
        How many parts the clients are divided into, each held out once.
    candidates
        Features to choose from, each with its monotone direction; None takes them from the catalogue.
    max_features
        Most features that the model keeps.
    threads
        Folds that are fitted at the same time; the result does not depend on it.
    tune_seconds, max_trials
        Time and trials of a search for better settings of the trees, see `tune`; 0 seconds keep the fixed ones.
    costed_rules
        Rules to measure the price of, such as `RULES`: each is another training on the same folds, with the settings
        of the trees as they are.
    jurisdiction
        Where the model is to be used: what the law there bars, and all that is worked out from it, is no candidate.

    Raises
    ------
    TablesError
        When a candidate is not a column, there are fewer than `FEWEST_DEFAULTS` clients of either outcome, or the
        features do not rank the held-out clients at all.
    """
    from sklearn.model_selection import StratifiedKFold  # training's alone: pages start without it

    barred = barred_features(jurisdiction)
    asked = catalogue_candidates(jurisdiction=jurisdiction) if candidates is None else candidates
    tried = {column: direction for column, direction in asked.items() if column not in barred}
    require_columns(features, ("SK_ID_CURR", "TARGET", *tried))
    known = features.filter(pl.col("TARGET").is_not_null())
    target = known["TARGET"].to_numpy().astype(np.float64)
    _require_outcomes(target)
    # a column with one value splits nothing, and a table that is absent leaves a hundred of them
    usable = {column.name for column in known if column.ne_missing(column[0]).any()}
    tried = {column: direction for column, direction in tried.items() if column in usable}
    if not tried:
        raise TablesError(
            "Every feature has one value for all clients: nothing can be learnt from it. Give tables whose "
            "applications differ, and check that their columns were read as they should be."
        )

    def offer(directions: Mapping[str, int]) -> tuple[FoldTrainer, Sample]:
        encoding = encoding_of(known, list(directions))
        return FoldTrainer(encoding, directions, seed, max_features), Sample(encoding.matrix(known), target)

    trainer, sample = offer(tried)
    splits = list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(sample.matrix, target))
    with ThreadPoolExecutor(threads) as pool:
        cross = CrossFitting(splits, pool, threads)
        ranked = _shown("Ranking the features", cross.ranked(trainer, sample), folds)
        chosen = [fold.columns for fold in ranked]

        def fitted_with(by_fold: Iterable[Mapping[str, float]]) -> list[FittedFold]:
            return _shown("Training", cross.fitted(trainer, sample, chosen, by_fold), folds)

        fitted = fitted_with([{}] * folds)
        found = None
        if tune_seconds:
            found = tune(trainer, sample, splits, ranked, seconds=tune_seconds, pool=pool, max_trials=max_trials)
            if any(found.by_fold):
                tuned = fitted_with(found.by_fold)
                before, after = (cross.held_out(fold.margin for fold in each) for each in (fitted, tuned))
                if auc(score=after, target=target) > auc(score=before, target=target):
                    fitted = tuned
                else:
                    found = found.given_up()
        settings = found.settings if found else {}
        by_fold = found.by_fold if found else (settings,) * folds
        margin = cross.held_out(fold.margin for fold in fitted)
        # how many trees are enough depends on the settings, and the final model takes those of all folds
        shared = all(own == settings for own in by_fold)
        alike = fitted if shared else cross.fitted(trainer, sample, chosen, (settings,) * folds)
        rounds = int(np.median([fold.rounds for fold in alike]))
        columns = trainer.head(sum((Counter(fold.shares) for fold in ranked), Counter()))
        final = trainer.on(columns, settings)
        with track("Growing the trees on every client"):
            booster = final.fit(sample.take(np.arange(len(target)), columns), rounds, threads)
        sigmoid = _calibrated(margin, target)
        probability = probability_of(sigmoid.log_odds(margin))
        truth = sigmoid.log_odds(margins(booster, sample.matrix[:, columns]))
        with track("Measuring the interval"):
            interval = measure_interval(truth, sample.matrix, trainer, cross, columns, settings, rounds, seed=seed)

        def held_out(directions: Mapping[str, int]) -> np.ndarray:
            trainer, sample = offer(directions)
            columns = [fold.columns for fold in cross.ranked(trainer, sample)]
            margin = cross.held_out(fold.margin for fold in cross.fitted(trainer, sample, columns, by_fold))
            return probability_of(_calibrated(margin, target).log_odds(margin))

        rule_costs = (
            measure_rule_costs(
                costed_rules,
                tried,
                usable,
                held_out,
                probability=probability,
                target=target,
                jurisdiction=jurisdiction,
                seed=seed,
            )
            if costed_rules
            else None
        )
    grown = tuple(fold.trees for fold in fitted)
    every = every_feature(final.encoding.features, (trees.features for trees in grown))
    return TrainedModel(
        name=name,
        synthetic=synthetic,
        seed=seed,
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        booster=booster,
        encoding=final.encoding,
        directions={n: tried[n] for n in every if tried[n] and n not in trainer.encoding.categories},
        folds=grown,
        sigmoid=sigmoid,
        interval=interval,
        evaluation=evaluate(probability=probability, target=target, seed=seed),
        segments=evaluate_segments(segmentations(known), probability=probability, target=target),
        candidates=len(tried),
        parameters={**PARAMETERS, **final.settings, "trees": booster.num_boosted_rounds()},
        tuning=found,
        rule_costs=rule_costs,
        training=known.select(with_sources(every)),
        training_ids=known["SK_ID_CURR"].to_numpy(),
        training_folds=cross.numbers,
        target=target,
        oof_probability=probability,
        jurisdiction=jurisdiction,
    )


def _require_outcomes(target: np.ndarray) -> None:
    defaults = target.sum()
    if min(defaults, len(target) - defaults) < FEWEST_DEFAULTS:
        raise TablesError(
            f"Training needs at least {FEWEST_DEFAULTS} clients with TARGET 1 and as many with 0; "
            f"the tables have {defaults:.0f} and {len(target) - defaults:.0f}: give more applications."
        )


def _calibrated(margin: np.ndarray, target: np.ndarray) -> Sigmoid:
    try:
        return fit_sigmoid(margin=margin, target=target)
    except ValueError as error:
        raise TablesError(
            "The features say nothing about TARGET on clients held out of training: check that both belong together."
        ) from error


def _shown[Part](name: str, parts: Iterable[Part], total: int) -> list[Part]:
    """Collect the parts of a step as they get done, and show its progress."""
    done = []
    with track(name, total=total) as step:
        for part in parts:
            done.append(part)
            step.advance()
    return done
