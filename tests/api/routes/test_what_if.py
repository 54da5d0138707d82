"""A what-if names every change that it does not take, and keeps nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient

from credit_panel.portfolio import ServedModel


def ask(client: TestClient, served: ServedModel, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/clients/{served.portfolio.ids[11]}/what-if", json=body)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"changes": {"AMT_CREDIT": None}}, {"AMT_CREDIT"}),
        ({"changes": {"SK_ID_CURR": 100_003}}, {"SK_ID_CURR"}),
        (
            {"changes": {"SHOE_SIZE": 42, "AMT_CREDIT": "much", "DAYS_BIRTH": 5}},
            {"SHOE_SIZE", "AMT_CREDIT", "DAYS_BIRTH"},
        ),
        ({"settled_debt": 1.5}, {"body.settled_debt"}),
        ({"settled_debt": True}, {"body.settled_debt"}),
        ({"along": "DAYS_BIRTH"}, {"body.along"}),
        ({"changed": {}}, {"body.changed"}),
        ({"changes": [1]}, {"body.changes"}),
    ],
)
def test_every_change_that_cannot_be_is_named(
    client: TestClient, served_model: ServedModel, body: dict[str, Any], fields: set[str]
) -> None:
    answer = ask(client, served_model, body)
    assert answer.status_code == 422
    assert {found["field"] for found in answer.json()["fields"]} == fields


def test_own_values_are_no_changes(client: TestClient, served_model: ServedModel) -> None:
    own = client.get(f"/api/v1/clients/{served_model.portfolio.ids[11]}").json()["application"]
    answer = ask(client, served_model, {"changes": own}).json()
    assert answer["changes"] == {}
    assert answer["before"] == answer["after"]
    assert answer["differences"]["points"] == 0


def test_nothing_is_kept(client: TestClient, served_model: ServedModel) -> None:
    before = ask(client, served_model, {}).json()
    changed = ask(client, served_model, {"changes": {"EXT_SOURCE_2": 0.01, "OCCUPATION_TYPE": None}}).json()
    assert changed["after"]["points"] < changed["before"]["points"]
    assert ask(client, served_model, {}).json() == before


@pytest.mark.parametrize(
    ("body", "lever"),
    [
        ({}, "AMT_CREDIT"),
        ({"changes": {"AMT_INCOME_TOTAL": 1e6, "EXT_SOURCE_1": 0.5}}, "AMT_INCOME_TOTAL"),
        ({"changes": {"AMT_CREDIT": 2e5}, "along": "settled_debt"}, "settled_debt"),
    ],
)
def test_the_curve_runs_along_a_lever(
    client: TestClient, served_model: ServedModel, body: dict[str, Any], lever: str
) -> None:
    curve = ask(client, served_model, body).json()["curve"]
    assert curve["lever"] == lever
    values = [point["value"] for point in curve["values"]]
    assert values == sorted(set(values))
    assert len(values) == 49
    threshold = served_model.scorer.policy.threshold
    above = [point["probability"] > threshold for point in curve["values"]]
    assert len(curve["crossings"]) == sum(one != other for one, other in pairwise(above))
