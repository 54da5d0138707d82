"""What is no model that can be served is told in one sentence, and ends no process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import xgboost as xgb
from hand_made.elsewhere import READ, Grow, table

from credit_panel.errors import BundleError
from credit_panel.scoring import imported_trees
from credit_panel.scoring.imported_trees import read_trees


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        (
            {"rename": {"AMT_CREDIT": "AMT_CREDITS"}},
            "AMT_CREDITS, which the catalogue does not have; the nearest is",
        ),
        ({"rename": {"AMT_CREDIT": "CODE_GENDER"}}, r"CODE_GENDER, which no model may read here \(protected\)"),
        (
            {"rename": {"AMT_CREDIT": "NAME_CONTRACT_TYPE"}},
            "NAME_CONTRACT_TYPE as numbers, and the catalogue has",
        ),
        ({"rename": {"NAME_INCOME_TYPE": "DAYS_EMPLOYED"}}, "DAYS_EMPLOYED as categories, and the catalogue has numb"),
        ({"rename": {"NAME_INCOME_TYPE": "ORGANIZATION_TYPE"}}, "None of the categories of ORGANIZATION_TYPE that the"),
        (
            {"objective": "reg:squarederror"},
            "objective 'reg:squarederror', and a probability of default takes",
        ),
        ({"objective": "multi:softprob", "num_class": 2}, "objective 'multi:softprob'"),
        pytest.param(
            {"names": READ[:3], "booster": "gblinear"},
            "a booster 'gblinear', and only trees of 'gbtree' are served",
            marks=pytest.mark.filterwarnings("ignore::UserWarning"),  # it is on its way out
        ),
    ],
)
def test_a_model_that_does_not_fit_gets_one_sentence(
    grow: Grow, synthetic_features: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any], sentence: str
) -> None:
    monkeypatch.setattr(imported_trees, "_try_apart", lambda *_: None)  # these can be read
    with pytest.raises(BundleError, match=sentence) as caught:
        read_trees(grow(**how), synthetic_features)
    assert str(caught.value).count(".\n") == 0


def test_names_of_columns_and_categories_are_asked_for(
    synthetic_features: pl.DataFrame, target: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imported_trees, "_try_apart", lambda *_: None)
    codes = np.random.default_rng(0).integers(0, 3, (len(target), 1)).astype(np.float32)
    path = tmp_path / "model.json"
    for names, sentence in ((None, "does not name its features"), (["NAME_INCOME_TYPE"], "by numbers alone")):
        data = xgb.DMatrix(codes, target, feature_names=names, feature_types=["c"], enable_categorical=True)
        xgb.train({"objective": "binary:logistic"}, data, 2).save_model(path)
        with pytest.raises(BundleError, match=sentence):
            read_trees(path, synthetic_features)


@pytest.mark.parametrize("kept", [0, 0.5])
def test_a_damaged_file_ends_no_process(grow: Grow, synthetic_features: pl.DataFrame, kept: float) -> None:
    path = grow()
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])
    with pytest.raises(BundleError, match=r"cannot be read as a model of XGBoost: it is damaged"):
        read_trees(path, synthetic_features)


def test_a_file_that_is_none_and_another_ending_are_told(synthetic_features: pl.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="There is no file"):
        read_trees(tmp_path / "model.ubj", synthetic_features)
    with pytest.raises(BundleError, match=r"none of \.ubj and \.json"):
        read_trees(tmp_path / "model.pkl", synthetic_features)


def test_of_a_model_that_was_stopped_early_the_best_trees_are_served(
    synthetic_features: pl.DataFrame, target: np.ndarray, tmp_path: Path
) -> None:
    data = xgb.DMatrix(table(synthetic_features, READ), target, enable_categorical=True)
    upside_down = xgb.DMatrix(table(synthetic_features, READ), 1 - target, enable_categorical=True)
    early = {"evals": [(upside_down, "other")], "early_stopping_rounds": 3, "verbose_eval": False}
    booster = xgb.train({"objective": "binary:logistic"}, data, 30, **early)
    booster.save_model(tmp_path / "model.ubj")
    found = read_trees(tmp_path / "model.ubj", synthetic_features)
    assert found.parameters["trees"] == booster.best_iteration + 1 < booster.num_boosted_rounds()
    assert "stopped early" in found.notes[0]


def test_without_lightgbm_its_models_are_told_how_to_get_it(
    synthetic_features: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    (tmp_path / "model.txt").write_text("tree\n")
    with pytest.raises(BundleError, match=r"pip install 'credit-panel\[lightgbm\]'"):
        read_trees(tmp_path / "model.txt", synthetic_features)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"objective": "regression"}, "objective 'regression'"),
        ({"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.5}, "is a random forest"),
        ({"linear_tree": True}, "straight lines in its leaves"),
        ({"zero_as_missing": True}, "takes nought for missing"),
    ],
)
def test_a_model_of_lightgbm_that_does_not_fit_gets_one_sentence(
    synthetic_features: pl.DataFrame, target: np.ndarray, tmp_path: Path, settings: dict[str, Any], sentence: str
) -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    data = lightgbm.Dataset(synthetic_features.select("EXT_SOURCE_2", "AMT_CREDIT").to_pandas(), target)
    lightgbm.train({"objective": "binary", "verbose": -1, **settings}, data, 3).save_model(tmp_path / "model.txt")
    from credit_panel.scoring.imported_lightgbm import find_trees

    with pytest.raises(BundleError, match=sentence):
        find_trees(tmp_path / "model.txt")
