from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import xgboost as xgb

from credit_panel.scoring import Scorer
from credit_panel.scoring.boosting import PARAMETERS, margins
from credit_panel.scoring.leaves import Leaves
from credit_panel.scoring.scenario import features_after

TYPES = ["q", "q", "q", "c"]


def train_rows(matrix: np.ndarray, rounds: int, **settings: float) -> xgb.Booster:
    """Return trees that ask about every column, and about what is missing."""
    target = (np.nan_to_num(matrix) @ [1, 0.5, 1, 0.3] > 1.5).astype(int)
    data = xgb.QuantileDMatrix(matrix, target, feature_types=TYPES, max_bin=PARAMETERS["max_bin"], nthread=1)
    return xgb.train({**PARAMETERS, **settings, "nthread": 1}, data, rounds)


@pytest.fixture(scope="module")
def matrix() -> np.ndarray:
    """Two numbers, one that is known or not, and a category of eight levels, all with gaps but in the first row."""
    random = np.random.default_rng(0)
    numbers, levels = random.normal(size=(3_000, 2)), random.integers(0, 8, 3_000)
    matrix = np.column_stack([numbers, np.ones(3_000), levels]).astype(np.float32)
    matrix[1:][random.random((2_999, 4)) < 0.2] = np.nan
    return matrix


@pytest.mark.parametrize("settings", [{"max_depth": 5}, {"max_cat_to_onehot": 1}, {"max_depth": 1}])
def test_the_leaves_of_a_client_add_up_to_the_margin(matrix: np.ndarray, settings: dict[str, float]) -> None:
    booster = train_rows(matrix, 30, **settings)
    assert np.abs(Leaves.of(booster).least(matrix, matrix) - margins(booster, matrix)).max() < 1e-6


def test_trees_without_a_question_and_tables_without_a_row(matrix: np.ndarray) -> None:
    booster = train_rows(matrix, 2, min_child_weight=1e9)
    leaves = Leaves.of(booster)
    assert leaves.least(matrix[:3], matrix[:3]) == pytest.approx(margins(booster, matrix[:3]), abs=1e-6)
    assert leaves.least(matrix[:0], matrix[:0]).shape == (0,)


def test_nobody_between_two_bounds_has_a_lower_margin(matrix: np.ndarray) -> None:
    """Boxes around clients, of every width; what is missing and the category stay."""
    booster = train_rows(matrix, 40)
    leaves, random = Leaves.of(booster), np.random.default_rng(1)
    centre = matrix[:300]
    reach = random.exponential(0.3, (300, 4)) * [1, 1, 0, 0]
    low, high = (centre - reach).astype(np.float32), (centre + reach).astype(np.float32)
    least = leaves.least(low, high)
    inside = (low + random.random((50, 300, 4)) * (high - low)).astype(np.float32)
    inside[..., 2:] = centre[:, 2:]
    found = margins(booster, inside.reshape(-1, 4)).reshape(50, 300)
    assert (found >= least - 1e-6).all()
    # and the bound is one that somebody comes near, not a number below everything
    assert np.median(found.min(axis=0) - least) < 0.05


def test_a_run_of_one_plan_is_scored_as_it_is(scorer: Scorer, features: pl.DataFrame) -> None:
    clients = features.head(300)
    scores, safest = scorer.score_runs(pl.concat([clients, clients]))
    own = scorer.score(clients).probability
    assert np.array_equal(scores.probability, np.concatenate([own, own]))
    assert safest.probability == pytest.approx(own, abs=1e-7)


def test_nobody_between_the_ends_of_a_run_is_safer(scorer: Scorer, features: pl.DataFrame) -> None:
    client = features.filter(pl.col("AMT_GOODS_PRICE") > 0)[0]
    credit = np.linspace(client["AMT_CREDIT"][0] / 3, client["AMT_CREDIT"][0], 61)
    along = features_after(client, pl.DataFrame({"AMT_CREDIT": credit}))
    ends = [60, 40, 20, 40, 20, 0]
    scores, safest = scorer.score_runs(along[ends])
    probability = scorer.score(along).probability
    assert np.array_equal(scores.probability, probability[ends])
    for bound, near, far in zip(safest.probability, ends[:3], ends[3:], strict=True):
        assert bound <= probability[far : near + 1].min() + 1e-9
