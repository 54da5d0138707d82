"""A small model of XGBoost, trained by somebody who has pandas and nothing of ours but the features."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import xgboost as xgb

READ = ("EXT_SOURCE_2", "EXT_SOURCE_3", "AMT_CREDIT", "AMT_ANNUITY", "NAME_INCOME_TYPE", "DAYS_BIRTH")

Grow = Callable[..., Path]


def table(features: pl.DataFrame, names: tuple[str, ...]) -> Any:
    """Return columns as somebody with pandas has them, texts as categories."""
    frame = features.select(names).to_pandas()
    return frame.astype({name: "category" for name in names if frame[name].dtype.kind not in "biuf"})


def grower(features: pl.DataFrame, target: np.ndarray, folder: Path) -> Grow:
    """Return what trains a small model and saves it, each time otherwise."""

    def grown(
        names: tuple[str, ...] = READ, *, rename: dict[str, str] | None = None, wrong: bool = False, **settings: object
    ) -> Path:
        frame = table(features, names).rename(columns=rename or {})
        data = xgb.DMatrix(frame, 1 - target if wrong else target, enable_categorical=True)
        path = folder / "model.json"
        xgb.train({"objective": "binary:logistic", "max_depth": 3, **settings}, data, 15).save_model(path)
        return path

    return grown
