"""Training: one calibrated model, and held-out figures that say what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl
import xgboost as xgb
from sklearn.model_selection import StratifiedKFold

from credit_panel.errors import TablesError
from credit_panel.progress import track
from credit_panel.scoring.boosting import PARAMETERS, Sample
from credit_panel.scoring.calibration import Sigmoid, fit_sigmoid
from credit_panel.scoring.candidates import catalogue_candidates
from credit_panel.scoring.encoding import Encoding, encoding_of, require_columns
from credit_panel.scoring.evaluation import Evaluation, auc, evaluate
from credit_panel.scoring.folds import Grower
from credit_panel.scoring.scale import probability_of
from credit_panel.scoring.segments import SegmentEvaluation, evaluate_segments, segmentations
from credit_panel.scoring.tuning import Tuning, tune
from credit_panel.scoring.venn_abers import VennAbers, fit_venn_abers

FEWEST_DEFAULTS = 50
"""Defaults under which no model is trained: five folds and their stopping samples would hold a handful each."""


@dataclass(frozen=True)
class TrainedModel:
    """A model as training leaves it, before it is written.

    Parameters
    ----------
    name, synthetic, seed, trained_at
        Name of the bundle; whether the clients are invented; seed of every draw; ISO time in UTC.
    booster, encoding, directions
        The trees, their columns, and the monotone direction of those that have one.
    sigmoid, interval
        Calibration and Venn-Abers interval, fitted on out-of-fold margins.
    evaluation, segments
        Figures of the out-of-fold probabilities, for all clients and by segment.
    candidates, candidates_auc
        How many features were tried, and the out-of-fold AUC with all of them.
    parameters, tuning
        Settings of the trees, and the search that chose them, None without one.
    training
        The features of the training clients, in the order of `training_ids`.
    training_ids, target, oof_probability
        Number, outcome and calibrated out-of-fold probability of every training client, shape (n,).
    """

    name: str
    synthetic: bool
    seed: int
    trained_at: str
    booster: xgb.Booster
    encoding: Encoding
    directions: Mapping[str, int]
    sigmoid: Sigmoid
    interval: VennAbers
    evaluation: Evaluation
    segments: tuple[SegmentEvaluation, ...]
    candidates: int
    candidates_auc: float
    parameters: Mapping[str, object]
    tuning: Tuning | None
    training: pl.DataFrame
    training_ids: np.ndarray
    target: np.ndarray
    oof_probability: np.ndarray


def train(
    features: pl.DataFrame,
    *,
    name: str = "model",
    seed: int = 0,
    folds: int = 5,
    synthetic: bool = False,
    candidates: Mapping[str, int] | None = None,
    max_features: int = 120,
    threads: int = 2,
    tune_seconds: float = 0.0,
    max_trials: int | None = None,
) -> TrainedModel:
    """Train, select, calibrate and evaluate on the clients whose TARGET is known.

    In each fold the features are ranked and the number of trees is chosen on the fold's own training clients, so
    the held-out clients take no part in either. The final model takes the features with the largest mean share of
    gain over the folds, the median number of trees, and every client. There are no class weights: they would make
    the margin something other than log-odds.

    Parameters
    ----------
    features
        What `build_features` returns, collected.
    candidates
        Features to choose from, each with its monotone direction; None takes them from the catalogue.
    max_features
        Most features that the model keeps.
    threads
        Folds that are fitted at the same time; the result does not depend on it.
    tune_seconds, max_trials
        Time and trials of a search for better settings of the trees, see `tune`; 0 seconds keep the fixed ones.

    Raises
    ------
    TablesError
        When a candidate is not a column, there are fewer than `FEWEST_DEFAULTS` clients of either outcome, or the
        features do not rank the held-out clients at all.
    """
    directions = catalogue_candidates() if candidates is None else candidates
    require_columns(features, ("SK_ID_CURR", "TARGET", *directions))
    known = features.filter(pl.col("TARGET").is_not_null())
    target = known["TARGET"].to_numpy().astype(np.float64)
    if min(target.sum(), len(target) - target.sum()) < FEWEST_DEFAULTS:
        raise TablesError(
            f"Training needs at least {FEWEST_DEFAULTS} clients with TARGET 1 and as many with 0; "
            f"the tables have {target.sum():.0f} and {len(target) - target.sum():.0f}: give more applications."
        )
    # a column with one value splits nothing, and a table that is absent leaves a hundred of them
    encoding = encoding_of(known, [name for name in directions if known[name].n_unique() > 1])
    sample = Sample(encoding.matrix(known), target)
    grower = Grower(encoding, directions, seed, max_features)
    splits = list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(sample.matrix, target))
    held_out, held_out_all = np.empty(len(target)), np.empty(len(target))
    rounds: list[int] = []
    shares: Counter[str] = Counter()
    with ThreadPoolExecutor(threads) as pool:
        with track("Ranking the features", total=folds) as step:
            ranked = []
            for fold in pool.map(lambda split: grower.ranked(sample, split), splits):
                ranked.append(fold)
                shares.update(fold.shares)
                step.advance()
        found = (
            tune(grower, sample, splits, ranked, seconds=tune_seconds, pool=pool, max_trials=max_trials)
            if tune_seconds
            else None
        )
        settings = found.settings if found else {}
        by_fold = found.by_fold if found else (settings,) * folds
        with track("Training", total=folds + 1) as step:
            chosen = [fold.columns for fold in ranked]
            fitted = pool.map(lambda *fold: grower.fitted(sample, *fold), splits, chosen, by_fold)
            for split, every, own, fit in zip(splits, ranked, by_fold, fitted, strict=True):
                held_out[split[1]], held_out_all[split[1]] = fit.margin, every.margin
                # how many trees are enough depends on the settings, and the final model takes those of all folds
                alike = fit if own == settings else grower.fitted(sample, split, every.columns, settings)
                rounds.append(alike.rounds)
                step.advance()
            columns = grower.head(shares)
            final = grower.on(columns, settings)
            booster = final.fit(sample.take(np.arange(len(target)), columns), int(np.median(rounds)))
            step.advance()
    try:
        sigmoid = fit_sigmoid(held_out, target)
    except ValueError as error:
        raise TablesError(
            "The features say nothing about TARGET on clients held out of training: check that both belong together."
        ) from error
    log_odds = sigmoid.log_odds(held_out)
    probability = probability_of(log_odds)
    return TrainedModel(
        name=name,
        synthetic=synthetic,
        seed=seed,
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        booster=booster,
        encoding=final.encoding,
        directions={n: d for n, d in final.directions.items() if d},
        sigmoid=sigmoid,
        interval=fit_venn_abers(log_odds, target),
        evaluation=evaluate(probability, target, seed=seed),
        segments=evaluate_segments(segmentations(known), probability, target, seed=seed),
        candidates=len(encoding.features),
        candidates_auc=auc(held_out_all, target),
        parameters={**PARAMETERS, **final.settings, "trees": booster.num_boosted_rounds()},
        tuning=found,
        training=known.select(final.encoding.features),
        training_ids=known["SK_ID_CURR"].to_numpy(),
        target=target,
        oof_probability=probability,
    )
