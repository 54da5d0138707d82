"""Requests as a stranger writes them, byte for byte."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from urllib.parse import urlsplit

SECONDS = 30.0
HALF_SENT = (
    b"GET /client HT",
    b"GET /client HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
    b"POST /api/v1/score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    b"GET /client HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\n{",
)


def send(address: str, request: bytes, *, no_more: bool = False) -> bytes:
    """Send what may be no HTTP at all; return what came back until the server closed, or opened a websocket.

    Parameters
    ----------
    no_more
        Whether the server is told at once that no more will come: it then lets go of what it has not answered.
    """
    with opened(address) as line, suppress(ConnectionError):
        line.sendall(request)
        if no_more:
            line.shutdown(socket.SHUT_WR)
        answer = b""
        while not answer.startswith(b"HTTP/1.1 101") and (part := line.recv(65_536)):
            answer += part
        return answer
    return b""


def opened(address: str) -> socket.socket:
    """Open a connection to the server."""
    place = urlsplit(address)
    return socket.create_connection((place.hostname or "", place.port or 0), timeout=SECONDS)


def get(address: str, path: str, **headers: str) -> bytes:
    """Ask for a path, written as it is, and return head and body of the answer."""
    return ask(address, "GET", path, **headers)


def ask(address: str, method: str, path: str, *, body: bytes = b"", **headers: str) -> bytes:
    """Send a request; underscores in the names of headers stand for dashes."""
    return send(address, written(address, method, path, body=body, **headers))


def written(address: str, method: str, path: str, *, body: bytes = b"", **headers: str) -> bytes:
    """Return a request as `ask` sends it."""
    given = {"host": urlsplit(address).netloc, "connection": "close"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    given |= {"content-length": str(len(body))} if body else {}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body


def status(answer: bytes) -> int:
    """Return the status of an answer, 0 where there is none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def headers(answer: bytes) -> dict[str, str]:
    """Return the headers of an answer, their names in lower case."""
    lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def handshake(address: str, path: str, **given: str) -> bytes:
    """Ask for a websocket; `given` is as in `asked`."""
    return send(address, asked(address, path, **given))


def asked(address: str, path: str, *, protocols: str = "bokeh, token", **given: str) -> bytes:
    """Return the request for a websocket."""
    upgrade = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec_websocket_version": "13",
        "sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==",
        "sec_websocket_protocol": protocols,
    }
    return written(address, "GET", path, **{**upgrade, **given})


def token_of(server: str) -> str:
    """Return the token that the server gives to a page now."""
    found = re.search(rb'"token":"([^"]+)"', get(server, "/glossary", authorization="Bearer secret", cookie="a=secret"))
    assert found is not None
    return found[1].decode()
