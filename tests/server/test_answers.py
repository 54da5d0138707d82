"""What every answer says beside its content, and what is logged of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from credit_panel.server.command import FOOTER_PAGES, PAGES
from credit_panel.server.headers import FIXED
from credit_panel.server.refusal import PROBLEM_TYPE
from server import raw


@pytest.mark.parametrize(
    "path",
    [
        *(f"/{page}" for page in (*PAGES, *FOOTER_PAGES)),
        *("/docs", "/docs/", "/openapi.json", "/static/js/bokeh.min.js", "/favicon.ico", "/liveness"),
        *("/nothing", "/api/v1/nothing", "/api/v1/clients/1/score", "/components/this", "/client/ws"),
    ],
)
def test_every_answer_says_what_a_browser_may_do_with_it(server: str, path: str) -> None:
    answer = raw.get(server, path)
    given = raw.headers(answer)
    assert {name: given.get(name.lower()) for name in FIXED} == FIXED
    assert given["x-frame-options"] == "DENY"
    assert re.fullmatch(r"[0-9a-f]{16}", given["x-request-id"])
    assert "server" not in given
    assert "strict-transport-security" not in given
    policy = given["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce is not None
    scripts = re.findall(rb"<script[^>]*>", answer)
    assert all(nonce[1].encode() in script for script in scripts)
    assert bool(scripts) == given.get("content-type", "").startswith("text/html")


def test_the_log_has_a_line_for_each_request_and_tells_of_no_client(server: str, log: Path) -> None:
    raw.get(server, "/api/v1/clients/123456/score", x_request_id="given-by-proxy", x_forwarded_for="203.0.113.9")
    raw.get(server, f"/nothing/{'b' * 190}?{'c' * 2_000}&client=654321")
    said = log.read_text(encoding="utf-8")
    time = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    assert re.search(rf"{time} INFO given-by-proxy GET /api/v1/clients/#/score 404 \d+ ms 127\.0\.0\.1\n", said)
    assert re.search(rf"{time} INFO [0-9a-f]{{16}} GET /nothing/b+ 404 \d+ ms", said)
    for secret in ("123456", "654321", "203.0.113.9", "ccccc", "SHARED"):
        assert secret not in said


def test_who_runs_the_server_reads_which_setting_lets_a_page_in(server: str, log: Path) -> None:
    for _ in range(3):
        raw.handshake(server, "/client/ws", origin="http://portal.bank.example")
        raw.get(server, "/client", host="panel.bank.example")
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if "bank.example" in line]
    assert len(lines) == 2  # each is told once
    assert all("CREDIT_PANEL_ORIGINS" in line for line in lines)


ERRORS = [
    ("GET", "/nothing", 404),
    ("GET", "/static/js/nothing.js", 404),
    ("GET", "/components/this", 404),
    ("GET", "/client%00", 400),
    ("GET", f"/static/{'a' * 300}", 414),
    ("GET", "/client?bokeh-session-id=SHARED", 403),
    ("POST", "/client", 405),
    ("DELETE", "/docs", 405),
    ("PUT", "/openapi.json", 405),
    ("POST", "/liveness", 405),
    ("PATCH", "/static/js/bokeh.min.js", 405),
    ("GET", "/api/v1/nothing", 404),
    ("GET", "/api/v1/clients/1/score", 404),
    ("DELETE", "/api/v1/score", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ERRORS)
def test_every_error_has_one_form(server: str, method: str, path: str, status: int) -> None:
    """Whoever found it: our own code, FastAPI, Panel or Bokeh."""
    for accept in ({}, {"accept": "*/*"}, {"accept": "application/json"}):
        answer = raw.ask(server, method, path, **accept)
        problem = json.loads(answer.partition(b"\r\n\r\n")[2])
        assert raw.status(answer) == problem["status"] == status
        assert raw.headers(answer)["content-type"] == PROBLEM_TYPE
        assert set(problem) == {"type", "title", "status", "detail", "fields"}
        assert problem["type"].startswith("urn:credit-panel:problem:")
        assert problem["detail"].endswith(".")
    if status == 405:
        allowed = raw.headers(answer)["allow"].split(", ")
        assert method not in allowed
        assert "OPTIONS" in allowed
        assert raw.status(raw.ask(server, "OPTIONS", path)) == 204
    answer = raw.ask(server, method, path, accept="text/html,application/xhtml+xml,*/*;q=0.8")
    told = PROBLEM_TYPE if path.startswith("/api/") else "text/plain"
    assert raw.headers(answer)["content-type"].startswith(told)
    assert b'{"detail":' not in answer


def test_what_is_no_request_is_told_in_the_same_form(server: str) -> None:
    answer = raw.send(server, b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", no_more=True)
    assert raw.headers(answer)["content-type"] == PROBLEM_TYPE
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == 400
