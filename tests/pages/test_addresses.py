"""Browsers reach the server under every name that it listens on or was told, and under no other."""

from __future__ import annotations

import re
import socket
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from credit_panel.server.origins import read_origins
from credit_panel.settings import Settings
from pages.conftest import IDLE
from pages.serving import serving

pytestmark = pytest.mark.ui


def is_let_in(address: str, origin: str) -> bool:
    """Whether the server opens a line to a page of this origin."""
    with urllib.request.urlopen(f"{address}/client") as answer:  # noqa: S310 - our own server
        token = re.search(r'"token":"([^"]+)"', answer.read().decode())
    assert token is not None
    try:
        with connect(f"{address.replace('http', 'ws')}/client/ws", origin=origin, subprotocols=["bokeh", token[1]]):
            return True
    except InvalidStatus:
        return False


def test_an_ipv6_address_and_a_proxy_s_name(settings: Settings, tmp_path: Path, browser: Browser) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    origins = tuple(read_origins("https://bank.example/", 0))
    with serving(settings, tmp_path / "log.txt", address="::1", origins=origins) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/client")
        page.wait_for_function(IDLE, timeout=60_000)
        context.close()
        assert is_let_in(address, "https://bank.example")
        assert not is_let_in(address, "https://bank.example.evil.example")
