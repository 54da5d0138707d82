"""Cohorts: what they choose, and how an address carries them."""

from __future__ import annotations

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import CohortError
from credit_panel.portfolio import Between, Cohort, OneOf, ServedModel

SCHEMA = pl.Schema({"AGE": pl.Int32, "JOB": pl.String})
FRAME = pl.DataFrame({"AGE": [20, 40, None, 60], "JOB": ["Drivers", None, "Cooks", "Cooks"]}, schema=SCHEMA)
NUMBERS = st.none() | st.floats(-1e15, 1e15)
RANGES = st.builds(Between, NUMBERS, NUMBERS)
CHOICES = st.frozensets(st.none() | st.text(max_size=12), max_size=5).map(OneOf)


@given(
    conditions=st.fixed_dictionaries({}, optional={"AGE": RANGES, "JOB": CHOICES}),
    inverted=st.booleans(),
    name=st.text(max_size=60),
)
def test_an_address_gives_the_same_cohort_back(
    conditions: dict[str, Between | OneOf], inverted: bool, name: str
) -> None:
    cohort = Cohort(conditions, inverted, name)
    assert Cohort.decode(cohort.encode(), SCHEMA) == cohort


@pytest.mark.parametrize(
    "conditions",
    [
        {},
        {"AGE": Between(30)},
        {"JOB": OneOf(frozenset({"Cooks", None}))},
        {"AGE": Between(10, 50), "JOB": OneOf(frozenset({"Drivers"}))},
    ],
    ids=["everyone", "from_30", "cooks_or_not_given", "drivers_of_10_to_50"],  # a set has no order of its own
)
def test_the_inverted_cohort_is_everyone_else(conditions: dict[str, Between | OneOf]) -> None:
    chosen = FRAME.select(
        met=Cohort(conditions).expression() & pl.repeat(True, pl.len()),
        left=Cohort(conditions, inverted=True).expression() & pl.repeat(True, pl.len()),
    )
    assert chosen.null_count().row(0) == (0, 0)
    assert (chosen["met"] ^ chosen["left"]).all()


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        '{"where": 3}',
        '{"where": {"AGE": 3}}',
        '{"where": {"AGE": {"from": "old", "to": null}}}',
        '{"where": {"AGE": {"from": NaN, "to": null}}}',
        '{"where": {"AGE": {"from": 1}}}',
        '{"where": {"AGE": {"from": 1' + 400 * "0" + ', "to": null}}}',
        '{"where": {"AGE": {"in": [1' + 30 * "0" + "]}}}",
        '{"where": {"JOB": {"in": [["Cooks"]]}}}',
        '{"where": {"JOB": {"in": 5}}}',
        '{"where": {"JOB": {"in": "Cooks"}}}',
        '{"where": {"JOB": {"in": ["\\ud800"]}}}',
        '{"where": {}, "name": "\\udfff"}',
        '{"where": {"AGE": {"in": [true]}}}',
        json.dumps({"where": {"JOB": {"in": [str(i) for i in range(501)]}}}),
        "[" * 100_000,
    ],
)
def test_a_broken_address_is_one_sentence(text: str) -> None:
    with pytest.raises(CohortError, match="cannot be read"):
        Cohort.decode(text, SCHEMA)


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ({"NOPE": Between(1, 2)}, "'NOPE', which the portfolio does not have"),
        ({"JOB": Between(1, 2)}, "JOB holds categories"),
        ({"AGE": OneOf(frozenset({"Cooks"}))}, "AGE holds numbers"),
    ],
)
def test_a_condition_must_fit_its_column(conditions: dict[str, Between | OneOf], said: str) -> None:
    with pytest.raises(CohortError, match=said):
        Cohort.decode(Cohort(conditions).encode(), SCHEMA)


def test_a_cohort_chooses_from_the_portfolio(served: ServedModel) -> None:
    cohort = Cohort({"AMT_CREDIT": Between(500_000), "NAME_CONTRACT_TYPE": OneOf(frozenset({"Cash loans"}))})
    rows = served.portfolio.scan().filter(
        (pl.col("AMT_CREDIT") >= 500_000) & (pl.col("NAME_CONTRACT_TYPE") == "Cash loans")
    )
    assert served.portfolio.ids_of(cohort.expression()).tolist() == rows.collect()["SK_ID_CURR"].to_list()


def test_what_is_read_is_written_as_it_stood(served: ServedModel) -> None:
    for condition in (Between(-21_915, None), Between(None, 450.5), Between(0, 1)):
        text = Cohort({"DAYS_BIRTH": condition}).encode()
        assert Cohort.decode(text, served.portfolio.schema).encode() == text
