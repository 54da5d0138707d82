"""Connections that say nothing take neither the places of those that do, nor the files of the process."""

from __future__ import annotations

import logging
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import connect

from credit_panel.server import descriptors
from credit_panel.server.log_lines import NoFlood
from server import raw
from server.raw import HALF_SENT
from server.small_server import small_server

MOST = 20


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with few places."""
    log = tmp_path_factory.mktemp("narrow") / "log.txt"
    with small_server(log, protocol={"most": MOST}) as (_, address):
        yield address
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("begun", [b"", *HALF_SENT])
def test_the_silent_give_their_places_to_who_asks(narrow: str, begun: bytes) -> None:
    with ExitStack() as stack:
        line = stack.enter_context(connect(narrow.replace("http", "ws")))
        silent = [stack.enter_context(raw.opened(narrow)) for _ in range(2 * MOST)]
        for one in silent:
            try:
                one.sendall(begun)
            except ConnectionError:
                continue
        for _ in range(3):
            assert raw.status(raw.get(narrow, "/")) == 200
        line.send("there?")
        assert line.recv(timeout=10) == b"ok"
        gone = [one for one in silent if is_gone(one)]
        assert len(gone) >= MOST
        assert silent[-1] not in gone


def is_gone(one: Any) -> bool:
    one.settimeout(0.05)
    try:
        while one.recv(1_000):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


def test_who_is_being_answered_keeps_the_place(narrow: str) -> None:
    with ExitStack() as stack:
        reader = stack.enter_context(raw.opened(narrow))
        reader.sendall(b"GET /much HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        read = len(reader.recv(1_000))
        for _ in range(2 * MOST):
            stack.enter_context(raw.opened(narrow))
        assert raw.status(raw.get(narrow, "/")) == 200
        while part := reader.recv(1_000_000):
            read += len(part)
        assert read > 16_000_000


def test_more_connections_than_files_hold_nobody_up(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with small_server(log, files=(128, 512)) as (process, address), ExitStack() as stack:
        place = urlsplit(address)
        for _ in range(700):
            silent = stack.enter_context(socket.socket())
            silent.setblocking(False)
            silent.connect_ex((place.hostname, place.port))
        time.sleep(1)
        begun = time.monotonic()
        assert raw.status(raw.get(address, "/")) == 200
        assert time.monotonic() - begun < 5
        assert 128 < len(list(Path(f"/proc/{process.pid}/fd").iterdir())) < 400
    assert "Traceback" not in log.read_text()


def test_the_limit_is_raised_as_far_as_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for limits, raised in (((1_024, 4_000), (4_000, 4_000)), ((1_024, 1_000_000), (16_384, 1_000_000))):
        set_to: list[tuple[int, int]] = []
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=limits: limits)
        monkeypatch.setattr(resource, "setrlimit", lambda _, wanted, set_to=set_to: set_to.append(wanted))
        descriptors.raise_limit()
        assert set_to == [raised]


def test_that_no_file_is_left_is_said_once_a_minute() -> None:
    kept, said = NoFlood(), []
    for seconds in (0.0, 0.1, 59.0, 61.0, 62.0):
        message = "socket.accept() out of system resource\nsocket: <...>"
        record = logging.LogRecord("asyncio", logging.ERROR, "x.py", 1, message, (), (OSError, OSError(24), None))
        record.created = 1_000_000 + seconds
        if kept.filter(record):
            assert record.exc_info is None
            said.append(seconds)
    assert said == [0.0, 61.0]
