"""What goes wrong on Spark is one sentence, and leaves nothing behind."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from credit_panel.cli.output import Output
from credit_panel.errors import CreditPanelError

pytestmark = pytest.mark.spark

Change = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture(scope="module")
def engine(session: Any) -> Any:
    from credit_panel.engines.spark.engine import SparkEngine

    return SparkEngine(session)


@pytest.fixture
def tables(synthetic_tables: Path, tmp_path: Path) -> Path:
    """Some applications of the synthetic tables with the credits that the bureau knows."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name in ("application_train", "bureau"):
        pl.read_parquet(synthetic_tables / f"{name}.parquet").head(300).write_parquet(folder / f"{name}.parquet")
    return folder


def changed(table: Path, change: Change) -> None:
    change(pl.read_parquet(table)).write_parquet(table)


def in_row(row: int, column: str, value: object) -> Change:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        if isinstance(value, str):
            frame = frame.with_columns(pl.col(column).cast(pl.String))
        there = pl.int_range(pl.len()) == row - 1
        return frame.with_columns(pl.when(there).then(pl.lit(value)).otherwise(pl.col(column)).alias(column))

    return change


def fails(engine: Any, tables: Path, out: str) -> str:
    """Return the one sentence with which the features of some tables are refused."""
    with pytest.raises(CreditPanelError) as refused:
        engine.features(str(tables), Output(out), allow_out_of_bounds=False)
    said = str(refused.value)
    assert "\n" not in said
    assert "Exception" not in said
    return said


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        ("bureau", in_row(77, "DAYS_CREDIT", 5), ["DAYS_CREDIT: 1 of 300 outside -36525 to 0, 5 in row 77"]),
        ("bureau", in_row(3, "AMT_CREDIT_SUM", -4.0), ["AMT_CREDIT_SUM", "-4 in row 3", "the other sign?"]),
        ("bureau", in_row(9, "DAYS_CREDIT", "soon"), ["bureau.parquet (table bureau), row 9, column DAYS_CREDIT"]),
        ("application_train", in_row(5, "TARGET", 3), ["application_train.parquet", "TARGET: 1 of 300", "3 in row 5"]),
        ("application_train", in_row(2, "CNT_CHILDREN", "1.5"), ["row 2, column CNT_CHILDREN: '1.5' is not a whole"]),
        ("application_train", in_row(4, "SK_ID_CURR", None), ["SK_ID_CURR is empty in 1 rows"]),
        ("application_train", lambda frame: pl.concat([frame, frame.head(1)]), ["appears 2 times", "keep one row"]),
        ("application_train", lambda frame: frame.drop("AMT_CREDIT"), ["lacks AMT_CREDIT"]),
        ("application_train", lambda frame: frame.head(0), ["hold no application"]),
    ],
    ids=lambda value: None,
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_file(
    engine: Any, tables: Path, table: str, change: Change, words: list[str], tmp_path: Path
) -> None:
    changed(tables / f"{table}.parquet", change)
    said = fails(engine, tables, f"{tmp_path}/out")
    assert all(word in said for word in words), said
    assert not (tmp_path / "out").exists()


def test_a_bad_row_is_found_in_its_file_of_many(engine: Any, tables: Path, tmp_path: Path) -> None:
    bureau = pl.read_parquet(tables / "bureau.parquet")
    (tables / "bureau.parquet").unlink()
    (tables / "bureau").mkdir()
    for number, part in enumerate(bureau.iter_slices(100)):
        part.write_parquet(tables / "bureau" / f"part-{number}.parquet")
    changed(tables / "bureau" / "part-1.parquet", in_row(8, "DAYS_CREDIT", 5))
    assert "part-1.parquet holds values that cannot be: DAYS_CREDIT: 1 of 100" in fails(
        engine, tables, f"{tmp_path}/out"
    )


def test_values_that_cannot_be_count_as_missing_on_demand(engine: Any, tables: Path, tmp_path: Path) -> None:
    changed(tables / "bureau.parquet", in_row(77, "DAYS_CREDIT", 5))
    changed(tables / "application_train.parquet", in_row(2, "AMT_CREDIT", -1.0))
    changed(tables / "application_train.parquet", in_row(3, "NAME_CONTRACT_TYPE", " cash LOANS "))
    report = engine.features(str(tables), Output(f"{tmp_path}/out"), allow_out_of_bounds=True)
    assert [note.split(":")[0] for note in report.notes if "count as missing" in note] == [
        "application_train.parquet",
        "bureau.parquet",
    ]
    found = pl.read_parquet(tmp_path / "out" / "*.parquet")
    assert found["AMT_CREDIT"].null_count() == 1
    assert " cash LOANS " not in found["NAME_CONTRACT_TYPE"]


def test_a_damaged_file_and_an_absent_one(engine: Any, tables: Path, tmp_path: Path) -> None:
    out = f"{tmp_path}/out"
    whole = (tables / "bureau.parquet").read_bytes()
    (tables / "bureau.parquet").write_bytes(whole[:-50])
    assert "bureau.parquet is not a readable Parquet file" in fails(engine, tables, out)
    (tables / "bureau.parquet").write_bytes(whole)
    (tables / "application_train.parquet").unlink()
    assert "neither application_train nor application_test" in fails(engine, tables, out)
    (tables / "application_train.csv").write_text("SK_ID_CURR\n1\n")
    assert "application_train.csv, and Spark reads Parquet alone" in fails(engine, tables, out)
    shutil.rmtree(tables)
    assert f"{tables} does not exist" in fails(engine, tables, out)


def test_places_that_cannot_be_written_to(engine: Any, tables: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    assert "is there already and is left alone" in fails(engine, tables, f"{tmp_path}/there")
    assert "Spark writes a folder of Parquet files" in fails(engine, tables, f"{tmp_path}/x.csv")
    assert "Spark writes a folder of Parquet files" in fails(engine, tables, "-")
    said = fails(engine, tables, "/proc/forbidden/out")
    assert "may not read or write" in said
    assert "check the path and the rights" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tables", "there"]
