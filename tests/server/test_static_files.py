"""A static file is asked for once, compressed once, and kept by browsers; nothing else is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Response
from fastapi.testclient import TestClient

from credit_panel.server import static_files
from credit_panel.server.static_files import StaticFiles

SCRIPT = b"export const answer = 42\n" * 100
FONT = bytes(range(256))
HASH = "a9a9cc4f19fadba2c108149eeaf498f3"
YEAR = "public, max-age=31536000, immutable"


@pytest.fixture
def asked() -> list[str]:
    """Paths for which the application itself has answered."""
    return []


@pytest.fixture
def client(asked: list[str]) -> Iterator[TestClient]:
    app = FastAPI()

    @app.get("/static/{path:path}")
    def give(path: str) -> Response:
        asked.append(path)
        if path == "absent.js":
            return Response(status_code=404)
        return Response(FONT if path.endswith("woff2") else SCRIPT, media_type="text/javascript")

    @app.get("/page")
    def page() -> str:
        return "a client's data"

    app.add_middleware(StaticFiles)
    with TestClient(app) as client:
        yield client


def test_a_file_is_read_once_and_compressed(client: TestClient, asked: list[str]) -> None:
    for query in ("", "?v=1", ""):
        answer = client.get(f"/static/js/bokeh.min.js{query}", headers={"Accept-Encoding": "gzip"})
        assert answer.content == SCRIPT
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["vary"] == "Accept-Encoding"
    assert asked == ["js/bokeh.min.js"]


def test_who_cannot_unpack_gets_it_plain(client: TestClient) -> None:
    answer = client.get("/static/bokeh.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == SCRIPT


def test_what_compression_does_not_shrink_stays(client: TestClient) -> None:
    answer = client.get("/static/roboto-greek-400-normal-VPVGP5YU.woff2", headers={"Accept-Encoding": "gzip"})
    assert answer.content == FONT
    assert "content-encoding" not in answer.headers


def test_a_file_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/static/bokeh.js").headers["etag"]
    again = client.get("/static/bokeh.js", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get("/static/bokeh.js", headers={"If-None-Match": 'W/"another"'}).status_code == 200
    assert client.get("/static/roboto-greek-400-normal-VPVGP5YU.woff2").headers["etag"] != tag


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (f"extensions/panel-material-ui/panel-material-ui.bundle.js?{HASH}", YEAR),
        (f"extensions/panel/panel.min.js?v={HASH * 2}", YEAR),
        ("extensions/panel/css/loading.css?v=1.10.0", YEAR),
        ("extensions/panel-material-ui/roboto-greek-400-normal-VPVGP5YU.woff2", YEAR),
        ("extensions/panel-material-ui/material-icons.css?v=1.10.0", "no-cache"),  # Panel's version, not its own
        ("js/bokeh.min.js", "no-cache"),
        ("extensions/panel/bundled/es-module-shims@%5E1.10.0/es-module-shims.min.js", "no-cache"),
    ],
)
def test_only_an_address_that_changes_with_the_file_is_kept_unasked(
    client: TestClient, address: str, kept: str
) -> None:
    assert client.get(f"/static/{address}").headers["cache-control"] == kept


def test_a_file_that_is_not_there_is_not_remembered(client: TestClient, asked: list[str]) -> None:
    for _ in range(2):
        answer = client.get("/static/absent.js")
        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "no-store"
    assert len(asked) > 2


def test_no_more_is_remembered_than_there_is_room_for(
    client: TestClient, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_files, "_MOST_BYTES", 0)
    client.app.middleware_stack = client.app.build_middleware_stack()
    for _ in range(2):
        assert client.get("/static/bokeh.js").content == SCRIPT
    assert asked == ["bokeh.js"] * 2


def test_nothing_about_a_client_is_kept(client: TestClient) -> None:
    assert client.get("/page").headers["cache-control"] == "no-store"
