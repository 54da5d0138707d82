from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hand_made import Row
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from credit_panel.errors import ApplicationError
from credit_panel.home_credit import APPLICATION, TARGET, read_tables, validate_application

COLUMNS = {name: dtype for name, dtype in APPLICATION.columns.items() if name != TARGET}


@pytest.fixture
def typed(client: Row) -> Row:
    return {name: value for name, value in client.items() if name != TARGET}


def problems(raw: Row, **options: bool) -> dict[str, str]:
    with pytest.raises(ApplicationError) as error:
        validate_application(raw, **options)
    assert len({p.field for p in error.value.problems}) == len(error.value.problems)
    return {p.field: p.problem for p in error.value.problems}


def test_a_good_application_is_one_row_in_the_types_of_the_table(typed: Row) -> None:
    row = validate_application(typed)
    assert row.height == 1
    assert dict(row.schema) == COLUMNS
    assert row.row(0, named=True) == {name: typed.get(name) for name in COLUMNS}


def test_none_and_absent_are_the_same_missing_value(typed: Row) -> None:
    assert_frame_equal(validate_application(typed | {"EXT_SOURCE_1": None}), validate_application(typed))


@pytest.mark.parametrize(("value", "kept"), [(2.0, 2), (2, 2)])
def test_whole_numbers_may_come_as_floats(typed: Row, value: float, kept: int) -> None:
    assert validate_application(typed | {"CNT_CHILDREN": value})["CNT_CHILDREN"].item() == kept


def test_flags_may_come_as_booleans(typed: Row) -> None:
    assert validate_application(typed | {"FLAG_EMAIL": True})["FLAG_EMAIL"].item() == 1


def test_placeholders_of_the_files_are_missing_values(typed: Row) -> None:
    row = validate_application(typed | {"DAYS_EMPLOYED": 365243, "ORGANIZATION_TYPE": "XNA"})
    assert row.select("DAYS_EMPLOYED", "ORGANIZATION_TYPE").row(0) == (None, None)


def test_all_problems_are_told_at_once(typed: Row) -> None:
    found = problems(
        typed
        | {
            "AMT_CREDITS": 1,
            "AMT_CREDIT": float("nan"),
            "AMT_ANNUITY": float("-inf"),
            "AMT_GOODS_PRICE": "cheap",
            "CNT_CHILDREN": 1.5,
            "EXT_SOURCE_1": 1.2,
            "DAYS_BIRTH": -100,
            "FLAG_MOBIL": 3,
            "NAME_INCOME_TYPE": "Pirate",
            "CODE_GENDER": 1,
            "AMT_INCOME_TOTAL": True,
            "DAYS_REGISTRATION": 10**400,
        }
    )
    assert found["AMT_CREDITS"] == "is not a field of an application (is AMT_CREDIT meant?)"
    assert found["AMT_CREDIT"] == found["AMT_ANNUITY"] == found["DAYS_REGISTRATION"] == "must be a finite number"
    assert found["AMT_GOODS_PRICE"] == "must be a number, not 'cheap'"
    assert found["CNT_CHILDREN"] == "must be a whole number"
    assert found["EXT_SOURCE_1"] == "must lie between 0 and 1, not 1.2"
    assert found["DAYS_BIRTH"] == "must lie between -36525 and -6570, not -100"
    assert found["FLAG_MOBIL"] == "must lie between 0 and 1, not 3"
    assert found["NAME_INCOME_TYPE"].startswith("'Pirate' is not one of: Working")
    assert found["CODE_GENDER"] == "must be text, one of: F, M"
    assert found["AMT_INCOME_TOTAL"] == "must be a number, not 'True'"
    assert len(found) == 12


def test_the_outcome_is_no_field_of_an_application(client: Row) -> None:
    assert "TARGET" in problems(client)


def test_required_fields_are_asked_for_unless_partial(typed: Row) -> None:
    assert problems({}) == dict.fromkeys(
        ("NAME_CONTRACT_TYPE", "AMT_INCOME_TOTAL", "AMT_CREDIT", "DAYS_BIRTH"), "is required"
    )
    assert "NAME_CONTRACT_TYPE" in problems(typed | {"NAME_CONTRACT_TYPE": "XNA"})
    changes = validate_application({"AMT_ANNUITY": 20000}, partial=True)
    assert changes["AMT_ANNUITY"].item() == 20000
    assert "AMT_ANNUITY" in problems({"AMT_ANNUITY": -1}, partial=True)


@given(
    raw=st.dictionaries(
        st.sampled_from([*COLUMNS, "OTHER"]),
        st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.lists(st.integers())),
    )
)
def test_any_input_gives_a_row_or_problems(raw: dict[str, object]) -> None:
    try:
        row = validate_application(raw, partial=True)
    except ApplicationError as error:
        named = {p.field for p in error.problems}
    else:
        named = set()
        assert dict(row.schema) == {name: COLUMNS[name] for name in raw}
    assert named <= {name for name, value in raw.items() if value is not None or name == "OTHER"}


def test_real_applications_come_through_unchanged(real_data: Path) -> None:
    with read_tables(real_data / "home-credit-sample.zip") as tables:
        sample = tables.application.drop(TARGET).head(40).collect()
    rows = pl.concat(validate_application(raw) for raw in sample.to_dicts())
    assert_frame_equal(rows, sample)
