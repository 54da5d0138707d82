"""The figures of a server are for whoever has the token, and tell of no client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from event_loop import in_a_loop
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import Message, Receive, Scope, Send

from credit_panel.api import ROUTER
from credit_panel.errors import SettingsError
from credit_panel.portfolio import ServedModel
from credit_panel.secret import secret
from credit_panel.server.metrics import Metrics

SETTING = "CREDIT_PANEL_METRICS_TOKEN"
TOKEN = "-".join(("a", "token", "of", "some", "length"))
GIVEN = {"authorization": f"Bearer {TOKEN}"}


def serve() -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(ROUTER)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(served_model: ServedModel, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv(SETTING, TOKEN)
    yield from serve()


@pytest.fixture
def without(served_model: ServedModel) -> Iterator[TestClient]:
    yield from serve()


def figures(client: TestClient) -> dict[tuple[str, ...], float]:
    """Return each figure by its name and the values of its labels."""
    text = client.get("/metrics", headers=GIVEN).text
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def test_requests_are_counted_by_route_and_status(client: TestClient, served_model: ServedModel) -> None:
    number = int(served_model.portfolio.ids[3])
    route = "/api/v1/clients/#/score"
    for _ in range(3):
        assert client.get(f"/api/v1/clients/{number}/score").status_code == 200
    client.get("/api/v1/clients/4711/score")
    for n in range(20):
        client.get(f"/made-up-{'x' * n}")
    found = figures(client)
    assert found["credit_panel_requests_total", "GET", route, "200"] == 3
    assert found["credit_panel_requests_total", "GET", route, "404"] == 1
    assert found["credit_panel_requests_total", "GET", "other", "404"] == 20
    assert found["credit_panel_request_seconds_count", "GET", route] == 4
    assert found["credit_panel_requests_under_way",] == 1  # the one that asks
    stamp = served_model.scorer.manifest.stamp
    assert found["credit_panel_info", stamp.name, stamp.version, served_model.identity] == 1
    assert found["process_resident_memory_bytes",] > 1e6


def test_no_client_and_no_made_up_address_is_in_it(client: TestClient, served_model: ServedModel) -> None:
    numbers = [int(number) for number in served_model.portfolio.ids[:5]]
    for number in numbers:
        client.get(f"/api/v1/clients/{number}/explanation")
        client.get(f"/nothing/{number}?client={number}")
    text = client.get("/metrics", headers=GIVEN).text
    assert not any(str(number) in text for number in numbers)
    assert "nothing" not in text


@pytest.mark.parametrize(
    "given", [None, "", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"]
)
def test_they_ask_for_the_token(client: TestClient, given: str | None) -> None:
    answer = client.get("/metrics", headers={} if given is None else {"authorization": given.encode()})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["type"].endswith(":unauthorized")
    assert TOKEN not in answer.text


def test_without_a_token_there_are_none(without: TestClient) -> None:
    answer = without.get("/metrics", headers=GIVEN)
    assert answer.status_code == 404
    assert SETTING in answer.json()["detail"]


def test_a_secret_is_read_from_a_file_first(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\n", encoding="utf-8")
    assert secret(SETTING, {f"{SETTING}_FILE": str(path), SETTING: "another-one-in-the-environment"}) == TOKEN
    assert secret(SETTING, {SETTING: TOKEN}) == TOKEN
    assert secret(SETTING, {}) == ""
    for environ in ({SETTING: "short"}, {f"{SETTING}_FILE": str(tmp_path / "none")}):
        with pytest.raises(SettingsError, match=SETTING) as caught:
            secret(SETTING, environ)
        assert not re.search("short|none", str(caught.value).replace("shorter", ""))


def test_edits_are_timed_from_their_last_part_to_the_answer() -> None:
    metrics = Metrics([])
    came = [{"type": "websocket.connect"}, *[{"type": "websocket.receive", "text": "part"}] * 3]

    async def receive() -> Message:
        return came.pop(0) if came else {"type": "websocket.disconnect"}

    async def send(_: Message) -> None:
        return

    async def page(_: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "websocket.disconnect":
            if len(came) in (0, 3):  # a page answers the opening and the last part of a message
                await send({"type": "websocket.send"})

    in_a_loop(lambda: metrics.around(page)({"type": "websocket"}, receive, send))
    assert metrics.registry.get_sample_value("credit_panel_edit_seconds_count") == 1
