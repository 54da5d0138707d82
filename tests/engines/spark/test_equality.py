"""Spark gives what Polars gives: integers and categories exactly, sums to 1e-6, probabilities to 1e-9."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from same_as_polars import assert_equal, assert_scores_equal, features_of, written

from credit_panel.cli.output import Output
from credit_panel.home_credit import read_tables
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.batch import Batch
from credit_panel.portfolio.earlier_scores import EarlierScores
from credit_panel.portfolio.score_table import ScoreTable, stamp_of
from credit_panel.settings import Settings

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def engine(session: Any) -> Any:
    from credit_panel.engines.spark.engine import SparkEngine

    return SparkEngine(session)


def test_features_without_some_histories(engine: Any, synthetic_tables: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    for name in (
        "application_test",
        "previous_application",
        "POS_CASH_balance",
        "credit_card_balance",
        "bureau_balance",
    ):
        (tables / f"{name}.parquet").symlink_to(synthetic_tables / f"{name}.parquet")
    bureau = pl.read_parquet(synthetic_tables / "bureau.parquet")
    (tables / "bureau").mkdir()
    for number, part in enumerate(bureau.iter_slices(len(bureau) // 2 + 1)):
        part.rename({"DAYS_CREDIT": "days credit"}).write_parquet(tables / "bureau" / f"part-{number}.parquet")
    report = engine.features(str(tables), Output(f"{tmp_path}/out"), allow_out_of_bounds=False)
    assert "installments_payments is absent: the features that come from it are empty." in report.notes
    assert_equal(written(tmp_path / "out"), features_of(tables))


def test_features_of_real_tables(engine: Any, real_data: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    with zipfile.ZipFile(real_data / "home-credit-sample.zip") as archive:
        for name in archive.namelist():
            if name.endswith(".csv") and "description" not in name and "submission" not in name:
                pl.read_csv(archive.read(name), infer_schema_length=None).write_parquet(
                    tables / f"{Path(name).stem}.parquet"
                )
    payments = pl.read_parquet(real_data / "installments_payments_sample.parquet")
    payments.write_parquet(tables / "installments_payments.parquet")
    engine.features(str(tables), Output(f"{tmp_path}/out"), allow_out_of_bounds=False)
    assert_equal(written(tmp_path / "out"), features_of(tables))


def test_scores_and_features_with_all_that_can_be_told(
    engine: Any, served: ServedModel, settings: Settings, synthetic_tables: Path, tmp_path: Path
) -> None:
    stricter, features = served.with_policy(cost_ratio=20), features_of(synthetic_tables)
    told = ScoreTable(contributions=True, reasons=4, language="fr", stamp=stamp_of(stricter))
    scores = tuple(told.schema(stricter.scorer))
    table = replace(told, columns=(*scores, *(name for name in features.columns if name not in scores)))
    place, bundle = Output(f"{tmp_path}/out"), settings.bundle_dir()
    report = engine.score(str(synthetic_tables), stricter, bundle, table, place, allow_out_of_bounds=False)
    with read_tables(synthetic_tables) as opened:
        wanted = pl.concat(Batch(opened, stricter, told).parts())
    found = written(tmp_path / "out")
    assert report.rows == len(wanted) == 2_500
    assert_equal(found.select(features.columns), features)
    assert {"base_points", "points_EXT_SOURCE_2", "reason_4", "portfolio"} <= set(found.columns)
    assert found["cost_ratio"].unique().to_list() == [20.0]
    assert found["held_out"].any()
    assert not found["held_out"].all()
    assert_scores_equal(found.select(scores), wanted)


def test_what_was_scored_before_is_left_out(
    engine: Any, served: ServedModel, settings: Settings, synthetic_tables: Path, tmp_path: Path
) -> None:
    (tmp_path / "tables").mkdir()
    few = pl.read_parquet(synthetic_tables / "application_train.parquet").head(60)
    few.write_parquet(tmp_path / "tables" / "application_train.parquet")
    version = served.scorer.version
    before = few.select(
        "SK_ID_CURR", version=pl.when(pl.int_range(60) < 10).then(pl.lit("old")).otherwise(pl.lit(version))
    )
    before.head(50).write_parquet(tmp_path / "before.parquet")
    table, place = ScoreTable(stamp=stamp_of(served)), Output(f"{tmp_path}/out")
    since = EarlierScores(str(tmp_path / "before.parquet"), version)
    arguments = (str(tmp_path / "tables"), served, settings.bundle_dir(), table, place)
    report = engine.score(*arguments, since=since, allow_out_of_bounds=False)
    assert (report.rows, report.notes[-1]) == (20, since.note(40))
    assert written(tmp_path / "out")["SK_ID_CURR"].to_list() == [*few["SK_ID_CURR"][:10], *few["SK_ID_CURR"][50:]]
