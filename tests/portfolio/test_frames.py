"""Data frames of raw applications: scored and explained as on the page, in the library they came in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import credit_panel as cp
from credit_panel.errors import TablesError, UnknownClientError
from credit_panel.home_credit import APPLICATION, TARGET
from credit_panel.portfolio import ServedModel

ONE = {"NAME_CONTRACT_TYPE": "Cash loans", "AMT_INCOME_TOTAL": 90_000, "AMT_CREDIT": 200_000.0, "DAYS_BIRTH": -12_000}


def applications(served: ServedModel, count: int) -> pl.DataFrame:
    names = [name for name in APPLICATION.columns if name != TARGET]
    return served.portfolio.select(served.portfolio.ids[:count], names)


@pytest.mark.parametrize(
    "as_library", [lambda frame: frame, lambda frame: pd.DataFrame(frame.to_dict(as_series=False))]
)
def test_many_are_scored_as_one_by_one(served: ServedModel, as_library: Any) -> None:
    frame = applications(served, 40)
    scored = cp.score(as_library(frame), served=served)
    explained = cp.explain(as_library(frame), served=served)
    assert type(scored) is type(as_library(frame)) is type(explained)
    for place, row in enumerate(frame.iter_rows(named=True)):
        expected = served.explain_application(row)
        assert scored["probability"][place] == pytest.approx(expected.probability, abs=1e-9)
        assert (scored["outcome"][place], scored["SK_ID_CURR"][place]) == (expected.outcome, row["SK_ID_CURR"])
    points = pl.DataFrame({"row": list(explained["row"]), "points": list(explained["points"])})
    sums = points.group_by("row").sum().sort("row")["points"].to_numpy()
    assert np.allclose(sums, np.asarray(list(scored["points"])), atol=1e-6)


def test_every_row_says_who_scored_it(served: ServedModel) -> None:
    (row,) = cp.score(pl.DataFrame([ONE]), served=served).iter_rows(named=True)
    stamp, policy = served.scorer.manifest.stamp, served.scorer.policy
    assert (row["model"], row["version"]) == (stamp.name, stamp.version)
    assert (row["cost_ratio"], row["review_level"]) == (policy.cost_ratio, policy.review_level)
    assert row["SK_ID_CURR"] is None


@settings(max_examples=20)
@given(st.sets(st.sampled_from(sorted(set(APPLICATION.columns) - set(ONE) - {TARGET, "SK_ID_CURR"})), max_size=60))
def test_columns_that_are_not_there_are_missing_values(served: ServedModel, left_out: set[str]) -> None:
    frame = applications(served, 3)
    nulled = frame.with_columns(pl.lit(None, frame.schema[name]).alias(name) for name in left_out)
    some, none = cp.score(frame.drop(left_out), served=served), cp.score(nulled, served=served)
    assert some["probability"].to_list() == none["probability"].to_list()


@pytest.mark.parametrize("nothing", [float("nan"), None, pd.NA, pd.NaT])
def test_what_pandas_writes_for_nothing_is_missing(served: ServedModel, nothing: Any) -> None:
    frame = pd.DataFrame([{**ONE, "EXT_SOURCE_2": nothing}], dtype=object)
    expected = cp.score(pl.DataFrame([ONE]), served=served)["probability"][0]
    assert cp.score(frame, served=served)["probability"][0] == expected


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pl.DataFrame([ONE, {**ONE, "AMT_CREDIT": -5.0}]), ("1 of 2", "row 1", "AMT_CREDIT")),
        (pl.DataFrame([{**ONE, "AMT_CREDITS": 3}]), ("AMT_CREDITS", "is AMT_CREDIT meant?")),
        (pl.DataFrame([{"AMT_CREDIT": 3}]), ("AMT_INCOME_TOTAL", "is required")),
        ([ONE], ("not as list",)),
    ],
)
def test_what_cannot_be_scored_is_one_sentence(served: ServedModel, frame: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(TablesError) as refused:
        cp.score(frame, served=served)
    assert all(word in str(refused.value) for word in words)


def test_no_application_gives_no_row(served: ServedModel) -> None:
    none = applications(served, 1).clear()
    assert cp.score(none, served=served).is_empty()
    assert cp.explain(none, served=served).is_empty()
    assert "points" in cp.explain(none, served=served).columns


def test_the_frames_of_one_client_and_of_many_agree(served: ServedModel) -> None:
    client_id = int(served.portfolio.ids[3])
    explanation = served.explain_client(client_id)
    frame = explanation.frame()
    assert explanation.base_points + frame["points"].sum() == pytest.approx(explanation.points, abs=1e-6)
    moved = served.contributions([client_id]).row(0, named=True)
    assert {c.feature: pytest.approx(c.points, abs=0.01) for c in explanation.contributions} == {
        name: points for name, points in moved.items() if name != "SK_ID_CURR"
    }
    with pytest.raises(UnknownClientError):
        served.contributions([999])


def test_a_cohort_is_a_frame(served: ServedModel) -> None:
    cohort = cp.CohortState(served)
    cohort.where("points", cp.Between(600, None))
    frame = cohort.frame()
    assert frame["SK_ID_CURR"].to_list() == cohort.members.tolist()
    assert cohort.frame(["AMT_CREDIT"]).columns == ["SK_ID_CURR", "AMT_CREDIT"]
