"""What a stranger sends to a server, kind by kind: every input that once broke it, and its neighbours."""

from __future__ import annotations

import base64
import json
import zlib

from bokeh.util.token import generate_jwt_token

from server.raw import HALF_SENT

FOREIGN = "evil.example"
LONG = "a" * 5_000


def token(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


ADDRESSES = [
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
    ("/static/js/./bokeh.min.js", 404),
    ("/static/js/%2e/bokeh.min.js", 404),
    ("/static/js//bokeh.min.js", 404),
    ("/static/js/../js/bokeh.min.js", 404),
    ("/static/js/bokeh.min.js/", 404),
    ("/static/js/bokeh.min.js", 200),
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
    ("/client/ws", 204),
    ("/session_info", 404),
    ("/rest/client", 404),
    ("/admin", 200),  # who comes from this machine needs no login
    ("/login", 404),
    ("//evil.example/%2e%2e", 404),
    ("/docs/", 307),
    ("/openapi.json/..", 404),
    ("*", 404),
]
"""Paths, and the status of their answer."""

HEADERS = [
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
]
"""Headers that are none, in the names of `raw.ask`."""

TOKENS = [
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
]
"""What is no token of the server."""

ORIGINS = ["http://[", "null", f"http://{FOREIGN}", "http://127.0.0.1:1", "\xff", "a" * 5_000, ""]
"""Origins of pages of other sites."""

HOSTS = [
    *(FOREIGN, f"{FOREIGN}:80", "127.0.0.1.evil.example", "[", "", "[::2]", "a" * 5_000),
    *("user@127.0.0.1", "127.0.0.1/evil", "127.0.0.1?x", "127.0.0.1:abc", "127.0.0.1:123456", "127.0.0.1 x"),
]
"""Names that are not those of the server."""

LONG_HEADERS = [
    {"cookie": f"a={'a' * 9_000}"},
    {"authorization": f"Bearer {'a' * 20_000}"},
    {f"x_{n}": "a" for n in range(200)},
]
"""Headers that a page could come with, and its websocket not."""

UPGRADES = [
    {"connection": "Upgrade, HTTP2-Settings", "upgrade": "h2c", "http2_settings": "AAMAAABkAAQ"},
    {"connection": "Upgrade", "upgrade": "a\tb"},
    {"connection": "upgrade", "upgrade": "websocket/9"},
]
"""Protocols that are offered and not spoken here."""

NO_REQUESTS = [
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
]
"""What is no request at all."""

HANDSHAKES = [
    ({"cookie": f"a={'a' * 9_000}"}, 431),
    ({"protocols": f"bokeh, {'a' * 50_000}"}, 431),
    ({f"x_{n}": "a" for n in range(200)}, 431),
    ({"path": f"/client/{'a' * 9_000}"}, 414),
    ({"content_length": "10"}, 400),
    ({"transfer_encoding": "chunked"}, 400),
    ({"sec_websocket_version": "12"}, 400),
    ({"sec_websocket_key": "x"}, 400),
    ({"sec_websocket_extensions": "permessage-deflate; x=;;,"}, 400),
    ({"protocols": "bokeh,, ;["}, 400),
]
"""Handshakes that open no websocket, and the status of their answer."""


def frame(kind: int, content: bytes = b"", *, last: bool = True, packed: bool = False) -> bytes:
    """Return a frame of a websocket as a browser sends it."""
    length = len(content)
    size = bytes([0x80 | length]) if length < 126 else b"\xfe" + length.to_bytes(2)
    return bytes([last << 7 | packed << 6 | kind]) + size + bytes(4) + content


def blanks(count: int, size: int) -> bytes:
    """Return messages of `size` blanks, compressed one after the other."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -12)
    packed = [packer.compress(b" " * size) + packer.flush(zlib.Z_SYNC_FLUSH) for _ in range(count)]
    return b"".join(frame(1, part[:-4], packed=True) for part in packed)


TEXT, PING = 1, 9
FLOODS = {
    "pings": lambda: frame(PING) * 40_000,
    "pings with content": lambda: frame(PING, b"a" * 125) * 8_000,
    "empty messages": lambda: frame(TEXT) * 40_000,
    "parts of a message": lambda: frame(TEXT, last=False) + frame(0, last=False) * 40_000,
    "compressed blanks": lambda: blanks(120, 1_990_000),
    "no text": lambda: frame(TEXT, b"\xff\xff"),
}
"""What costs the server far more than who sends it, on an open websocket."""

METHODS = ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "PATCH", "CONNECT", "A" * 500]
"""Methods, those that nothing takes among them."""

BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"5",
    b"\xff\xfe",
    b"[" * 50_000,
    b'{"application":' * 20_000,
    b'{"application":{}}',
    b'{"application":{},"application":{}}',
    f'{{{",".join(f'"{n:x}":1' for n in range(9_900))},"zz":1,"zz":1}}'.encode(),
    b'{"application":{"AMT_CREDIT":NaN}}',
    b'{"application":{"AMT_CREDIT":1e999}}',
    b'{"application":{"AMT_CREDIT":1e308,"AMT_INCOME_TOTAL":1e308}}',
    b'{"application":{"AMT_CREDIT":' + b"9" * 90_000 + b"}}",
    b'{"application":{"\\ud800":1}}',
    b'{"application":{"NAME_CONTRACT_TYPE":"' + b"a" * 90_000 + b'"}}',
    b'{"application":' + json.dumps({f"c{n}": n for n in range(6_000)}).encode() + b"}",
    b" " * 200_000,
    json.dumps({f"n{n}": n for n in range(6_000)}).encode(),
    b'{"application":{},"history":' + json.dumps({f"t{n}": n for n in range(60_000)}).encode() + b"}",
    b'{"application":{},"history":{"bureau":[{"SK_ID_BUREAU":1,"CREDIT_ACTIVE":"\\ud800"}]}}',
    b'{"application":{},"history":{"bureau":[{"SK_ID_BUREAU":' + b"[" * 900 + b"]" * 900 + b"}]}}",
]
"""Bodies that are no application, or no histories of one."""
QUERIES = [
    "prefix=%ff&limit=-1&cursor=%00",
    "limit=1e9",
    "limit=" + "9" * 400,
    "outcome=x&grade=%F0%9F%92%A3",
    "features=" + ",".join(["AMT_CREDIT"] * 300),
    "features=CODE_GENDER&features=__class__",
    "cursor=" + "A" * 2_000,
    "lang=../../x&lang=fr",
    "a[]=1&a[]=2",
]
"""Questions behind the address of a route that reads, each of them sent to all."""
NUMBERS = ["0100002", "+100002", "100002.0", "100_002", "%20100002", "-1", "0", "9" * 30, "1e5", "%D9%A1", "a" * 199]
"""What is no number of a client."""
