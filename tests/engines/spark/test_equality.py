"""Spark gives what Polars gives: integers and categories exactly, sums to 1e-6, probabilities to 1e-9."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal, assert_series_equal
from spark_command import command
from standalone import Cluster

from credit_panel.cli.output import Output
from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.batch import Batch
from credit_panel.portfolio.score_table import ScoreTable, stamp_of
from credit_panel.settings import Settings

pytestmark = pytest.mark.spark

SUMS, PROBABILITIES = 1e-6, 1e-9
COLUMNS = ("SK_ID_CURR", "probability", "low", "high", "points", "grade", "outcome", "held_out")


def written(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "*.parquet").sort("SK_ID_CURR")


def features_of(tables: Path) -> pl.DataFrame:
    with read_tables(tables) as opened:
        return opened.collect(build_features(opened)).sort("SK_ID_CURR")


def assert_equal(found: pl.DataFrame, wanted: pl.DataFrame, columns: Iterable[str] | None = None) -> None:
    assert found.schema == wanted.schema
    for name in columns or wanted.columns:
        floating = wanted.schema[name].is_float()
        bounds = {"rel_tol": SUMS, "abs_tol": 0.0} if floating else {}
        assert_series_equal(found[name], wanted[name], check_exact=not floating, **bounds)


def assert_scores_equal(found: pl.DataFrame, wanted: pl.DataFrame) -> None:
    assert_frame_equal(found, wanted, rel_tol=0, abs_tol=1e-6)  # points and texts
    for name in ("probability", "low", "high"):
        assert (found[name] - wanted[name]).abs().max() <= PROBABILITIES


@pytest.fixture(scope="module")
def engine(session: Any) -> Any:
    from credit_panel.engines.spark.engine import SparkEngine

    return SparkEngine(session)


def test_features_on_this_machine(engine: Any, synthetic_tables: Path, tmp_path: Path) -> None:
    report = engine.features(str(synthetic_tables), Output(f"{tmp_path}/out"), allow_out_of_bounds=False)
    wanted = features_of(synthetic_tables)
    assert report.rows == len(wanted) == 2_500
    assert_equal(written(tmp_path / "out"), wanted)


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


def test_scores_with_all_that_can_be_told(
    engine: Any, served: ServedModel, settings: Settings, synthetic_tables: Path, tmp_path: Path
) -> None:
    stricter = served.with_policy(cost_ratio=20)
    table = ScoreTable(contributions=True, reasons=4, language="fr", stamp=stamp_of(stricter))
    place, bundle = Output(f"{tmp_path}/out"), settings.bundle_dir()
    report = engine.score(str(synthetic_tables), stricter, bundle, table, place, allow_out_of_bounds=False)
    with read_tables(synthetic_tables) as opened:
        wanted = pl.concat(Batch(opened, stricter, table).parts())
    found = written(tmp_path / "out")
    assert report.rows == len(wanted)
    assert {"base_points", "points_EXT_SOURCE_2", "reason_4", "portfolio"} <= set(found.columns)
    assert found["cost_ratio"].unique().to_list() == [20.0]
    assert found["held_out"].any()
    assert not found["held_out"].all()
    assert_scores_equal(found, wanted)


def test_a_cluster_of_two_workers(
    cluster: Cluster, environ: dict[str, str], served: ServedModel, synthetic_tables: Path, tmp_path: Path
) -> None:
    out, features = tmp_path / "out", features_of(synthetic_tables)
    names = [*COLUMNS, *(name for name in features.columns if name != "SK_ID_CURR")]
    arguments = ["score", "--engine", "spark", "--master", cluster.master, "--model", "small"]
    done = subprocess.run(
        command(*arguments, "--tables", str(synthetic_tables), "--out", str(out), "--columns", ",".join(names)),
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Scored 2500 applications into {out}.\n"
    assert "Traceback" not in done.stderr
    found = written(out)
    assert_equal(found.select(features.columns), features)
    with read_tables(synthetic_tables) as opened:
        wanted = pl.concat(Batch(opened, served).parts())
    assert_scores_equal(found.select(COLUMNS), wanted.select(COLUMNS))
