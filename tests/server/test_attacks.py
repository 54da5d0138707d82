"""What a stranger sends to a server: it is refused in a sentence, and neither breaks nor tells anything."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from bokeh.util.token import get_session_id, get_token_payload
from websockets import http11

from credit_panel.api.body import MOST_BYTES_WITH_HISTORIES
from credit_panel.server.header_sizes import LONGEST_LINE, MOST_LINES
from credit_panel.server.headers import FIXED
from credit_panel.server.refusal import PROBLEM_TYPE
from server import raw
from server.attacks import (
    ADDRESSES,
    BODIES,
    FLOODS,
    FOREIGN,
    HANDSHAKES,
    HEADERS,
    HOSTS,
    LONG_HEADERS,
    METHODS,
    NO_REQUESTS,
    NUMBERS,
    ORIGINS,
    TOKENS,
    UPGRADES,
)
from server.raw import token_of


@pytest.mark.parametrize(
    ("path", "status"),
    ADDRESSES,
)
def test_addresses(server: str, path: str, status: int) -> None:
    answer = raw.get(server, path)
    assert raw.status(answer) == status
    assert FOREIGN not in raw.headers(answer).get("location", "")


@pytest.mark.parametrize(
    "headers",
    HEADERS,
)
@pytest.mark.parametrize("path", ["/glossary", "/static/js/bokeh.min.js"])
def test_headers_that_are_none(server: str, headers: dict[str, str], path: str) -> None:
    assert raw.status(raw.get(server, path, **headers)) == 200


@pytest.mark.parametrize("headers", LONG_HEADERS)
@pytest.mark.parametrize("path", ["/client", "/api/v1/readiness"])
def test_headers_with_which_no_websocket_opens(server: str, headers: dict[str, str], path: str) -> None:
    answer = raw.get(server, path, accept="text/html", **headers)
    assert raw.status(answer) == 431
    assert b"delete the cookies" in answer


def test_what_opens_a_page_opens_its_websocket() -> None:
    assert (LONGEST_LINE, MOST_LINES) == (http11.MAX_LINE_LENGTH, http11.MAX_NUM_HEADERS)


@pytest.mark.parametrize("headers", UPGRADES)
def test_a_protocol_that_is_offered_is_passed_over(server: str, log: Path, headers: dict[str, str]) -> None:
    said = log.read_text(encoding="utf-8").count("WARNING")
    ended = headers | {"connection": f"{headers['connection']}, close"}
    assert raw.status(raw.get(server, "/glossary", **ended)) == 200
    assert log.read_text(encoding="utf-8").count("WARNING") == said


def test_a_session_cannot_be_brought_along(server: str, issued: str) -> None:
    assert raw.status(raw.get(server, "/client", bokeh_session_id="SHARED")) == 403
    assert raw.status(raw.get(server, f"/client?bokeh-token={issued}")) == 403
    assert get_session_id(token_of(server)) != get_session_id(issued)


def test_a_page_holds_nothing_of_the_request_but_its_language(server: str) -> None:
    payload = get_token_payload(token_of(server))
    assert payload["cookies"] == {}
    assert set(payload["headers"]) <= {"accept-language"}
    assert "secret" not in json.dumps(payload, default=str)


@pytest.mark.parametrize(
    "given",
    TOKENS,
)
def test_no_token_opens_a_line_but_the_server_s_own(server: str, given: str) -> None:
    answer = raw.handshake(server, "/client/ws", protocols=f"bokeh, {given}", origin=server)
    assert raw.status(answer) in (400, 403)


@pytest.mark.parametrize(("given", "status"), HANDSHAKES)
def test_handshakes_that_open_no_websocket(server: str, given: dict[str, str], status: int) -> None:
    answer = raw.handshake(server, **{"path": "/client/ws", "origin": server, **given})
    assert raw.status(answer) == status
    assert {name.lower() for name in FIXED} <= set(raw.headers(answer))
    assert raw.headers(answer)["content-type"] == PROBLEM_TYPE
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == status


@pytest.mark.long
@pytest.mark.parametrize(
    "flood",
    [
        pytest.param(flood, marks=[] if flood in ("pings", "compressed blanks", "no text") else pytest.mark.slow)
        for flood in FLOODS
    ],
)
def test_what_floods_a_websocket_holds_nobody_else_up(server: str, issued: str, flood: str) -> None:
    content, given = FLOODS[flood](), {"sec_websocket_extensions": "permessage-deflate", "origin": server}
    protocols = f"bokeh, {issued}"
    with raw.opened(server) as line:
        line.sendall(raw.asked(server, "/glossary/ws", protocols=protocols, **given))
        assert raw.status(line.recv(65_536)) == 101
        assert line.recv(65_536)  # its page is there: making one takes longer than what is measured
        usual = max(waited(server) for _ in range(20))
        sending = threading.Thread(target=send_all, args=(line, content))
        sending.start()
        waits = [waited(server) for _ in range(60)]
        with suppress(OSError):  # the server may have closed it
            line.shutdown(socket.SHUT_RDWR)
        sending.join()
    assert sorted(waits)[-4] < 0.2 + 2 * usual, waits  # three for what else the machine does meanwhile


def send_all(line: socket.socket, content: bytes) -> None:
    with suppress(OSError):
        line.sendall(content)


def waited(server: str) -> float:
    began = time.perf_counter()
    assert raw.status(raw.get(server, "/liveness")) == 200
    return time.perf_counter() - began


@pytest.mark.parametrize("origin", ORIGINS)
def test_pages_of_other_sites(server: str, issued: str, origin: str) -> None:
    protocols = f"bokeh, {issued}"
    assert raw.status(raw.handshake(server, "/client/ws", protocols=protocols, origin=origin)) == 403
    assert raw.status(raw.ask(server, "POST", "/api/v1/score", body=b"{}", origin=origin)) == 403
    assert raw.status(raw.handshake(server, "/client/ws", protocols=protocols, origin=server)) == 101


def test_a_page_of_another_site_without_an_origin(server: str) -> None:
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 415), ("none", 415)):
        answer = raw.ask(server, "POST", "/api/v1/score", body=b"{}", sec_fetch_site=site)
        assert raw.status(answer) == status


@pytest.mark.parametrize("host", HOSTS)
def test_names_that_are_not_the_server_s(server: str, host: str) -> None:
    for path in ("/client", "/docs/", "/api/v1/clients/1/score", "/static/js/bokeh.min.js", "/openapi.json"):
        answer = raw.get(server, path, host=host)
        assert raw.status(answer) in (400, 421)
        assert "location" not in raw.headers(answer)
    for probe in ("/liveness", "/api/v1/readiness"):  # machines ask under whatever address the server has
        assert raw.status(raw.get(server, probe, host=host)) in (200, 400)
        assert raw.status(raw.ask(server, "POST", probe, host=host)) in (400, 421)


@pytest.mark.parametrize(
    "request_",
    NO_REQUESTS,
)
def test_what_is_no_request(server: str, request_: bytes) -> None:
    answer = raw.send(server, request_, no_more=True)
    assert raw.status(answer) in (0, 400, 404, 421)
    if answer:
        assert {name.lower() for name in FIXED} <= set(raw.headers(answer))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["/client", "/", "/liveness", "/docs", "/api/v1/score", "/static/js/bokeh.min.js"])
def test_methods(server: str, method: str, path: str) -> None:
    assert 200 <= raw.status(raw.ask(server, method, path)) < 500


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_bodies_that_are_no_application(server: str, body: bytes) -> None:
    answer = raw.ask(server, "POST", "/api/v1/score", body=body, content_type="application/json")
    too_long = len(body) > MOST_BYTES_WITH_HISTORIES  # while it is being sent: its sender may not hear why
    assert raw.status(answer) in ((0, 413) if too_long else (400, 422))


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_that_are_no_client_s(server: str, number: str) -> None:
    assert raw.status(raw.get(server, f"/api/v1/clients/{number}/score")) == 422
