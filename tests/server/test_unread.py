"""Who reads nothing of an answer is cut off; who reads slowly gets all of it."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from server import raw
from server.small_server import small_server

SECONDS = 0.5
ASKED = b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that waits half a second for its readers."""
    log = tmp_path_factory.mktemp("unread") / "log.txt"
    with small_server(log, protocol={"unread_seconds": SECONDS}) as (_, address):
        yield address
    assert "Traceback" not in log.read_text()


def opened(address: str) -> socket.socket:
    """Open a connection with little room for what is not read."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
    line.settimeout(30)
    place = urlsplit(address)
    line.connect((place.hostname, place.port))
    return line


def ends(line: socket.socket) -> bool:
    """Whether what comes ends before all of it is there; reading begins late."""
    time.sleep(4 * SECONDS)
    read = 0
    try:
        while part := line.recv(1_000_000):
            read += len(part)
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return read < 16_000_000


@pytest.mark.parametrize("asked", [ASKED, ASKED * 3, ASKED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")])
def test_who_reads_nothing_is_cut_off(impatient: str, asked: bytes) -> None:
    with opened(impatient) as line:
        line.sendall(asked)
        assert ends(line)


def test_who_reads_slowly_gets_all(impatient: str) -> None:
    with opened(impatient) as line:
        line.sendall(ASKED)
        read, until = 0, time.monotonic() + 5 * SECONDS
        while time.monotonic() < until:
            read += len(line.recv(20_000))
            time.sleep(0.1)
        while read < 16_000_000 and (part := line.recv(1_000_000)):
            read += len(part)
        assert read > 16_000_000


def test_a_line_whose_page_reads_nothing_is_cut_off(impatient: str) -> None:
    line = connect(
        impatient.replace("http", "ws"), compression=None, max_queue=1, max_size=None, sock=opened(impatient)
    )
    with line, pytest.raises(ConnectionClosed):  # noqa: PT012 - which message is the last is not known
        for _ in range(4):
            line.send("much")
        time.sleep(4 * SECONDS)
        for _ in range(4):
            line.recv(timeout=20)


def test_the_end_cuts_off_who_does_not_read_without_a_trace(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    in_a_second = {"timeout_graceful_shutdown": 1}
    with small_server(log, settings=in_a_second) as (process, address), opened(address) as line:
        line.sendall(ASKED * 8)
        assert raw.status(raw.get(address, "/")) == 200
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    said = log.read_text()
    assert "timeout graceful shutdown exceeded" in said
    assert "Traceback" not in said
