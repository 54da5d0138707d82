"""An application that comes with its credit histories: scored as a client of a portfolio is, and checked whole."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from credit_panel.api.application_schema import EXAMPLE
from credit_panel.api.body import MOST_BYTES_WITH_HISTORIES
from credit_panel.api.history_schema import EXAMPLE as HISTORY
from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit import CLIENT, HISTORY_TABLES, validate_application
from credit_panel.home_credit.sent_histories import MOST_ROWS, columns_of, validate_histories
from credit_panel.portfolio import ServedModel, build
from credit_panel.portfolio.sent_histories import scorer_and_features
from credit_panel.settings import Settings

EXACT = 1e-9


def sent(served: ServedModel, client_id: int) -> dict[str, Any]:
    """Return a client's own application and histories as JSON has them."""
    row = served.portfolio.client(client_id, (CLIENT, *RAW_FIELDS)).row(0, named=True)
    events = served.portfolio.history.events(client_id)
    return {
        "application": {name: value for name, value in row.items() if value is not None},
        "history": {
            name: [
                {column: value for column, value in event.items() if column in columns_of(name)}
                for event in events[name].to_dicts()
            ]
            for name in HISTORY_TABLES
        },
    }


def own_score_again(served: ServedModel, number: int) -> float:
    """Send a client's own rows back; return how far the probability is from the client's own."""
    request = sent(served, number)
    typed = validate_application(request["application"], written=False)
    scorer, features = scorer_and_features(served, typed, validate_histories(request["history"]))
    found = scorer.explain_one(features)
    own = served.explain_client(number)
    assert found.with_histories
    assert (found.held_out, found.outcome, found.flags) == (own.held_out, own.outcome, own.flags)
    return abs(found.probability - own.probability)


@pytest.mark.long
def test_a_client_sent_back_has_the_client_s_score(client: TestClient, served_model: ServedModel) -> None:
    numbers = [int(number) for number in served_model.portfolio.ids[:400:20]]
    requests = [sent(served_model, number) for number in numbers]
    answer = client.post("/api/v1/score/batch", json={"applications": requests}).json()
    assert answer["refused"] == []
    for number, request, of_batch in zip(numbers, requests, answer["scores"], strict=True):
        own = client.get(f"/api/v1/clients/{number}/score").json()
        doors = ("/api/v1/score", "/api/v1/score/explanation")
        for found in (*(client.post(door, json=request).json() for door in doors), of_batch):
            assert found["probability"] == pytest.approx(own["probability"], abs=EXACT)
            assert found["with_histories"] is True
            assert (found["client_id"], found["outcome"], found["flags"]) == (number, own["outcome"], own["flags"])


@pytest.mark.long
def test_any_client_sent_back_has_the_client_s_score(served_model: ServedModel) -> None:
    assert max(own_score_again(served_model, int(number)) for number in served_model.portfolio.ids[:500]) < EXACT


