"""What holds for every route, whichever are added: asked of each that the documentation lists."""

from __future__ import annotations

import ast
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from api.addresses import described, reads, writes
from fastapi import FastAPI
from fastapi.testclient import TestClient

import credit_panel
from credit_panel.api import ROUTER
from credit_panel.api.problems import KINDS
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.served_model import current_model
from credit_panel.server.refusal import PROBLEM_TYPE
from credit_panel.settings import Settings

PACKAGE = Path(credit_panel.__file__).parent
PUBLIC = ("/api/v1/portfolio", "/api/v1/model", "/api/v1/fields", "/api/v1/readiness", "/livez", "/readyz", "/version")
OF_THE_MOMENT = "/readyz"
"""The one address whose content is another each time: it tells what room is left."""
ALIVE = "/livez"
"""The one address that has nothing to do with the portfolio."""


def one(served: ServedModel) -> int:
    return int(served.portfolio.ids[7])


def test_every_read_has_a_tag_and_is_not_sent_twice(client: TestClient, served_model: ServedModel) -> None:
    for path in reads(client, one(served_model)):
        if path == OF_THE_MOMENT:
            continue
        first = client.get(path)
        assert first.status_code == 200, path
        for known in (first.headers["etag"], f'W/{first.headers["etag"]}, "other"', "*"):
            again = client.get(path, headers={"if-none-match": known})
            assert (again.status_code, again.content) == (304, b""), path
            assert again.headers["etag"] == first.headers["etag"]
            assert again.headers["cache-control"] == first.headers["cache-control"]
        assert client.get(path, headers={"if-none-match": '"other"'}).content == first.content


def test_what_tells_of_a_client_is_kept_by_nobody(client: TestClient, served_model: ServedModel) -> None:
    for path in reads(client, one(served_model)):
        kept = client.get(path).headers["cache-control"]
        assert kept == ("private, no-cache" if path.startswith(PUBLIC) else "no-store"), path
    for path, body in writes(client, one(served_model)).items():
        answer = client.post(path, json=body)
        assert answer.is_success, answer.text
        assert answer.headers["cache-control"] == "no-store", path
        assert "etag" not in answer.headers


def test_every_route_takes_the_parameters_that_it_names(client: TestClient, served_model: ServedModel) -> None:
    for path in reads(client, one(served_model)):
        answer = client.get(path, params={"no_such": "1"})
        assert answer.status_code == 422, path
        assert answer.json()["fields"] == [{"field": "query.no_such", "problem": "is no parameter of this address."}]
    twice = client.get("/api/v1/clients?limit=2&limit=3&lmit=1").json()["fields"]
    assert [found["field"] for found in twice] == ["query.lmit", "query.limit"]


def test_numbers_are_written_in_digits(client: TestClient, served_model: ServedModel) -> None:
    for path in (f"/api/v1/clients/{one(served_model)}/neighbours?count=", "/api/v1/clients?limit="):
        assert client.get(f"{path}7").is_success
        for written in ("1_0", "1.0", "%201", "+1", "1e1", "", "0x1", "%D9%A3"):
            assert client.get(f"{path}{written}").status_code == 422, path + written
    told = client.get("/openapi.json").json()["paths"]
    for path, name in (("/api/v1/clients", "limit"), ("/api/v1/clients/{client_id}/neighbours", "count")):
        schema = next(found["schema"] for found in told[path]["get"]["parameters"] if found["name"] == name)
        assert schema["minimum"] == 1
        assert schema["maximum"] in (50, 200)


def test_no_route_answers_from_a_portfolio_that_was_replaced(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = replace(settings, data_dir=tmp_path)
    shutil.copytree(settings.portfolio_dir(), own.portfolio_dir())
    for name, value in own.environ().items():
        monkeypatch.setenv(name, value)
    current_model.cache_clear()
    number = one(current_model())
    app = FastAPI()
    app.include_router(ROUTER)
    with TestClient(app) as client:
        addresses, bodies = reads(client, number), writes(client, number)
        assert client.get(addresses[0]).status_code == 200
        (own.portfolio_dir() / "portfolio.json").touch()
        answers = [client.get(path) for path in addresses if path != ALIVE]
        answers += [client.post(path, json=body) for path, body in bodies.items()]
        assert client.get(ALIVE).status_code == 200
    current_model.cache_clear()
    assert len(answers) > 15
    for answer in answers:
        assert answer.status_code == 503, answer.url
        assert answer.json()["type"].endswith(":unavailable")


def test_every_address_of_a_client_knows_who_is_none(client: TestClient) -> None:
    for number, status in (("1", 404), ("0100002", 422), (str(2**53), 422)):
        for path in (path for path in reads(client, 1) if "/clients/1" in path):
            answer = client.get(path.replace("/clients/1", f"/clients/{number}"))
            assert answer.status_code == status, answer.url
        answer = client.post(f"/api/v1/clients/{number}/what-if", json={"changes": {}})
        assert answer.status_code == status


def test_every_error_is_documented_in_one_form(client: TestClient) -> None:
    for path, methods in described(client)["paths"].items():
        for method, operation in methods.items():
            answers = operation["responses"]
            assert {"200", "201"} & answers.keys(), path
            assert {"400", "403", "421", "422", "429", "503"} <= answers.keys(), path
            assert ("304" in answers) == (method == "get")
            assert ({"413", "415"} <= answers.keys()) == (method in ("post", "patch"))
            for status, answer in answers.items():
                assert "X-Request-Id" in answer["headers"]
                assert list(answer.get("content", [])) == (
                    [pdf_or_json(path)] if status in ("200", "201") else [] if status == "304" else [PROBLEM_TYPE]
                )
            assert operation["summary"]
            assert operation["description"].endswith(".")
            assert "_api_v1_" not in operation["operationId"]


def pdf_or_json(path: str) -> str:
    return "application/pdf" if path.endswith("/letter") else "application/json"


def test_every_kind_of_problem_is_listed() -> None:
    """The type of a problem is what programs go by, so the list of all is part of the documentation."""
    found: set[str] = set()
    for part in ("api", "server"):
        for path in (PACKAGE / part).rglob("*.py"):
            found |= kinds_in(path.read_text(encoding="utf-8"))
    pages_only = {"bad-handshake", "foreign-session", "line-refused", "refused"}
    assert found - pages_only == set(KINDS)


def kinds_in(source: str) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    refusals = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Refusal")
    return {call.args[1].value for call in refusals if isinstance(call.args[1], ast.Constant)}


@pytest.mark.parametrize("path", ["/nothing", "/clients/1/nothing", "/model/"])
def test_an_address_that_is_none_is_a_problem_too(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1{path}", follow_redirects=False)
    assert answer.status_code in (404, 307)
    if answer.status_code == 404:
        assert answer.headers["content-type"] == PROBLEM_TYPE
