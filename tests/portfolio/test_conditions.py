"""Conditions hold where a reader would say they hold, missing values included."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.portfolio.conditions import Between, OneOf, all_of

NUMBERS = st.one_of(st.none(), st.integers(-5, 5).map(float))
LEVELS = st.one_of(st.none(), st.sampled_from("ABC"))


@given(values=st.lists(NUMBERS, min_size=1), low=NUMBERS, high=NUMBERS)
def test_between(values: list[float | None], low: float | None, high: float | None) -> None:
    frame = pl.DataFrame({"x": values}, schema={"x": pl.Float64})
    met = [v is not None and (low is None or v >= low) and (high is None or v <= high) for v in values]
    assert frame.select(Between(low, high).on("x")).to_series().to_list() == met


@given(values=st.lists(LEVELS, min_size=1), wanted=st.frozensets(LEVELS))
def test_one_of(values: list[str | None], wanted: frozenset[str | None]) -> None:
    frame = pl.DataFrame({"x": values}, schema={"x": pl.String})
    assert frame.select(OneOf(wanted).on("x")).to_series().to_list() == [v in wanted for v in values]


def test_a_flag_is_one_of_numbers() -> None:
    frame = pl.DataFrame({"flag": [0, 1, None]}, schema={"flag": pl.Int8})
    assert frame.filter(OneOf(frozenset({1})).on("flag"))["flag"].to_list() == [1]
    assert frame.filter(OneOf(frozenset({0, None})).on("flag"))["flag"].to_list() == [0, None]
    assert frame.filter(OneOf(frozenset({1, 0.5, 2.0**50, None})).on("flag"))["flag"].to_list() == [1, None]


def test_all_conditions_must_be_met() -> None:
    frame = pl.DataFrame({"x": [1, 2, 3], "y": ["a", "b", "a"]})
    both = all_of({"x": Between(2), "y": OneOf(frozenset("a"))})
    assert frame.filter(both)["x"].to_list() == [3]
    assert frame.filter(all_of({})).height == 3


@pytest.mark.parametrize("column", ["x", "y"])
def test_conditions_ask_for_their_columns(column: str) -> None:
    assert set(all_of({column: Between(0, 1)}).meta.root_names()) == {column}
