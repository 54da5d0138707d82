"""Training: one calibrated model, and held-out figures that say what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl
import xgboost as xgb
from sklearn.model_selection import StratifiedKFold, train_test_split

from credit_panel.errors import TablesError
from credit_panel.progress import track
from credit_panel.scoring.boosting import Booster, Sample, gain_shares, margins
from credit_panel.scoring.calibration import Sigmoid, fit_sigmoid
from credit_panel.scoring.candidates import catalogue_candidates
from credit_panel.scoring.encoding import Encoding, encoding_of, require_columns
from credit_panel.scoring.evaluation import Evaluation, auc, evaluate
from credit_panel.scoring.scale import probability_of
from credit_panel.scoring.venn_abers import VennAbers, fit_venn_abers

STOPPING_SHARE = 0.2
"""Share of a fold's training clients set apart to decide when to stop."""

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
    evaluation
        Figures of the out-of-fold probabilities.
    candidates, candidates_auc
        How many features were tried, and the out-of-fold AUC with all of them.
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
    candidates: int
    candidates_auc: float
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
    grower = _Grower(encoding, directions, seed, max_features)
    held_out = np.empty(len(target))
    held_out_all = np.empty(len(target))
    rounds: list[int] = []
    shares: Counter[str] = Counter()
    splits = list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(sample.matrix, target))
    with track("Training", total=folds + 1) as step, ThreadPoolExecutor(threads) as pool:
        fitted = pool.map(lambda split: grower.fold(sample, *split), splits)
        for (_, outside), fold in zip(splits, fitted, strict=True):
            held_out[outside], held_out_all[outside] = fold.margin, fold.margin_all
            rounds.append(fold.rounds)
            shares.update(fold.shares)
            step.advance()
        final = grower.on(grower.head(shares))
        columns = [encoding.features.index(name) for name in final.encoding.features]
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
        candidates=len(encoding.features),
        candidates_auc=auc(held_out_all, target),
        training=known.select(final.encoding.features),
        training_ids=known["SK_ID_CURR"].to_numpy(),
        target=target,
        oof_probability=probability,
    )


@dataclass(frozen=True, slots=True)
class _Fold:
    """What one fold leaves: margins of its held-out clients, with the chosen and with all features, and its ranking."""

    margin: np.ndarray
    margin_all: np.ndarray
    rounds: int
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Grower:
    """Fits on all candidates, then on the head of their ranking."""

    encoding: Encoding
    directions: Mapping[str, int]
    seed: int
    max_features: int

    def on(self, columns: Sequence[int]) -> Booster:
        """Return a booster restricted to some columns of the encoding."""
        names = tuple(self.encoding.features[j] for j in columns)
        categories = {n: levels for n, levels in self.encoding.categories.items() if n in names}
        directions = {n: 0 if n in categories else self.directions[n] for n in names}
        return Booster(Encoding(names, categories), directions, self.seed)

    def head(self, shares: Mapping[str, float]) -> list[int]:
        """Return the columns with the largest shares, in their own order; equal shares keep that order too.

        All columns when none has a share, which is when not one split gained anything.
        """
        names = self.encoding.features
        used = [j for j, name in enumerate(names) if shares.get(name, 0) > 0] or range(len(names))
        return sorted(sorted(used, key=lambda j: -shares.get(names[j], 0))[: self.max_features])

    def fold(self, sample: Sample, inside: np.ndarray, outside: np.ndarray) -> _Fold:
        """Rank, choose and stop on the rows `inside` alone, then predict the rows `outside`."""
        grown, stopping = train_test_split(
            inside, test_size=STOPPING_SHARE, random_state=self.seed, stratify=sample.target[inside]
        )
        columns = list(range(len(self.encoding.features)))
        everything = self.on(columns).fit_stopped(sample.take(grown), sample.take(stopping))
        shares = gain_shares(everything)
        columns = self.head(shares)
        chosen = self.on(columns).fit_stopped(sample.take(grown, columns), sample.take(stopping, columns))
        return _Fold(
            margin=margins(chosen, sample.matrix[np.ix_(outside, columns)]),
            margin_all=margins(everything, sample.matrix[outside]),
            rounds=chosen.num_boosted_rounds(),
            shares=shares,
        )
