"""The search for settings: seeded, within its time, and blind to what is held out."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from credit_panel.errors import TablesError
from credit_panel.scoring import TrainedModel, train
from credit_panel.scoring.tuning import SPACE

FEW = {"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1, "DAYS_BIRTH": 0, "AMT_CREDIT": 0}


def tuned(features: pl.DataFrame, seconds: float = 600, trials: int | None = 3) -> TrainedModel:
    return train(features.head(3_000), candidates=FEW, folds=2, seed=5, tune_seconds=seconds, max_trials=trials)


@pytest.fixture(scope="module")
def model(features: pl.DataFrame) -> TrainedModel:
    return tuned(features)


def test_a_search_takes_the_best_of_what_it_tried_and_says_so(model: TrainedModel) -> None:
    assert model.tuning is not None
    assert model.tuning.trials == 3
    assert model.tuning.auc >= model.tuning.fixed_auc
    assert all(value in SPACE[name] for name, value in model.tuning.settings.items())
    assert model.parameters.items() >= model.tuning.settings.items()
    assert model.parameters["trees"] == model.booster.num_boosted_rounds()


def test_same_seed_and_trials_same_model(features: pl.DataFrame, model: TrainedModel) -> None:
    again = tuned(features)
    assert again.booster.save_raw() == model.booster.save_raw()
    assert np.array_equal(again.oof_probability, model.oof_probability)


def test_a_search_keeps_to_its_time(features: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = itertools.count()
    clock = SimpleNamespace(monotonic=lambda: float(next(ticks)))  # a second passes at each look
    monkeypatch.setattr("credit_panel.scoring.tuning.time", clock)
    model = tuned(features, seconds=20, trials=None)
    assert model.tuning is not None
    assert 1 <= model.tuning.trials <= 20
    assert next(ticks) <= 30


def test_no_time_leaves_the_fixed_settings(features: pl.DataFrame) -> None:
    model = tuned(features, seconds=1e-9)
    plain = train(features.head(3_000), candidates=FEW, folds=2, seed=5)
    assert model.tuning is not None
    assert (model.tuning.trials, model.tuning.settings) == (0, {})
    assert model.booster.save_raw() == plain.booster.save_raw()


@pytest.mark.parametrize("seed", [5, *(pytest.param(seed, marks=pytest.mark.long) for seed in (6, 7, 8))])
def test_a_search_never_ends_lower_than_it_began(features: pl.DataFrame, seed: int) -> None:
    some = features.head(2_000)
    plain = train(some, candidates=FEW, folds=2, seed=seed)
    searched = train(some, candidates=FEW, folds=2, seed=seed, tune_seconds=600, max_trials=3)
    assert searched.evaluation.auc >= plain.evaluation.auc
    assert searched.tuning is not None
    if not searched.tuning.settings:
        assert searched.evaluation.auc == plain.evaluation.auc


@pytest.mark.long
def test_noise_cannot_be_tuned_into_a_signal(features: pl.DataFrame) -> None:
    """Each fold chooses its settings without its held-out clients: shuffled outcomes stay at chance."""
    areas, refusals = [], []
    for seed in (2, 3, 4):
        try:
            areas.append(tuned(features.with_columns(pl.col("TARGET").shuffle(seed=seed)), trials=4).evaluation.auc)
        except TablesError as error:  # below chance, training refuses to calibrate: no signal was made up either
            refusals.append(str(error))
    assert all("say nothing about TARGET" in refusal for refusal in refusals)
    assert areas
    assert max(areas) < 0.56
