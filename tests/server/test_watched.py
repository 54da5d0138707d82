"""A server with settings of its own: it counts the lines that are opened, and logs as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages.serving import serving

from credit_panel.settings import Settings
from server import raw

SETTINGS = {"CREDIT_PANEL_LINE_LIMIT": "2/hour", "CREDIT_PANEL_LOG": "json"}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched") / "log.txt"


@pytest.fixture(scope="module")
def watched(settings: Settings, log: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        with serving(settings, log, warm=False) as server:
            yield server


def test_lines_are_counted_whatever_address_is_written(watched: str) -> None:
    raw.get(watched, "/api/v1/nothing")  # has the library loaded that counts, which a server does soon after its start
    answers = [raw.handshake(watched, "/glossary/ws", origin=watched) for _ in range(4)]
    assert [raw.status(answer) == 429 for answer in answers] == [False, False, True, True]
    refused = raw.headers(raw.handshake(watched, "/glossary/ws", origin=watched, x_forwarded_for="192.0.2.1"))
    assert int(refused["retry-after"]) > 0
    assert refused["x-content-type-options"] == "nosniff"


def test_the_log_is_json_and_holds_no_client(watched: str, log: Path) -> None:
    raw.get(watched, "/api/v1/clients/123456/score", x_request_id="given-by-proxy")
    said = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    (asked,) = (line for line in lines if line["request"] == "given-by-proxy")
    assert asked["path"] == "/api/v1/clients/#/score"
    assert (asked["method"], asked["status"], asked["address"]) == ("GET", "404", "127.0.0.1")
    assert isinstance(asked["ms"], int)
    assert asked["time"].endswith("Z")
    assert "123456" not in said
