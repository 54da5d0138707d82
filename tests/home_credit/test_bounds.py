"""Values that cannot be are named with their likely cause, and what was only never seen is no wall."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hand_made import Row, WriteTable

from credit_panel.errors import ApplicationError, TablesError
from credit_panel.home_credit import read_tables, validate_application
from credit_panel.home_credit.bounds import likely_cause

IMPOSSIBLE = [
    ("DAYS_BIRTH", 14_610, "sign"),
    ("DAYS_BIRTH", 41, "years"),
    ("DAYS_BIRTH", -41, "years"),
    ("DAYS_BIRTH", 19_840_312, "date"),
    ("DAYS_EMPLOYED", 5, "years"),
    ("AMT_INCOME_TOTAL", -135_000, "sign"),
    ("AMT_CREDIT", -999, "missing"),
    ("EXT_SOURCE_2", 55.2, "percent"),
    ("EXT_SOURCE_2", -999, "missing"),
    ("OWN_CAR_AGE", 9_999, "missing"),
    ("CNT_CHILDREN", -1, "missing"),
    ("FLAG_EMAIL", 7, ""),
]


@pytest.mark.parametrize(("column", "value", "cause"), IMPOSSIBLE)
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_one_rule_for_tables_and_single_applications(
    write_table: WriteTable, client: Row, column: str, value: float, cause: str, suffix: str
) -> None:
    assert likely_cause(column, value) == cause
    with pytest.raises(ApplicationError) as refused:
        validate_application({column: value}, partial=True)
    assert [(p.kind, p.cause) for p in refused.value.problems] == [("bounds", cause)]
    rows = [client | {"SK_ID_CURR": number, column: None} for number in (1, 2, 3)]
    path = write_table("application_train", rows, suffix)
    _put(path, column, value)
    with pytest.raises(TablesError, match=rf"{column}: 1 of 1 outside .*, {value:.10g} in row 2") as told:
        read_tables(path.parent)
    assert "--allow-out-of-bounds" in str(told.value)
    with read_tables(path.parent, allow_out_of_bounds=True) as tables:
        assert tables.application.collect()[column].to_list() == [None, None, None]
        assert any("count as missing" in note and column in note for note in tables.notes)


def _put(path: Path, column: str, value: float) -> None:
    """Write a value into the second row of a table, in a column wide enough for it."""
    read = pl.read_csv if path.suffix == ".csv" else pl.read_parquet
    frame = read(path).with_columns(pl.col(column).cast(pl.Float64))
    frame = frame.with_columns(
        pl.when(pl.int_range(pl.len()) == 1).then(pl.lit(float(value))).otherwise(column).alias(column)
    )
    frame.write_csv(path) if path.suffix == ".csv" else frame.write_parquet(path)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_one_rule_for_numbers_of_clients(write_table: WriteTable, client: Row, suffix: str) -> None:
    largest = 2**53 - 1
    assert validate_application({"SK_ID_CURR": largest}, partial=True)["SK_ID_CURR"].item() == largest
    with read_tables(write_table("application_train", [client | {"SK_ID_CURR": largest}], suffix).parent) as tables:
        assert tables.application.collect()["SK_ID_CURR"].item() == largest
    for number in (2**53, 0, -7):
        with pytest.raises(ApplicationError, match=f"between 1 and {largest}, not {number}"):
            validate_application({"SK_ID_CURR": number}, partial=True)
        path = write_table("application_train", [client | {"SK_ID_CURR": number}], suffix)
        with pytest.raises(TablesError, match=f"SK_ID_CURR: 1 of 1 outside 1 to {largest}, {number} in row 1"):
            read_tables(path.parent, allow_out_of_bounds=True)


def test_a_whole_column_of_another_unit_is_told_once_with_its_count(write_table: WriteTable, client: Row) -> None:
    rows = [client | {"SK_ID_CURR": n, "DAYS_BIRTH": 9_000 + n, "AMT_INCOME_TOTAL": -5.0} for n in range(1, 201)]
    with pytest.raises(TablesError) as told:
        read_tables(write_table("application_train", rows).parent)
    said = str(told.value)
    assert "DAYS_BIRTH: 200 of 200 outside -36525 to -6570, 9001 in row 1, 9002 in row 2" in said
    assert "AMT_INCOME_TOTAL: 200 of 200" in said
    assert "(the other sign?)" in said
    assert len(said) < 500


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("AMT_ANNUITY", 450),
        ("AMT_CREDIT", 900),
        ("AMT_INCOME_TOTAL", 0),
        ("AMT_INCOME_TOTAL", 5e10),
        ("AMT_CREDIT", 2e9),
    ],
)
def test_what_was_never_seen_can_be_all_the_same(
    write_table: WriteTable, client: Row, column: str, value: float
) -> None:
    assert validate_application({column: value}, partial=True)[column].item() == value
    with read_tables(write_table("application_train", [client | {column: value}]).parent) as tables:
        assert tables.application.collect()[column].item() == value


def test_placeholders_of_the_archive_are_no_fault(write_table: WriteTable, client: Row) -> None:
    row = client | {"DAYS_EMPLOYED": 365_243, "REGION_RATING_CLIENT_W_CITY": -1}
    with read_tables(write_table("application_train", [row]).parent) as tables:
        assert tables.application.select("DAYS_EMPLOYED", "REGION_RATING_CLIENT_W_CITY").collect().row(0) == (
            None,
            None,
        )


def test_a_stand_in_that_could_be_a_value_is_told_where_it_is_common(write_table: WriteTable, client: Row) -> None:
    rows = [client | {"SK_ID_CURR": n, "DAYS_EMPLOYED": -999 if n <= 20 else -1_500 - n} for n in range(1, 101)]
    with read_tables(write_table("application_train", rows).parent) as tables:
        assert any("DAYS_EMPLOYED is -999 in 20 rows" in note for note in tables.notes)


def test_the_real_tables_pass_without_a_complaint(real_data: Path) -> None:
    with read_tables(real_data / "home-credit-sample.zip") as tables:
        assert [note for note in tables.notes if "is absent" not in note] == []
