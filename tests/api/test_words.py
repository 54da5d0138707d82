"""Over REST a missing value is null, as the schema says: what people write for it in a form or a file is no value."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credit_panel.api.application_schema import EXAMPLE, application_schema
from credit_panel.home_credit.catalogue import CATEGORIES
from credit_panel.home_credit.cells import MISSING_WORDS
from credit_panel.home_credit.repairs import MISSING_LEVELS
from credit_panel.portfolio import ServedModel

PROPERTIES: dict[str, Any] = application_schema()["properties"]


def texts_of(name: str) -> list[str]:
    """Return the texts that the schema lets a field be."""
    kinds = PROPERTIES[name].get("anyOf", [PROPERTIES[name]])
    return [text for kind in kinds if kind.get("type") == "string" for text in kind["enum"]]


def problems_of(client: TestClient, served: ServedModel, name: str, value: object) -> list[set[str]]:
    """Return the fields that each route refuses."""
    one = EXAMPLE | {name: value}
    alone = client.post("/api/v1/score", json={"application": one}).json()
    batch = client.post("/api/v1/score/batch", json={"applications": [one]}).json()
    number = served.portfolio.ids[3]
    changed = client.post(f"/api/v1/clients/{number}/what-if", json={"changes": {name: value}}).json()
    found = [
        alone.get("fields", []),
        *([row["problems"] for row in batch["refused"]] or [[]]),
        changed.get("fields", []),
    ]
    return [{problem["field"] for problem in each} for each in found]


@settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(sorted(set(PROPERTIES) - {"SK_ID_CURR"})),
    text=st.sampled_from(sorted({*MISSING_WORDS, *map(str.upper, MISSING_WORDS), *MISSING_LEVELS, "12", "cash loans"}))
    | st.text(max_size=3),
)
def test_a_text_is_taken_where_the_schema_says_so(
    client: TestClient, served_model: ServedModel, name: str, text: str
) -> None:
    refused = set() if text in texts_of(name) else {name}
    assert problems_of(client, served_model, name, text) == [refused] * 3


@pytest.mark.parametrize("name", sorted(CATEGORIES.keys() & PROPERTIES.keys()))
def test_every_level_of_the_schema_is_taken(client: TestClient, name: str) -> None:
    for level in texts_of(name):
        assert client.post("/api/v1/score", json={"application": EXAMPLE | {name: level}}).status_code == 200


@pytest.mark.parametrize("word", ["", "NA", "n/a", "null"])
def test_a_word_for_nothing_is_told_what_to_send(client: TestClient, word: str) -> None:
    answer = client.post("/api/v1/score", json={"application": EXAMPLE | {"AMT_ANNUITY": word}})
    assert answer.status_code == 422
    (problem,) = answer.json()["fields"]
    assert problem["problem"] == f"must be a number, or null where there is none, not {word!r}"
