"""Another model is compared on the clients of both portfolios, and on nobody who only bears the same number."""

from __future__ import annotations

import shutil
from dataclasses import replace

import polars as pl
import pytest

from credit_panel.errors import NoSharedClientsError
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.manifest import read_manifest, write_manifest
from credit_panel.scoring import Gain
from credit_panel.settings import Settings
from credit_panel.state.model_compare import CompareState


@pytest.fixture(scope="module")
def two(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings under which the served model has its twin beside it, and one of strangers who bear the same numbers."""
    root = tmp_path_factory.mktemp("two")
    both = Settings(root / "data", root / "models", settings.model)
    for name in ("small", "twin", "strangers"):
        shutil.copytree(settings.portfolio_dir("small"), both.portfolio_dir(name))
        shutil.copytree(settings.bundle_dir("small"), both.bundle_dir(name))
    strangers = both.portfolio_dir("strangers")
    manifest = read_manifest(strangers)
    applications = pl.read_parquet(strangers / "applications.parquet").with_columns(pl.col("AMT_CREDIT") + 1)
    applications.write_parquet(strangers / "applications.parquet")
    write_manifest(manifest, strangers)
    return both


def test_the_other_models_are_named(two: Settings, served: ServedModel) -> None:
    state = CompareState(ServedModel.open(two), two)
    assert state.others() == ["strangers", "twin"]
    assert not state.choose("../small")
    assert not state.choose("small")
    assert CompareState(served, replace(two, models_dir=two.models_dir / "none")).others() == []


def test_two_models_of_the_same_clients_are_compared(two: Settings) -> None:
    served = ServedModel.open(two)
    state = CompareState(served, two)
    assert state.choose("twin")
    assert state.busy
    found = state.compare()
    state.finish(found)
    assert not state.busy
    assert state.found is found
    assert found.shared == served.scorer.manifest.training["applications"]
    assert found.comparison.first.auc == pytest.approx(served.scorer.manifest.metrics["auc"])
    assert found.comparison.auc == Gain(0, 0, 0)
    assert not any(swap.count for swap in found.comparison.swaps)
    assert state.compare() is found


def test_equal_numbers_do_not_make_the_same_clients(two: Settings) -> None:
    state = CompareState(ServedModel.open(two), two)
    assert state.choose("strangers")
    with pytest.raises(NoSharedClientsError, match="in common") as caught:
        state.compare()
    state.finish(caught.value)
    assert (state.found, state.problem, state.busy) == (None, caught.value, False)
