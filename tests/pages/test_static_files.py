"""What a page names is fetched once; the page itself, which holds the session's token, each time."""

from __future__ import annotations

import re
from email.message import Message
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.ui


def fetch(address: str, headers: dict[str, str] | None = None) -> tuple[int, Message, bytes]:
    """Return status, headers and content as they came over the wire."""
    try:
        with urlopen(Request(address, headers=headers or {})) as answer:  # noqa: S310 - our own server
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_a_second_page_fetches_no_file_again(server: str) -> None:
    _, headers, page = fetch(f"{server}/client")
    assert headers["Cache-Control"] == "no-store"
    named = [urljoin(f"{server}/", at) for at in re.findall(r'(?:src|href)="([^"]*static/[^"]+)"', page.decode())]
    assert any("bokeh.min.js" in address for address in named)
    assert any("panel.min.js?v=" in address for address in named)
    sent = 0
    for address in dict.fromkeys(named):
        status, headers, content = fetch(address, {"Accept-Encoding": "gzip"})
        assert status == 200
        sent += len(content)
        if "immutable" not in headers["Cache-Control"]:
            assert headers["Cache-Control"] == "no-cache"
            status, _, content = fetch(address, {"If-None-Match": headers["ETag"]})
            assert (status, content) == (304, b"")
    assert sent < 1_000_000  # a third of what they are
