"""One small model, trained once a session on real clients (or synthetic ones where the real sample is absent)."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.home_credit.synthetic import generate
from credit_panel.scoring import Bundle, Scorer, TrainedModel, read_bundle, train, write_bundle

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "application_train_sample.parquet"
CLIENTS = 5_000


@pytest.fixture(scope="session")
def features(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    folder = tmp_path_factory.mktemp("tables")
    if SAMPLE.is_file():
        pl.scan_parquet(SAMPLE).head(CLIENTS).sink_parquet(folder / "application_train.parquet")
    else:
        generate(CLIENTS, seed=1, out=folder)
    with read_tables(folder) as tables:
        return build_features(tables).collect()


@pytest.fixture(scope="session")
def model(features: pl.DataFrame) -> TrainedModel:
    return train(features, name="small", seed=3)


@pytest.fixture(scope="session")
def folder(model: TrainedModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "small"
    write_bundle(model, folder)
    return folder


@pytest.fixture(scope="session")
def bundle(folder: Path) -> Bundle:
    return read_bundle(folder)


@pytest.fixture(scope="session")
def scorer(bundle: Bundle) -> Scorer:
    return Scorer(bundle)
