"""The API gives the page's figures, and every fault of a request as a sentence."""

from __future__ import annotations

import json
import math

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from credit_panel.api.body import MOST_BYTES_WITH_HISTORIES
from credit_panel.home_credit import REQUIRED_FIELDS, SCHEMA
from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState

JSON = {"content-type": "application/json"}


def assert_problem(response: Response) -> None:
    """An error is a problem of RFC 9457, with a sentence."""
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "fields"}
    assert problem["status"] == response.status_code
    assert problem["type"].startswith("urn:credit-panel:problem:")
    assert problem["detail"].endswith(".")


def application_of(served: ServedModel, client_id: int) -> dict[str, object]:
    row = served.portfolio.client(client_id).row(0, named=True)
    fields = [name for name in SCHEMA["application"].columns if name not in ("SK_ID_CURR", "TARGET")]
    return {name: row[name] for name in fields}


def test_a_client_is_scored_as_on_the_page(client: TestClient, served_model: ServedModel) -> None:
    state = ClientState(served_model)
    for client_id in served_model.portfolio.ids[::25]:
        answer = client.get(f"/api/v1/clients/{client_id}/score").json()
        assert state.open(int(client_id))
        assert answer["client_id"] == client_id
        assert answer["probability"] == pytest.approx(state.explanation.probability, abs=1e-9)
        assert answer["outcome"] == state.explanation.outcome
        assert answer["contributions"][0]["feature"] == state.explanation.contributions[0].feature


def test_contributions_add_up_on_the_wire(client: TestClient, served_model: ServedModel) -> None:
    answer = client.get(f"/api/v1/clients/{served_model.portfolio.ids[5]}/score").json()
    total = answer["base_points"] + math.fsum(c["points"] for c in answer["contributions"])
    assert total == pytest.approx(answer["points"], abs=1e-6)
    assert answer["model"]["synthetic"] is True
    assert all(c["label_fr"] and c["label_en"] for c in answer["contributions"])


def test_an_application_is_scored_by_the_same_path(client: TestClient, served_model: ServedModel) -> None:
    client_id = int(served_model.portfolio.ids[0])
    fields = application_of(served_model, client_id)
    response = client.post("/api/v1/score", json={"application": fields})
    assert response.status_code == 200, response.text
    assert response.json()["client_id"] is None
    assert response.json()["probability"] == served_model.explain_application(fields).probability
    numbered = client.post("/api/v1/score", json={"application": fields | {"SK_ID_CURR": client_id}}).json()
    assert numbered == response.json() | {"client_id": client_id}, "a number brings no history"


def test_a_value_that_no_client_has_is_scored_and_told(client: TestClient, served_model: ServedModel) -> None:
    fields = application_of(served_model, int(served_model.portfolio.ids[0]))
    assert client.post("/api/v1/score", json={"application": fields}).json()["warnings"] == []
    answer = client.post("/api/v1/score", json={"application": fields | {"AMT_INCOME_TOTAL": 9e9}}).json()
    assert [warning["field"] for warning in answer["warnings"]] == ["AMT_INCOME_TOTAL"]
    assert answer["probability"] > 0


def test_what_cannot_be_is_refused_with_its_likely_cause(client: TestClient, served_model: ServedModel) -> None:
    fields = application_of(served_model, int(served_model.portfolio.ids[0])) | {"DAYS_BIRTH": 41}
    (problem,) = client.post("/api/v1/score", json={"application": fields}).json()["fields"]
    assert problem["field"] == "DAYS_BIRTH"
    assert problem["problem"].endswith("(years in place of days?)")


@pytest.mark.parametrize("client_id", ["1", "999999999", str(2**53 - 1)])
def test_an_unknown_client_is_404(client: TestClient, client_id: str) -> None:
    response = client.get(f"/api/v1/clients/{client_id}/score")
    assert response.status_code == 404
    assert client_id in response.json()["detail"]


@pytest.mark.parametrize(
    "client_id",
    ["abc", "0", "-4", "1.5", "%3Cimg%3E", str(2**80), "0{}", "+{}", "{}.0", "1_{}", "%20{}", "{}e0", "٣"],
)
def test_what_is_no_number_is_422(client: TestClient, served_model: ServedModel, client_id: str) -> None:
    client_id = client_id.format(served_model.portfolio.ids[0])
    response = client.get(f"/api/v1/clients/{client_id}/score")
    assert response.status_code == 422
    assert response.json()["fields"][0]["field"] == "path.client_id"


def test_every_bad_field_is_named(client: TestClient, served_model: ServedModel) -> None:
    fields = application_of(served_model, int(served_model.portfolio.ids[0]))
    fields |= {"AMT_CREDIT": "much", "DAYS_BIRTH": 5, "NAME_EDUCATION_TYPE": "PhD", "SHOE_SIZE": 42}
    response = client.post("/api/v1/score", json={"application": fields})
    assert response.status_code == 422
    assert {f["field"] for f in response.json()["fields"]} == {
        "AMT_CREDIT",
        "DAYS_BIRTH",
        "NAME_EDUCATION_TYPE",
        "SHOE_SIZE",
    }


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_what_is_no_finite_number_is_422(client: TestClient, served_model: ServedModel, value: str) -> None:
    fields = application_of(served_model, int(served_model.portfolio.ids[0])) | {"AMT_CREDIT": "@"}
    body = json.dumps({"application": fields}).replace('"@"', value)
    response = client.post("/api/v1/score", content=body, headers={"content-type": "application/json"})
    assert response.status_code == (422 if value == "1e400" else 400)
    assert "AMT_CREDIT" in response.text or "JSON" in response.text


