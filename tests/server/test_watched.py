"""A server with settings of its own: it counts the lines that are opened, and logs as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pages.serving import serving

from credit_panel.settings import Settings
from server import raw

SETTINGS = {"CREDIT_PANEL_LINE_LIMIT": "2/hour", "CREDIT_PANEL_LOG": "json"}


@pytest.mark.long
def test_lines_are_counted_and_the_log_is_json_without_clients(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    log = tmp_path / "log.txt"
    with serving(settings, log, warm=False) as server:
        check_lines(server)
        raw.get(server, "/api/v1/clients/123456/score", x_request_id="given-by-proxy")
    said = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    (asked,) = (line for line in lines if line["request"] == "given-by-proxy")
    assert asked["path"] == "/api/v1/clients/#/score"
    assert (asked["method"], asked["status"], asked["address"]) == ("GET", "404", "127.0.0.1")
    assert isinstance(asked["ms"], int)
    assert asked["time"].endswith("Z")
    assert "123456" not in said


def check_lines(watched: str) -> None:
    """Forged addresses do not help."""
    raw.get(watched, "/api/v1/nothing")  # has the library loaded that counts, which a server does soon after its start
    answers = [raw.handshake(watched, "/glossary/ws", origin=watched) for _ in range(4)]
    assert [raw.status(answer) == 429 for answer in answers] == [False, False, True, True]
    refused = raw.headers(raw.handshake(watched, "/glossary/ws", origin=watched, x_forwarded_for="192.0.2.1"))
    assert int(refused["retry-after"]) > 0
    assert refused["x-content-type-options"] == "nosniff"
