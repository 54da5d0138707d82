"""Whoever asks for too much waits, and nobody else does; nobody gets away by writing another address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from credit_panel.api import ROUTER
from credit_panel.portfolio import ServedModel
from credit_panel.server.rate_limits import asker

API = "CREDIT_PANEL_API_LIMIT"


@pytest.fixture
def client(served_model: ServedModel, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv(API, "3/hour")
    app = FastAPI()
    app.include_router(ROUTER)
    with TestClient(app) as client:
        yield client


def test_too_many_requests_are_told_when_to_come_again(client: TestClient) -> None:
    answers = [client.get("/api/v1/model", headers={"x-forwarded-for": f"192.0.2.{n}"}) for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    refused = answers[-1]
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:credit-panel:problem:too-many-requests"
    assert 0 < int(refused.headers["retry-after"]) <= 3_601
    assert refused.headers["x-request-id"]
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_what_is_no_api_and_probes_are_not_counted(client: TestClient) -> None:
    for _ in range(6):
        for path in ("/docs", "/openapi.json", "/livez", "/readyz", "/api/v1/readiness"):
            assert client.get(path).status_code == 200
    assert client.get("/api/v1/model").status_code == 200


@pytest.mark.parametrize(
    ("client_address", "whom"),
    [
        (("192.0.2.7", 5), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 5), "2001:db8:1:2::/64"),
        (("2001:db8:1:2::9%eth0", 5), "2001:db8:1:2::/64"),
        (("::ffff:192.0.2.7", 5), "192.0.2.7"),
        (("testclient", 5), "testclient"),
        (None, "-"),
    ],
)
def test_a_network_of_one_asker_is_one_asker(client_address: tuple[str, int] | None, whom: str) -> None:
    assert asker({"type": "http", "client": client_address}) == whom
