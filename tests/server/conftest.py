"""One server for all that a stranger sends to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from pages.serving import serving

from credit_panel.server.command import FOOTER_PAGES, PAGES
from credit_panel.settings import Settings
from server import raw
from server.raw import HALF_SENT


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attacked") / "log.txt"


@pytest.fixture(scope="session")
def server(settings: Settings, log: Path) -> Iterator[str]:
    """A server that ends in time although requests to it are never finished, and that nothing here has broken."""
    with serving(settings, log) as address:
        for page in (*PAGES, *FOOTER_PAGES):
            raw.get(address, f"/{page}")
        raw.get(address, "/api/v1/clients/1/score")
        before = census(address)
        yield address
        after = census(address)
        lines = [raw.opened(address) for _ in HALF_SENT]
        for line, begun in zip(lines, HALF_SENT, strict=True):
            line.sendall(begun)
    for line in lines:
        line.close()
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert after["megabytes"] < 1.2 * before["megabytes"]
    assert max(map(len, said.splitlines())) < 1_200


@pytest.fixture(scope="session")
def issued(server: str) -> str:
    """A token that the server has given to a page."""
    return raw.token_of(server)


def census(address: str) -> dict[str, float]:
    with urlopen(f"{address}/census") as answer:  # noqa: S310 - our own server
        return dict(json.load(answer))
