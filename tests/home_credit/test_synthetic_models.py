"""What a model learns from a synthetic portfolio: it must hold on real clients, and the histories must add to it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xgboost
from sklearn.metrics import roc_auc_score

from credit_panel.features import build_features
from credit_panel.features.build import HISTORY_FEATURES
from credit_panel.home_credit import read_tables
from credit_panel.home_credit.synthetic import generate

APPLICATIONS = 72_000
KEYS = ("SK_ID_CURR", "TARGET")
BOOSTING = {
    "objective": "binary:logistic", "eta": 0.06, "max_depth": 4, "subsample": 0.8, "colsample_bytree": 0.4,
    "min_child_weight": 30, "nthread": 2, "max_bin": 128,
}  # fmt: skip


def matrix(frame: pl.DataFrame, levels: dict[str, list[str]]) -> np.ndarray:
    """Return the columns as numbers; a category as the place of its level."""
    columns = [
        pl.col(name).cast(pl.Enum(levels[name])).to_physical().cast(pl.Float64) if name in levels else pl.col(name)
        for name in frame.columns
        if name not in KEYS
    ]
    return frame.select(columns).cast(pl.Float64).fill_null(float("nan")).to_numpy()


def trained(columns: np.ndarray, target: np.ndarray) -> xgboost.Booster:
    return xgboost.train(BOOSTING, xgboost.DMatrix(columns, target, nthread=2), 250)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("synthetic")
    generate(APPLICATIONS, seed=21, out=out)
    return out


@pytest.mark.slow
def test_a_model_of_60_000_synthetic_applications_ranks_real_clients(folder: Path, real_data: Path) -> None:
    drawn = pl.read_parquet(folder / "application_train.parquet").head(60_000)
    real = pl.read_parquet(real_data / "application_train_sample.parquet")
    names = [name for name, kind in real.schema.items() if kind == pl.String]
    both = pl.concat([drawn.select(names), real.select(names)])
    levels = {name: sorted(both[name].drop_nulls().unique()) for name in names}
    model = trained(matrix(drawn, levels), drawn["TARGET"].to_numpy())
    area = roc_auc_score(real["TARGET"], model.predict(xgboost.DMatrix(matrix(real, levels), nthread=2)))
    print(f"\ntrained on {len(drawn):,} synthetic, AUC on {len(real):,} real clients: {area:.4f}")
    assert area >= 0.72


@pytest.mark.slow
def test_the_histories_add_to_the_application(folder: Path) -> None:
    with read_tables(folder, require_target=True) as tables:
        features = build_features(tables).filter(pl.col("TARGET").is_not_null()).collect()
    levels = {
        name: sorted(features[name].drop_nulls().unique().cast(pl.String))
        for name, kind in features.schema.items()
        if kind in (pl.String, pl.Categorical) or isinstance(kind, pl.Enum)
    }
    target = features["TARGET"].to_numpy()
    cut = len(features) * 7 // 10
    raw = [name for name in features.columns if name == name.upper() and name not in KEYS]
    areas = {}
    for title, names in (("application", raw), ("with histories", [*raw, *HISTORY_FEATURES])):
        columns = matrix(features.select(names), levels)
        model = trained(columns[:cut], target[:cut])
        areas[title] = roc_auc_score(target[cut:], model.predict(xgboost.DMatrix(columns[cut:], nthread=2)))
    print(f"\nAUC on {len(features) - cut:,} held-out synthetic clients: {areas}")
    assert areas["with histories"] >= areas["application"] + 0.015
