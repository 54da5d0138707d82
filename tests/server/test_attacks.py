"""What a stranger sends to a server: it is refused in a sentence, and neither breaks nor tells anything."""

from __future__ import annotations

import base64
import json

import pytest
from bokeh.util.token import generate_jwt_token, get_session_id, get_token_payload

from credit_panel.server.headers import FIXED
from server import raw
from server.raw import HALF_SENT, token_of

FOREIGN = "evil.example"
LONG = "a" * 5_000


def token(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/components/this/x/_css/x", 404),
        ("/components/test.crashers.gc_inspection/x/_css/x", 404),
        ("/components/../../../etc/passwd", 404),
        ("/components/", 404),
        ("/%63omponents/this/x", 404),
        ("/client/autoload.js?bokeh-autoload-element=x", 404),
        ("/model/autoload.js", 404),
        ("/client/metadata", 404),
        ("/static/%00", 400),
        ("/static/js/%0d%0aSet-Cookie:a=b", 400),
        ("/static/..%5c..%5cetc", 400),
        ("/client%00", 400),
        (f"/static/{LONG}", 414),
        (f"/static/{'a' * 300}", 414),
        (f"/static/{'a/' * 800}", 414),
        (f"/client?{LONG}", 414),
        ("/static/../../../etc/passwd", 404),
        ("/static/extensions/panel/%2e%2e/%2e%2e/io/asgi.py", 404),
        ("/static/extensions/nothing/x.js", 404),
        ("/static/%ff", 404),
        ("/client?bokeh-token=abc", 403),
        ("/client?bokeh-session-id=%ff", 403),
        ("/client?bokeh-session-id=SHARED", 403),
        ("/model?a=1&bokeh-session-id=SHARED", 403),
        ("/client?BOKEH-SESSION-ID=SHARED", 403),
        ("/client?bokeh%2Dsession%2Did=SHARED", 403),
        ("/?bokeh-session-id=SHARED", 403),
        ("/liveness?endpoint=%ff", 200),
        ("/liveness?endpoint=/model", 200),
        ("/client?theme=%ff&a[]=1", 200),
        ("/client/ws", 400),
        ("/session_info", 404),
        ("/rest/client", 404),
        ("/admin", 404),
        ("/login", 404),
        ("//evil.example/%2e%2e", 404),
        ("/docs/", 307),
        ("/openapi.json/..", 404),
        ("*", 404),
    ],
)
def test_addresses(server: str, path: str, status: int) -> None:
    answer = raw.get(server, path)
    assert raw.status(answer) == status
    assert FOREIGN not in raw.headers(answer).get("location", "")


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "$Version=1; a,b=2"},
        {"cookie": 'a="; b=\x7f; c[d]=e; =; ;'},
        {"cookie": "a" * 5_000},
        {"accept_language": "\xff\xfe;q=x,,;"},
        {"accept_language": "fr" * 2_000},
        {"x_forwarded_for": "unknown, \xff", "x_forwarded_proto": "javascript"},
        {"x_request_id": "a b\tc"},
        {"content_type": "\xff", "content_length": "0"},
        {"range": "bytes=9-1"},
        {"if_none_match": "\xff"},
        {"accept_encoding": "gzip;q=x"},
        {"origin": "http://["},
    ],
)
@pytest.mark.parametrize("path", ["/glossary", "/static/js/bokeh.min.js"])
def test_headers_that_are_none(server: str, headers: dict[str, str], path: str) -> None:
    assert raw.status(raw.get(server, path, **headers)) == 200


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
    [
        "abc",
        "",
        "\xff",
        token({"session_id": "mine", "session_expiry": 2**40}),
        token({"session_id": "mine", "session_expiry": 2**40, "headers": 5}),
        token({"session_id": 5}),
        token([]),
        token("x") + ".signature",
        generate_jwt_token("mine", secret_key=b"another key", signed=True, expiration=10**6),  # type: ignore[arg-type]
        LONG,
    ],
)
def test_no_token_opens_a_line_but_the_server_s_own(server: str, given: str) -> None:
    answer = raw.handshake(server, "/client/ws", protocols=f"bokeh, {given}", origin=server)
    assert raw.status(answer) in (400, 403)


@pytest.mark.parametrize(
    "origin", ["http://[", "null", f"http://{FOREIGN}", "http://127.0.0.1:1", "\xff", "a" * 5_000, ""]
)
def test_pages_of_other_sites(server: str, issued: str, origin: str) -> None:
    protocols = f"bokeh, {issued}"
    assert raw.status(raw.handshake(server, "/client/ws", protocols=protocols, origin=origin)) == 403
    assert raw.status(raw.ask(server, "POST", "/api/v1/score", body=b"{}", origin=origin)) == 403
    assert raw.status(raw.handshake(server, "/client/ws", protocols=protocols, origin=server)) == 101


def test_a_page_of_another_site_without_an_origin(server: str) -> None:
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 415), ("none", 415)):
        answer = raw.ask(server, "POST", "/api/v1/score", body=b"{}", sec_fetch_site=site)
        assert raw.status(answer) == status


@pytest.mark.parametrize("host", [FOREIGN, f"{FOREIGN}:80", "127.0.0.1.evil.example", "[", "", "[::2]", "a" * 5_000])
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
    [
        b"",
        b"\x16\x03\x01\x02\x00\x01",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"A: b\r\n" * 20_000,
        b"POST /api/v1/score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/v1/score HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        *HALF_SENT,
    ],
)
def test_what_is_no_request(server: str, request_: bytes) -> None:
    answer = raw.send(server, request_, no_more=True)
    assert raw.status(answer) in (0, 400, 404, 421)
    if answer:
        assert {name.lower() for name in FIXED} <= set(raw.headers(answer))


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "PATCH", "CONNECT", "A" * 500])
@pytest.mark.parametrize("path", ["/client", "/", "/liveness", "/docs", "/api/v1/score", "/static/js/bokeh.min.js"])
def test_methods(server: str, method: str, path: str) -> None:
    assert 200 <= raw.status(raw.ask(server, method, path)) < 500
