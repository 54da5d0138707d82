from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from credit_panel.errors import TablesError
from credit_panel.scoring import Scorer, read_bundle, train, write_bundle
from credit_panel.scoring.comparison import compare


@pytest.fixture(scope="module")
def pair(features: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> tuple[Scorer, Scorer]:
    weak = {"DAYS_BIRTH": 0, "AMT_CREDIT": 0, "DAYS_EMPLOYED": 0}
    strong = weak | {"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1}
    scorers = []
    for name, candidates in (("weak", weak), ("strong", strong)):
        folder = Path(tmp_path_factory.mktemp("models")) / name
        write_bundle(train(features[:3_500], candidates=candidates, folds=2), folder)
        scorers.append(Scorer(read_bundle(folder)))
    return scorers[0], scorers[1]


def test_the_better_model_gains_with_an_interval_above_nothing(
    pair: tuple[Scorer, Scorer], features: pl.DataFrame
) -> None:
    held_out = features[3_500:]
    found = compare(*pair, held_out)
    assert found.auc_gain == pytest.approx(found.second.auc - found.first.auc)
    assert 0 < found.auc_interval[0] < found.auc_gain < found.auc_interval[1]
    assert found.brier_gain == pytest.approx(found.first.brier - found.second.brier)
    moved = (pair[0].score(held_out).outcome != pair[1].score(held_out).outcome).sum()
    assert sum(swap.count for swap in found.swaps) == moved


def test_a_model_gains_nothing_on_itself(pair: tuple[Scorer, Scorer], features: pl.DataFrame) -> None:
    found = compare(pair[1], pair[1], features[3_500:])
    assert (found.auc_gain, found.auc_interval) == (0, (0, 0))
    assert not any(swap.count for swap in found.swaps)


def test_one_outcome_compares_nothing(pair: tuple[Scorer, Scorer], features: pl.DataFrame) -> None:
    with pytest.raises(TablesError, match="both outcomes"):
        compare(*pair, features.filter(pl.col("TARGET") == 0))
