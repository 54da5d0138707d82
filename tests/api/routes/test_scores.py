"""What is wrong with a row of a batch is told, and does not fill an answer."""

from __future__ import annotations

from fastapi.testclient import TestClient

from credit_panel.api.application_schema import EXAMPLE, MOST_FIELDS
from credit_panel.api.routes.scores import MOST_TOLD


def test_a_row_with_more_bad_fields_than_are_told_says_how_many_more(client: TestClient) -> None:
    unknown = {f"c{place}": place for place in range(MOST_FIELDS - len(EXAMPLE))}
    answer = client.post("/api/v1/score/batch", json={"applications": [EXAMPLE, {**EXAMPLE, **unknown}, {"c": 1}]})
    assert answer.status_code == 200
    wide, short = answer.json()["refused"]
    *told, rest = wide["problems"]
    assert [each["field"] for each in told] == list(unknown)[:MOST_TOLD]
    assert rest == {"field": "…", "problem": f"{len(unknown) - MOST_TOLD} more fields are wrong."}
    assert "…" not in {each["field"] for each in short["problems"]}


def test_a_row_wider_than_any_application_is_not_looked_at(client: TestClient) -> None:
    wide = {f"c{place}": place for place in range(MOST_FIELDS + 1)}
    answer = client.post("/api/v1/score/batch", json={"applications": [wide]})
    assert answer.status_code == 422
    assert answer.json()["fields"] == [{"field": "body.applications.0", "problem": "holds too many entries."}]
