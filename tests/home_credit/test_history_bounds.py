"""Values of the histories that cannot be are named when their table is read, or count as missing on demand."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hand_made import Row, WriteTable, table_frame

from credit_panel.errors import TablesError
from credit_panel.features import build_features
from credit_panel.home_credit import HISTORY_TABLES, read_tables
from credit_panel.home_credit.limits import LIMITS
from credit_panel.home_credit.schema import SCHEMA

IMPOSSIBLE: list[tuple[str, str, float, str]] = [
    ("bureau", "DAYS_CREDIT", 400, "the other sign?"),
    ("bureau", "DAYS_ENDDATE_FACT", 365_243, "a number that stands for missing?"),
    ("bureau", "AMT_CREDIT_SUM", -5, "the other sign?"),
    ("bureau", "CREDIT_DAY_OVERDUE", -3, "the other sign?"),
    ("bureau_balance", "MONTHS_BALANCE", 4, "the other sign?"),
    ("previous_application", "AMT_APPLICATION", 1e12, ""),
    ("previous_application", "DAYS_DECISION", 20_200_101, "a date in place of days?"),
    ("previous_application", "RATE_DOWN_PAYMENT", 25, "per cent in place of a share?"),
    ("POS_CASH_balance", "CNT_INSTALMENT", -12, "the other sign?"),
    ("installments_payments", "DAYS_ENTRY_PAYMENT", 365_243, "a number that stands for missing?"),
    ("installments_payments", "AMT_PAYMENT", float("inf"), "infinite"),
    ("credit_card_balance", "AMT_BALANCE", -2e11, ""),
    ("credit_card_balance", "SK_ID_CURR", 0, ""),
]


def written(write_table: WriteTable, client: Row, table: str, suffix: str, *rows: Row) -> Path:
    keys = {"SK_ID_CURR": 100002, "SK_ID_PREV": 5, "SK_ID_BUREAU": 5}
    write_table("application_train", [client])
    columns = SCHEMA[table].columns
    return write_table(table, [{k: v for k, v in keys.items() if k in columns} | row for row in rows], suffix).parent


@pytest.mark.parametrize(("table", "column", "value", "cause"), IMPOSSIBLE)
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_what_cannot_be_in_a_history_is_named_when_it_is_read(
    write_table: WriteTable, client: Row, table: str, column: str, value: float, cause: str, suffix: str
) -> None:
    folder = written(write_table, client, table, suffix, {column: 1 if "ID" in column else 0}, {column: value})
    with read_tables(folder) as tables:
        frame = tables.get(table)
        assert frame is not None
        with pytest.raises(TablesError) as told:
            tables.collect(frame)
    assert f"{table}{suffix} holds values that cannot be: {column}: 1 of 2 outside" in str(told.value)
    assert f"{value:.16g} in row 2" in str(told.value)
    assert cause in str(told.value)
    assert "--allow-out-of-bounds" in str(told.value)
    with read_tables(folder, allow_out_of_bounds=True) as tables:
        frame = tables.get(table)
        assert frame is not None
        assert tables.collect(frame)[column].to_list()[1] is None
        assert any("count as missing" in note and column in note for note in tables.notes)


def test_features_are_not_built_on_what_cannot_be(write_table: WriteTable, client: Row) -> None:
    folder = written(write_table, client, "bureau", ".csv", {"DAYS_CREDIT": 400})
    with read_tables(folder) as tables, pytest.raises(TablesError, match="DAYS_CREDIT: 1 of 1 outside"):
        build_features(tables).collect()


@pytest.mark.parametrize("table", HISTORY_TABLES)
@pytest.mark.parametrize("end", ["low", "high"])
def test_the_limits_themselves_and_the_placeholders_of_the_archive_can_be(
    write_table: WriteTable, client: Row, table: str, end: str
) -> None:
    types = SCHEMA[table].columns
    row = {
        name: getattr(limits, end) if limits.excused is None or end == "low" else limits.excused
        for name, limits in LIMITS[table].items()
        if types[name] in (pl.Float64, pl.Int64, pl.Int32)
    }
    with read_tables(written(write_table, client, table, ".csv", row)) as tables:
        frame = tables.get(table)
        assert frame is not None
        assert tables.collect(frame).height == 1
    assert {name for name, dtype in types.items() if dtype.is_numeric()} == set(LIMITS[table])


def test_the_real_histories_pass_without_a_complaint(real_data: Path) -> None:
    with read_tables(real_data / "home-credit-sample.zip", allow_out_of_bounds=True) as tables:
        assert [note for note in tables.notes if "is absent" not in note] == []
    payments = pl.read_parquet(real_data / "installments_payments_sample.parquet")
    for name, limits in LIMITS["installments_payments"].items():
        assert payments[name].drop_nulls().is_between(limits.low, limits.high).all(), name
    assert table_frame("installments_payments", []).columns == payments.columns
