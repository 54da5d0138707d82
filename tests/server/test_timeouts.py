"""A request is there in time or given up; a websocket stays as long as it likes."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from websockets.sync.client import connect

from credit_panel.server.timeouts import WholeRequests
from server import raw


class Hasty(WholeRequests):
    seconds = 0.4


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Echo on a websocket; read a body and say that it is there."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        return
    while (message := await receive()).get("more_body"):
        pass
    if message["type"] == "http.request":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture(scope="module")
def hasty() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(answer, http=Hasty, lifespan="off", log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive()


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: ",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 3 + b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n",
    ],
)
def test_what_is_not_finished_is_given_up(hasty: str, begun: bytes) -> None:
    with raw.opened(hasty) as line:
        line.sendall(begun)
        while line.recv(65_536):
            pass


def test_a_byte_now_and_then_keeps_no_connection(hasty: str) -> None:
    with raw.opened(hasty) as line, pytest.raises((BrokenPipeError, ConnectionResetError)):
        trickle(line)


def trickle(line: socket.socket) -> None:
    for _ in range(200):
        line.sendall(b"G")
        time.sleep(0.05)


def test_whole_requests_are_answered_one_after_the_other(hasty: str) -> None:
    with raw.opened(hasty) as line:
        for _ in range(4):
            line.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
            answer = b""
            while not answer.endswith(b"ok") and (part := line.recv(65_536)):
                answer += part
            assert answer.startswith(b"HTTP/1.1 200")
            assert answer.endswith(b"ok")
            time.sleep(0.2)


def test_a_websocket_outlives_the_time_for_a_request(hasty: str) -> None:
    with connect(hasty.replace("http", "ws")) as line:
        time.sleep(3 * Hasty.seconds)
        line.send("there?")
        assert line.recv(timeout=10) == "there?"
