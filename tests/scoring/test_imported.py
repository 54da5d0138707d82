"""Models that were trained elsewhere: calibrated, explained and sealed like our own, and refused in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import xgboost as xgb
from hand_made.elsewhere import READ, Grow, table

from credit_panel.errors import BundleError, TablesError
from credit_panel.scoring import (
    Policy,
    Scorer,
    Standing,
    TrainedModel,
    import_alone,
    import_model,
    read_bundle,
    recourse,
    verify_bundle,
    write_bundle,
)
from credit_panel.scoring.trees import trees_of

LIBRARIES = ("xgboost", "lightgbm")


@pytest.fixture(scope="module", params=LIBRARIES)
def saved(
    request: pytest.FixtureRequest, synthetic_features: pl.DataFrame, target: np.ndarray, tmp_path_factory: Any
) -> tuple[Path, np.ndarray]:
    """The file of a model of either library, and the margins that the library itself gives the clients."""
    frame, folder = table(synthetic_features, READ), tmp_path_factory.mktemp("elsewhere")
    if request.param == "xgboost":
        data = xgb.DMatrix(frame, target, enable_categorical=True)
        booster = xgb.train({"objective": "binary:logistic", "max_depth": 3}, data, 20)
        booster.save_model(folder / "model.ubj")
        return folder / "model.ubj", booster.predict(data, output_margin=True)
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    settings = {"objective": "binary", "num_leaves": 7, "min_data_per_group": 5, "max_cat_to_onehot": 1, "verbose": -1}
    booster = lightgbm.train(settings, lightgbm.Dataset(frame, target), 20)
    booster.save_model(folder / "model.txt")
    return folder / "model.txt", booster.predict(frame, raw_score=True)


@pytest.fixture(scope="module")
def taken(saved: tuple[Path, np.ndarray], synthetic_features: pl.DataFrame) -> TrainedModel:
    return import_model(saved[0], synthetic_features, name="elsewhere", synthetic=True)


def test_it_says_what_its_library_says_on_a_straight_line(
    taken: TrainedModel, saved: tuple[Path, np.ndarray], synthetic_features: pl.DataFrame, tmp_path: Path
) -> None:
    write_bundle(taken, tmp_path / "elsewhere")
    assert verify_bundle(tmp_path / "elsewhere") == 0
    scorer = Scorer(read_bundle(tmp_path / "elsewhere"))
    probability = scorer.score(synthetic_features).probability
    expected = 1 / (1 + np.exp(-taken.sigmoid.log_odds(saved[1])))
    assert np.abs(probability - expected).max() < 1e-9
    assert probability.mean() == pytest.approx(taken.target.mean(), abs=1e-6)
    explained = scorer.explain(synthetic_features[:200])
    assert np.abs(explained.contributions.sum(axis=1) + explained.base_points - explained.scores.points).max() < 1e-9
    assert scorer.manifest.imported is not None
    assert scorer.manifest.stamp.imported


def test_what_only_training_tells_is_not_made_up(
    taken: TrainedModel, synthetic_features: pl.DataFrame, tmp_path: Path
) -> None:
    write_bundle(taken, tmp_path / "elsewhere", policy=Policy(review_level=0.95))
    scorer = Scorer(read_bundle(tmp_path / "elsewhere"))
    scores = scorer.score(synthetic_features)
    assert np.isnan(scores.low).all()
    unflagged = set(scores.outcome[scores.flags == ""])
    assert unflagged == {"accept", "refuse"}, "without an interval nobody stands in its grey zone"
    assert scorer.review_zone(scorer.policy) == pytest.approx((scorer.policy.threshold,) * 2)
    explanation = scorer.explain_one(synthetic_features[:1])
    assert (explanation.low, explanation.high, explanation.held_out) == (None, None, False)
    refused = synthetic_features.filter(pl.Series(scores.outcome == "refuse"))
    found = next(filter(None, (recourse(scorer, refused[k : k + 1]) for k in range(20))))
    assert {proposal.standing for proposal in found} == {Standing.UNMEASURED}


def test_no_client_between_two_is_safer_than_the_bound(taken: TrainedModel, synthetic_features: pl.DataFrame) -> None:
    trees = trees_of(taken.booster, taken.encoding)
    matrix = trees.matrix(synthetic_features[:300])
    assert np.array_equal(trees.least_margins(matrix, matrix), trees.margins(matrix))
    codes = [j for j, name in enumerate(trees.features) if name in taken.encoding.categories]
    one, other = matrix[:150].copy(), matrix[150:].copy()
    other[:, codes] = one[:, codes]
    missing = np.isnan(one) | np.isnan(other)
    one[missing] = other[missing] = np.nan
    least = trees.least_margins(one, other)
    between = [trees.margins((one + (other - one) * share).astype(trees.width)) for share in np.linspace(0, 1, 9)]
    assert (least <= np.min(between, axis=0)).all()


def test_the_figures_are_those_of_a_calibration_on_other_clients(taken: TrainedModel) -> None:
    assert 0.5 < taken.evaluation.auc < 1
    assert taken.evaluation.count == len(taken.target) == len(taken.oof_probability)
    assert len(np.unique(taken.oof_probability)) > len(taken.target) / 20
    assert taken.segments


def test_applications_alone_get_a_calibration_of_their_own(
    synthetic_features: pl.DataFrame, target: np.ndarray, tmp_path: Path
) -> None:
    features = synthetic_features[:1_500].with_columns(
        pl.when((pl.col("TARGET") == 1) | (pl.col("SK_ID_CURR") % 7 == 0))
        .then(5.0)
        .otherwise(1.0)
        .alias("bureau_count")
    )
    models = {}
    for names in (READ, (*READ, "bureau_count")):
        data = xgb.DMatrix(table(features, names), target[:1_500], enable_categorical=True)
        xgb.train({"objective": "binary:logistic", "max_depth": 3}, data, 15).save_model(tmp_path / "model.json")
        models[names] = import_model(tmp_path / "model.json", features)
    assert import_alone(features, models[READ]) is None, "it reads no history"
    reading = models[*READ, "bureau_count"]
    alone = import_alone(features, reading)
    assert alone is not None
    assert alone.evaluation.auc < reading.evaluation.auc
    assert alone.oof_probability.mean() == pytest.approx(alone.target.mean(), abs=5e-3)


def test_what_the_law_of_the_jurisdiction_bars_is_no_feature(grow: Grow, synthetic_features: pl.DataFrame) -> None:
    age = grow(("EXT_SOURCE_2", "DAYS_BIRTH"))
    assert import_model(age, synthetic_features, jurisdiction="none").jurisdiction == "none"
    for law in ("DE", "US"):
        with pytest.raises(BundleError, match=rf"reads DAYS_BIRTH \(age\), which the law of {law} bars"):
            import_model(age, synthetic_features, jurisdiction=law)


def test_clients_of_one_outcome_calibrate_nothing(grow: Grow, synthetic_features: pl.DataFrame) -> None:
    with pytest.raises(TablesError, match="at least 50 clients with TARGET 1 and as many with 0"):
        import_model(grow(), synthetic_features.filter(pl.col("TARGET") == 0))


def test_contributions_that_do_not_add_up_are_refused(
    grow: Grow, synthetic_features: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    from credit_panel.scoring import trees

    told = trees.contributions
    monkeypatch.setattr(trees, "contributions", lambda *given: 2 * told(*given))
    with pytest.raises(BundleError, match="do not add up to its score"):
        import_model(grow(), synthetic_features)


def test_a_model_of_repayment_is_refused(grow: Grow, synthetic_features: pl.DataFrame) -> None:
    with pytest.raises(BundleError, match="does not rank defaults above repaid credits"):
        import_model(grow(wrong=True), synthetic_features)
