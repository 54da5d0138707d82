"""A server that is told to end tells its visitors, takes no new ones, keeps what was recorded, and ends with 0."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from nginx import free_ports
from pages.conftest import IDLE
from pages.forked import Forked
from playwright.sync_api import Browser, expect

from credit_panel.portfolio import Portfolio
from credit_panel.server.command import serve_arguments, serve_environ
from credit_panel.server.draining import SECONDS_TO_TELL
from credit_panel.server.ending import SECONDS_TO_END
from credit_panel.server.listen import Listen
from credit_panel.server.timeouts import SECONDS_FOR_ANSWERS
from credit_panel.settings import Settings

IN_TIME = 20
Process = Forked | subprocess.Popen[bytes]


@contextmanager
def running(start: Callable[[list[str], dict[str, str], Path], Process], folder: Path) -> Iterator[tuple[Process, str]]:
    """Start a server with these arguments, this environment and a file for what it says; give it and its address."""
    listen, log = Listen(port=free_ports(1)[0]), folder / "log.txt"
    server = start(serve_arguments(listen), serve_environ(listen), log)
    address = f"http://127.0.0.1:{listen.port}"
    try:
        while asked(address, "/readyz") != 200:
            assert server.poll() is None, log.read_text()
            time.sleep(0.2)
        assert asked(address, "/portfolio") == 200  # which waits until all is loaded
        yield server, address
    finally:
        server.kill()
        server.wait(timeout=IN_TIME)
    assert "Traceback" not in log.read_text()


@pytest.fixture
def process(settings: Settings, tmp_path: Path) -> Iterator[tuple[Process, str]]:
    def start(arguments: list[str], environ: dict[str, str], log: Path) -> Process:
        return Forked(arguments, os.environ | settings.environ() | environ, log)

    with running(start, tmp_path) as started:
        yield started


@pytest.fixture
def first_process(settings: Settings, tmp_path: Path) -> Iterator[tuple[Process, str]]:
    """A server as users start it."""

    def start(arguments: list[str], environ: dict[str, str], log: Path) -> Process:
        command = [sys.executable, "-m", "credit_panel.server", *arguments]
        with log.open("w") as out:
            own = os.environ | settings.environ() | environ
            return subprocess.Popen(command, env=own, stdout=out, stderr=subprocess.STDOUT, cwd=tmp_path)

    with running(start, tmp_path) as started:
        yield started


def asked(address: str, path: str) -> int | None:
    """Return the status of an answer, None where nobody answers."""
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        line.request("GET", path, headers={"Accept": "text/html"})
        return line.getresponse().status
    except OSError:
        return None
    finally:
        line.close()


@pytest.mark.long
def test_without_visitors_it_ends_at_once_with_0(first_process: tuple[Process, str]) -> None:
    server, _ = first_process
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=IN_TIME) == 0


def test_what_is_being_answered_is_finished(process: tuple[Process, str], settings: Settings) -> None:
    """Sixteen are asked at once; when the first has its answer, the server is told to end."""
    server, address = process
    lines = [http.client.HTTPConnection(urlsplit(address).netloc, timeout=30) for _ in range(16)]
    for line, client in zip(lines, Portfolio(settings.portfolio_dir()).ids, strict=False):
        line.request("GET", f"/api/v1/clients/{client}/recourse")
    answers = [lines[0].getresponse()]
    server.send_signal(signal.SIGTERM)
    answers += [line.getresponse() for line in lines[1:]]
    assert [answer.status for answer in answers] == [200] * len(lines)
    assert all("proposals" in json.loads(answer.read()) for answer in answers)
    for line in lines:
        line.close()
    assert server.wait(timeout=IN_TIME) == 0


@pytest.mark.long
@pytest.mark.ui
def test_a_visitor_is_told_and_no_new_one_is_taken(process: tuple[Process, str], browser: Browser) -> None:
    server, address = process
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/client")
    page.wait_for_function(IDLE, timeout=60_000)
    server.send_signal(signal.SIGTERM)
    expect(page.get_by_text("This server is about to be started again.")).to_be_visible()
    assert asked(address, "/client") in (503, None)
    assert asked(address, "/readyz") in (503, None)
    assert server.wait(timeout=IN_TIME) == 0
    context.close()


def test_visitors_and_answers_have_their_time_before_the_process_is_ended() -> None:
    assert SECONDS_TO_TELL + SECONDS_FOR_ANSWERS < SECONDS_TO_END < IN_TIME
