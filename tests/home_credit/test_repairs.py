from __future__ import annotations

import polars as pl
import pytest
from hand_made import table_frame
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from credit_panel.home_credit import SCHEMA, repair_application
from credit_panel.home_credit.repairs import repair

NAN, INFINITY = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("table", "column", "before", "after"),
    [
        ("application", "DAYS_EMPLOYED", [365243, -10, None], [None, -10, None]),
        ("application", "CODE_GENDER", ["XNA", "F", None], [None, "F", None]),
        ("application", "NAME_FAMILY_STATUS", ["Unknown", "Married"], [None, "Married"]),
        ("application", "ORGANIZATION_TYPE", ["XNA", "Bank"], [None, "Bank"]),
        ("application", "REGION_RATING_CLIENT_W_CITY", [-1, 1, 3], [None, 1, 3]),
        ("application", "EXT_SOURCE_1", [NAN, INFINITY, 0.5], [None, None, 0.5]),
        ("application", "AMT_INCOME_TOTAL", [117e6], [117e6]),
        ("previous_application", "DAYS_TERMINATION", [365243, -5], [None, -5]),
        ("previous_application", "DAYS_DECISION", [-5], [-5]),
        ("previous_application", "CODE_REJECT_REASON", ["XAP", "XNA", "HC"], [None, None, "HC"]),
        ("bureau", "AMT_CREDIT_SUM_DEBT", [-200.0, None, 3.0], [0.0, None, 3.0]),
        ("bureau", "DAYS_CREDIT_ENDDATE", [-41819, 31198, -40000], [None, 31198, -40000]),
        ("bureau_balance", "STATUS", ["X", "C", "5"], ["X", "C", "5"]),
        ("credit_card_balance", "AMT_DRAWINGS_CURRENT", [-3.0, 0.0], [None, 0.0]),
        ("credit_card_balance", "AMT_BALANCE", [-3.0], [-3.0]),
    ],
)
def test_each_anomaly_and_nothing_else(table: str, column: str, before: list[object], after: list[object]) -> None:
    frame = table_frame(table, [{column: value} for value in before])
    assert repair(table, frame.lazy()).collect()[column].to_list() == after


@pytest.mark.parametrize("table", SCHEMA)
def test_repairs_keep_the_schema_and_applied_twice_change_nothing(table: str) -> None:
    texts = ["XNA", "XAP", "Unknown", "2"]
    numbers = [-1, 0, 5, -45000]
    rows = [
        {name: texts[i] if dtype == pl.String else numbers[i] % 127 if dtype == pl.Int8 else numbers[i] % 32767}
        for i in range(4)
        for name, dtype in SCHEMA[table].columns.items()
    ]
    frame = table_frame(table, rows)
    once = repair(table, frame.lazy()).collect()
    assert once.schema == frame.schema
    assert_frame_equal(repair(table, once.lazy()).collect(), once)


@given(days=st.lists(st.one_of(st.none(), st.integers(-20000, 0), st.just(365243)), min_size=1, max_size=20))
def test_a_typed_application_is_repaired_as_a_file_is(days: list[int | None]) -> None:
    frame = table_frame("application", [{"DAYS_EMPLOYED": day} for day in days])
    assert_frame_equal(repair_application(frame), repair("application", frame.lazy()).collect())
    without_outcome = repair_application(frame.drop("TARGET"))
    assert without_outcome["DAYS_EMPLOYED"].to_list() == [None if day == 365243 else day for day in days]


def test_nobodys_car_has_no_age() -> None:
    rows = [{"FLAG_OWN_CAR": flag, "OWN_CAR_AGE": 7.0} for flag in ("N", "Y", None)]
    frame = table_frame("application", rows)
    assert repair("application", frame.lazy()).collect()["OWN_CAR_AGE"].to_list() == [None, 7, 7]
    assert repair_application(frame)["OWN_CAR_AGE"].to_list() == [None, 7, 7]
    assert repair_application(frame.select("OWN_CAR_AGE"))["OWN_CAR_AGE"].to_list() == [7, 7, 7]
