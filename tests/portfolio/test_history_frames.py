"""Histories beside a frame of applications: the features and the score of the API; what is wrong, in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hand_made.history_files import applications_of, as_json, rows_of

import credit_panel as cp
from credit_panel.api import ROUTER
from credit_panel.errors import TablesError
from credit_panel.home_credit import CLIENT
from credit_panel.portfolio import ServedModel

EXACT = 1e-9
CLIENTS = 12


@pytest.fixture(scope="module")
def clients(served: ServedModel) -> list[int]:
    return [int(number) for number in served.portfolio.ids[5 : 5 + 50 * CLIENTS : 50]]


@pytest.fixture(scope="module")
def raw(synthetic_tables: Path, clients: list[int]) -> pl.DataFrame:
    return applications_of(synthetic_tables, clients)


@pytest.fixture(scope="module")
def history(synthetic_tables: Path, clients: list[int]) -> dict[str, pl.DataFrame]:
    """Return the rows of all but the first client, and those of somebody who is not asked for."""
    return rows_of(synthetic_tables, [*clients[1:], clients[0] + 1])


@pytest.mark.parametrize(
    "as_library",
    [
        lambda frame: frame,
        lambda frame: pd.DataFrame(frame.to_dict(as_series=False)),
        lambda frame: pd.DataFrame(frame.to_dict(as_series=False), dtype=object),
    ],
    ids=["polars", "pandas", "pandas objects"],
)
def test_features_and_score_are_those_of_the_api(
    served_model: ServedModel, raw: pl.DataFrame, history: dict[str, pl.DataFrame], as_library: Any
) -> None:
    frame, tables = as_library(raw), {name: as_library(rows) for name, rows in history.items()}
    scored, explained = cp.score(frame, history=tables), cp.explain(frame, history=tables)
    assert type(scored) is type(explained) is type(frame)
    app = FastAPI()
    app.include_router(ROUTER)
    api = TestClient(app)
    told = pl.DataFrame({name: list(explained[name]) for name in ("row", "feature", "points", "with_histories")})
    for place, row in enumerate(raw.iter_rows(named=True)):
        rows = as_json(history, row[CLIENT])
        body = {"application": {name: value for name, value in row.items() if value is not None}}
        answer = api.post("/api/v1/score", json=body | ({"history": rows} if rows else {})).json()
        for name in ("probability", "low", "high", "points"):
            assert scored[name][place] == pytest.approx(answer[name], abs=EXACT), name
        assert (scored["row"][place], scored[CLIENT][place]) == (place, row[CLIENT])
        assert (scored["outcome"][place], scored["grade"][place]) == (answer["outcome"], answer["grade"])
        assert bool(scored["with_histories"][place]) is answer["with_histories"] is bool(rows)
        own = told.filter(pl.col("row") == place)
        assert own["with_histories"].unique().to_list() == [bool(rows)]
        moved = dict(own.select("feature", "points").iter_rows())
        assert moved.pop("base") + sum(moved.values()) == pytest.approx(answer["points"], abs=1e-6)
        assert moved == pytest.approx({each["feature"]: each["points"] for each in answer["contributions"]}, abs=1e-6)
    assert 0 < sum(scored["with_histories"]) == CLIENTS - 1


def test_clients_of_the_portfolio_are_recognised_and_held_out(
    served: ServedModel, synthetic_tables: Path, clients: list[int], raw: pl.DataFrame
) -> None:
    scored = cp.score(raw, history=rows_of(synthetic_tables, clients), served=served)
    own = cp.score(clients, served=served)
    np.testing.assert_allclose(scored["probability"], own["probability"], atol=EXACT, rtol=0)
    assert scored["held_out"].to_list() == own["held_out"].to_list()


def test_who_has_no_row_has_no_history_where_the_tables_are_complete(
    served: ServedModel, raw: pl.DataFrame, history: dict[str, pl.DataFrame]
) -> None:
    scored = cp.score(raw, history=history, complete=True, served=served)
    assert scored["with_histories"].all()
    nobody = cp.score(raw.head(1), complete=True, served=served)
    assert nobody["probability"][0] == scored["probability"][0]
    assert not cp.score(raw, history={}, served=served)["with_histories"].any()


def test_no_application_gives_no_row(served: ServedModel, raw: pl.DataFrame, history: dict[str, pl.DataFrame]) -> None:
    empty = {name: rows.clear() for name, rows in history.items()}
    assert cp.score(raw.clear(), history=empty, served=served).is_empty()
    assert "points" in cp.explain(raw.clear(), history=empty, served=served).columns


ONE = {
    "SK_ID_CURR": 7,
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_INCOME_TOTAL": 9e4,
    "AMT_CREDIT": 2e5,
    "DAYS_BIRTH": -12_000,
}
CREDIT = {"SK_ID_CURR": 7, "SK_ID_BUREAU": 1, "DAYS_CREDIT": -400}


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ({"bureaus": pl.DataFrame([CREDIT])}, ("bureaus is no table of histories", "bureau_balance")),
        ([CREDIT], ("mapping", "not as list")),
        ({"bureau": [CREDIT]}, ("bureau", "not as list")),
        ({"bureau": pl.DataFrame([CREDIT | {"DAYS_CREDITS": 1}])}, ("DAYS_CREDITS is no column of bureau",)),
        ({"bureau": pl.DataFrame([CREDIT]).rename({"DAYS_CREDIT": "days"})}, ("days is no column of bureau",)),
        ({"bureau": pl.DataFrame([CREDIT]).rename({"DAYS_CREDIT": "DAY_CREDIT"})}, ("is DAYS_CREDIT meant?",)),
        ({"bureau": pl.DataFrame([{"DAYS_CREDIT": -400}])}, ("bureau lacks SK_ID_CURR, SK_ID_BUREAU",)),
        ({"bureau": pl.DataFrame([CREDIT | {"DAYS_CREDIT": 5}])}, ("1 cell of bureau", "row 0: DAYS_CREDIT")),
        ({"bureau": pl.DataFrame([CREDIT, CREDIT | {"SK_ID_CURR": None}])}, ("row 1: SK_ID_CURR is required",)),
        ({"bureau": pd.DataFrame([CREDIT, CREDIT | {"DAYS_CREDIT": "soon"}])}, ("row 1: DAYS_CREDIT",)),
        ({"bureau": pd.DataFrame([CREDIT | {"DAYS_CREDIT": pd.Timestamp(0)}])}, ("DAYS_CREDIT holds", "numbers")),
        ({"bureau": pl.DataFrame([CREDIT | {"SK_ID_CURR": 8}])}, ("None of the 1 rows", "SK_ID_CURR")),
        ({"bureau": pl.DataFrame([CREDIT] * 1_001)}, ("Client 7 has 1,001 rows in bureau",)),
    ],
)
def test_what_cannot_be_read_is_one_sentence(served: ServedModel, history: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(TablesError) as refused:
        cp.score(pl.DataFrame([ONE]), history=history, served=served)
    assert all(word in str(refused.value) for word in words), refused.value
    assert str(refused.value).endswith((".", "?"))


def test_a_history_needs_a_number_and_an_application(served: ServedModel) -> None:
    history = {"bureau": pl.DataFrame([CREDIT])}
    with pytest.raises(TablesError, match="none of the applications has"):
        cp.score(pl.DataFrame([ONE]).drop("SK_ID_CURR"), history=history, served=served)
    with pytest.raises(TablesError, match="have their histories there"):
        cp.explain([int(served.portfolio.ids[0])], history=history, served=served)
