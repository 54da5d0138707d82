"""One small model of each data set, trained once a session: of synthetic clients always, of real ones where given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hand_made.elsewhere import Grow, grower

from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.home_credit.synthetic import generate
from credit_panel.scoring import Bundle, Scorer, TrainedModel, read_bundle, train, write_bundle

CLIENTS = 5_000


def features_of(applications: Path, folder: Path) -> pl.DataFrame:
    """Return the features of the first clients of a file of known outcomes, without histories: they train faster."""
    pl.scan_parquet(applications).head(CLIENTS).sink_parquet(folder / "application_train.parquet")
    with read_tables(folder) as tables:
        return build_features(tables).collect()


@pytest.fixture(scope="session")
def synthetic_features(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    drawn = tmp_path_factory.mktemp("drawn")
    generate(CLIENTS * 6 // 5, seed=1, out=drawn)  # about an eighth of them are of unknown outcome
    return features_of(drawn / "application_train.parquet", tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def real_features(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    return features_of(real_data / "application_train_sample.parquet", tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def synthetic_model(synthetic_features: pl.DataFrame) -> TrainedModel:
    return train(synthetic_features, name="small", synthetic=True, seed=3)


@pytest.fixture(scope="session")
def real_model(real_features: pl.DataFrame) -> TrainedModel:
    return train(real_features, name="small", seed=3)


@pytest.fixture(scope="session", params=["synthetic", pytest.param("real", marks=pytest.mark.real)])
def clients(request: pytest.FixtureRequest) -> str:
    """Name of the data set; what asks for it, or for a fixture below, holds for any clients and runs on each."""
    return request.param


@pytest.fixture(scope="session")
def features(clients: str, request: pytest.FixtureRequest) -> pl.DataFrame:
    return request.getfixturevalue(f"{clients}_features")


@pytest.fixture(scope="session")
def model(clients: str, request: pytest.FixtureRequest) -> TrainedModel:
    return request.getfixturevalue(f"{clients}_model")


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


@pytest.fixture(scope="session")
def target(synthetic_features: pl.DataFrame) -> np.ndarray:
    return synthetic_features["TARGET"].to_numpy()


@pytest.fixture
def grow(synthetic_features: pl.DataFrame, target: np.ndarray, tmp_path: Path) -> Grow:
    """Train a small model elsewhere and save it."""
    return grower(synthetic_features, target, tmp_path)