@pytest.mark.slow
def test_so_has_any_real_client(real_data: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", models_dir=tmp_path / "models", model="real", journal="off")
    build(real_data / "home-credit-sample.zip", "real", settings)
    served = ServedModel.open(settings)
    assert max(own_score_again(served, int(number)) for number in served.portfolio.ids[::80]) < EXACT


def test_with_and_without_an_empty_history_are_two_things(client: TestClient) -> None:
    without = client.post("/api/v1/score", json={"application": EXAMPLE}).json()
    empty = client.post("/api/v1/score", json={"application": EXAMPLE, "history": {}}).json()
    tables = client.post("/api/v1/score", json={"application": EXAMPLE, "history": {"bureau": []}}).json()
    told = client.post("/api/v1/score", json={"application": EXAMPLE, "history": HISTORY}).json()
    assert [each["with_histories"] for each in (without, empty, tables, told)] == [False, True, True, True]
    assert empty["probability"] == tables["probability"] != without["probability"]
    value = {each["feature"]: each["value"] for each in told["contributions"]}
    assert value.get("bureau_debt_sum", 65_000) == 65_000
    total = told["base_points"] + math.fsum(each["points"] for each in told["contributions"])
    assert total == pytest.approx(told["points"], abs=1e-6)


def test_a_batch_mixes_all_forms_and_tells_each_apart(client: TestClient) -> None:
    """Credits of two applicants that share a number stay apart."""
    late = {**HISTORY, "bureau_balance": [{"SK_ID_BUREAU": 1, "MONTHS_BALANCE": -2, "STATUS": "5"}]}
    forms = [{"application": EXAMPLE, "history": each} for each in (HISTORY, late, None)]
    body = {"applications": [*forms, EXAMPLE, {"application": EXAMPLE, "histories": {}}, {"history": {}}]}
    answer = client.post("/api/v1/score/batch", json=body).json()
    alone = [client.post("/api/v1/score", json=each).json() for each in forms]
    assert [each["probability"] for each in answer["scores"]] == pytest.approx(
        [*(each["probability"] for each in alone), alone[2]["probability"]], abs=EXACT
    )
    assert [(each["row"], each["problems"][0]["field"]) for each in answer["refused"]] == [
        (4, "histories"),
        (5, "application"),
    ]


def test_every_bad_cell_is_told_with_its_place(client: TestClient) -> None:
    history = {
        "bureau": [
            {"SK_ID_BUREAU": 1, "DAYS_CREDIT": 5, "AMT_CREDIT_SUM": "much", "COLOUR": 1},
            {"CREDIT_ACTIVE": 3, CLIENT: 12, "CNT_CREDIT_PROLONG": 300},
        ],
        "bureau_balance": [{"SK_ID_BUREAU": 2, "MONTHS_BALANCE": -1.5, "STATUS": "7"}, {"STATUS": None}],
        "previous_application": [{"SK_ID_PREV": [1], "AMT_CREDIT": True}],
        "colours": [],
    }
    answer = client.post("/api/v1/score", json={"application": {**EXAMPLE, "AMT_CREDIT": -1}, "history": history})
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["fields"]} == {
        "AMT_CREDIT",
        "history.bureau.0.DAYS_CREDIT",
        "history.bureau.0.AMT_CREDIT_SUM",
        "history.bureau.0.COLOUR",
        "history.bureau.1.SK_ID_BUREAU",
        "history.bureau.1.CREDIT_ACTIVE",
        f"history.bureau.1.{CLIENT}",
        "history.bureau.1.CNT_CREDIT_PROLONG",
        "history.bureau_balance.0.MONTHS_BALANCE",
        "history.bureau_balance.0.STATUS",
        "history.bureau_balance.1.SK_ID_BUREAU",
        "history.bureau_balance.1.STATUS",
        "history.previous_application.0.SK_ID_PREV",
        "history.previous_application.0.AMT_CREDIT",
        "history.colours",
    }


@pytest.mark.parametrize(
    "history",
    [[], "all", {"bureau": {}}, {"bureau": [3]}, {"bureau_balance": [{}] * (MOST_ROWS["bureau_balance"] + 1)}],
)
def test_what_has_not_the_form_of_histories_is_refused(client: TestClient, history: object) -> None:
    answer = client.post("/api/v1/score", json={"application": EXAMPLE, "history": history})
    assert answer.status_code == 422
    assert all(each["field"].startswith("body.history") for each in answer.json()["fields"])


@pytest.mark.parametrize(
    "sent",
    [
        {"application": EXAMPLE, "history": {f"t{n}": n for n in range(2_000)}},
        {"application": EXAMPLE, "history": {"bureau": [1] * MOST_ROWS["bureau"]}},
        {"application": EXAMPLE} | {f"t{n}": n for n in range(2_000)},
    ],
    ids=["tables", "rows", "names"],
)
def test_what_is_wrong_a_thousand_times_is_not_told_a_thousand_times(client: TestClient, sent: object) -> None:
    for path, body in (("score", sent), ("score/batch", {"applications": [sent]})):
        answer = client.post(f"/api/v1/{path}", json=body)
        assert len(answer.content) < 1_000


def test_half_a_character_is_no_text(client: TestClient) -> None:
    history = {"bureau": [{"SK_ID_BUREAU": 1, "CREDIT_ACTIVE": "\ud800"}]}
    body = json.dumps({"application": EXAMPLE, "history": history})  # which httpx would not escape
    answer = client.post("/api/v1/score", content=body, headers={"content-type": "application/json"})
    assert answer.json()["fields"] == [
        {"field": "history.bureau.0.CREDIT_ACTIVE", "problem": "must be text, without halves of characters"}
    ]


def test_of_so_many_bad_cells_the_first_are_told(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/score", json={"application": EXAMPLE, "history": {"bureau": [{}] * MOST_ROWS["bureau"]}}
    )
    fields = answer.json()["fields"]
    assert (len(fields), fields[-1]) == (201, {"field": "history", "problem": "more cells are wrong"})


def test_as_many_rows_as_documented_fit_into_a_request() -> None:
    """A number of ten characters in each column, which few have."""
    assert set(MOST_ROWS) == set(HISTORY_TABLES)
    for table, most in MOST_ROWS.items():
        row = dict.fromkeys(columns_of(table), 123_456.75)
        sent = {"application": EXAMPLE, "history": {table: [row] * (most + 1)}}
        assert len(json.dumps(sent)) < MOST_BYTES_WITH_HISTORIES, table
