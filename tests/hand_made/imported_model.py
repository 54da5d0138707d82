"""A model that was trained without us, on what `build_features` gives, and imported by the command."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
import xgboost as xgb

from credit_panel.cli import main
from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.settings import Settings

READ = ("EXT_SOURCE_2", "EXT_SOURCE_3", "AMT_CREDIT", "credit_income_ratio", "NAME_INCOME_TYPE", "bureau_debt_sum")


def import_model(root: Path, synthetic_tables: Path) -> Settings:
    """Train, import and verify a model in an empty folder, and return the settings that serve it."""
    tables = root / "tables"
    tables.mkdir()
    for name, most in (("application_train", 1_500), ("application_test", 300)):
        pl.read_parquet(synthetic_tables / f"{name}.parquet").head(most).write_parquet(tables / f"{name}.parquet")
    shutil.copy(synthetic_tables / "bureau.parquet", tables)
    with read_tables(tables) as opened:
        features = build_features(opened).filter(pl.col("TARGET").is_not_null()).collect()
    frame = features.select(READ).to_pandas().astype({"NAME_INCOME_TYPE": "category"})
    data = xgb.DMatrix(frame, features["TARGET"].to_numpy(), enable_categorical=True)
    xgb.train({"objective": "binary:logistic", "max_depth": 3, "eta": 0.1}, data, 20).save_model(root / "model.ubj")
    settings = Settings(data_dir=root / "data", models_dir=root / "models", model="theirs", journal="off")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CREDIT_PANEL_DATA_DIR", str(settings.data_dir))
        patch.setenv("CREDIT_PANEL_MODELS_DIR", str(settings.models_dir))
        given = ["--booster", str(root / "model.ubj"), "--tables", str(tables), "--name", "theirs"]
        assert main(["import", *given]) == 0
        assert main(["verify", "theirs"]) == 0
        assert main(["import", *given[:3], str(root / "none"), *given[4:]]) == 2
    return settings