@pytest.mark.parametrize(
    "body", ["[]", '"x"', '{"application": 3}', "{}", '{"application": {}, "extra": 1}', '{"application": null}']
)
def test_another_form_of_request_is_422_with_a_sentence(client: TestClient, body: str) -> None:
    response = client.post("/api/v1/score", content=body, headers=JSON)
    assert response.status_code == 422
    assert_problem(response)
    assert response.json()["fields"]
    assert "dictionary" not in response.text


@pytest.mark.parametrize("body", ["", "{", '{"application": {"AMT_CREDIT": 1, "AMT_CREDIT": 2}}', '{"a": 01}'])
def test_what_is_no_json_is_400(client: TestClient, body: str) -> None:
    response = client.post("/api/v1/score", content=body, headers=JSON)
    assert response.status_code == 400
    assert_problem(response)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "", "json", None]
)
def test_another_content_type_is_415_and_named(client: TestClient, kind: str | None) -> None:
    response = client.post("/api/v1/score", content=b"{}", headers={} if kind is None else {"content-type": kind})
    assert response.status_code == 415
    assert_problem(response)
    assert (kind if kind and "/" in kind else "") in response.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/api/v1/score", 405, "POST, OPTIONS"),
        ("DELETE", "/api/v1/clients/1/score", 405, "GET, HEAD, OPTIONS"),
        ("DELETE", "/api/v1/clients/1", 405, "GET, PATCH, HEAD, OPTIONS"),
        ("OPTIONS", "/api/v1/clients/1/score", 204, "GET, HEAD, OPTIONS"),
        ("OPTIONS", "/api/v1/score", 204, "POST, OPTIONS"),
        ("GET", "/api/v1/nothing", 404, None),
        ("OPTIONS", "/api/nothing", 404, None),
    ],
)
def test_methods_and_addresses(client: TestClient, method: str, path: str, status: int, allowed: str | None) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers.get("allow") == allowed
    if status != 204:
        assert_problem(response)


def test_head_is_get_without_its_body(client: TestClient, served_model: ServedModel) -> None:
    path = f"/api/v1/clients/{served_model.portfolio.ids[0]}/score"
    get, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_a_number_is_one_wherever_it_is_given(client: TestClient, served_model: ServedModel) -> None:
    fields = application_of(served_model, int(served_model.portfolio.ids[0]))
    for number, status in ((2**31, 200), (2**53 - 1, 200), (2**53, 422), (0, 422)):
        body = {"application": fields | {"SK_ID_CURR": number}}
        assert client.post("/api/v1/score", json=body).status_code == status
        assert client.get(f"/api/v1/clients/{number}/score").status_code == (404 if status == 200 else 422)


def test_what_the_documentation_allows_is_what_is_scored(client: TestClient, served_model: ServedModel) -> None:
    described = client.get("/openapi.json").json()
    schemas = described["components"]["schemas"]
    assert schemas["ScoreRequest"]["properties"]["application"]["$ref"].endswith("/Application")
    application = schemas["Application"]
    assert application["required"] == list(REQUIRED_FIELDS)
    assert set(application["properties"]) == set(SCHEMA["application"].columns) - {"TARGET"}
    smallest: dict[str, object] = {}
    for name in REQUIRED_FIELDS:
        kind = application["properties"][name]
        smallest[name] = kind["enum"][0] if "enum" in kind else kind["minimum"]
    assert client.post("/api/v1/score", json={"application": smallest}).status_code == 200
    for name in REQUIRED_FIELDS:
        rest = {field: value for field, value in smallest.items() if field != name}
        assert client.post("/api/v1/score", json={"application": rest}).status_code == 422
    answers = described["paths"]["/api/v1/score"]["post"]["responses"]
    kinds = {status: list(answer["content"]) for status, answer in answers.items()}
    assert kinds.pop("200") == ["application/json"]
    statuses = ("400", "401", "403", "413", "414", "415", "421", "422", "429", "503")
    assert kinds == {status: ["application/problem+json"] for status in statuses}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"application": ' + b"[" * 50_000, 400),
        (b'{"application": {"AMT_CREDIT": ' + b"9" * 5_000 + b"}}", 400),
        (b'{"application": {"\xff": 1}}', 400),
        (b'{"application": {"\\ud800": 1}}', 422),
        (b'{"application": {"AMT_CREDIT": "\\udfff"}}', 422),
        (json.dumps({"application": {f"AMT_CREDIT_{i}": i for i in range(1_000)}}).encode(), 422),
        (b'{"application": {"AMT_CREDIT": "' + b"x" * MOST_BYTES_WITH_HISTORIES + b'"}}', 413),
    ],
)
def test_no_body_breaks_the_server(client: TestClient, body: bytes, status: int) -> None:
    response = client.post("/api/v1/score", content=body, headers={"content-type": "application/json"})
    assert response.status_code == status
    assert_problem(response)
    assert len(response.json()["fields"]) < 10, "what was meant by each of a thousand fields is not looked for"


def test_a_body_of_unknown_length_may_not_be_longer(client: TestClient) -> None:
    parts = (b" " * 10_000 for _ in range(101))
    response = client.post("/api/v1/score", content=parts, headers={"content-type": "application/json"})
    assert response.status_code == 413


def test_a_missing_field_counts_as_missing(client: TestClient, served_model: ServedModel) -> None:
    fields = application_of(served_model, int(served_model.portfolio.ids[0]))
    without = {k: v for k, v in fields.items() if k != "EXT_SOURCE_2"}
    null = fields | {"EXT_SOURCE_2": None}
    one, other = (client.post("/api/v1/score", json={"application": a}).json() for a in (without, null))
    assert one["probability"] == other["probability"]
    given = client.post("/api/v1/score", json={"application": fields | {"EXT_SOURCE_2": 0.1}}).json()
    assert given["probability"] != one["probability"]
