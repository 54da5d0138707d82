"""Behind a proxy that strips a prefix: all of it works there; where it cannot, the page says what is to be changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from benchmarks.visitor import Visitor
from event_loop import in_a_loop
from hand_made import hostile
from nginx import NGINX, OWN_NAME, WEBSOCKETS, free_ports, proxied
from playwright.sync_api import Browser, expect
from server import raw

from credit_panel.portfolio import ServedModel
from credit_panel.server.headers import FIXED
from credit_panel.settings import Settings
from pages.conftest import IDLE
from pages.serving import serving

pytestmark = NGINX


class Places(NamedTuple):
    """Where one server is reached through nginx."""

    prefixed: str
    unknown: str
    named: str
    cut: str
    log: Path


@pytest.fixture(scope="module")
def places(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """A server behind four proxies.

    One strips a prefix, one asks the server under the server's own name, one does so under a name that the server was
    told, and one lets no websocket through.
    """
    folder = tmp_path_factory.mktemp("nginx")
    ports = free_ports(4)
    lines = [f"{WEBSOCKETS} {OWN_NAME}", WEBSOCKETS, WEBSOCKETS, OWN_NAME]
    with serving(settings, folder / "log.txt", origins=(f"127.0.0.1:{ports[2]}",)) as server:
        prefixes = ("/credit/risk", "", "", "")
        with proxied(server, folder, dict(zip(ports, zip(prefixes, lines, strict=True), strict=True))):
            addresses = [f"http://127.0.0.1:{port}{prefix}" for port, prefix in zip(ports, prefixes, strict=True)]
            yield Places(*addresses, folder / "log.txt")
    assert "Traceback" not in (folder / "log.txt").read_text()


@pytest.mark.long
@pytest.mark.ui
def test_every_page_lives_below_a_prefix(places: Places, served: ServedModel, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith((places.prefixed, "blob:")) else complaints.append(r.url))
    client = int(served.portfolio.ids[0])
    page.goto(f"{places.prefixed}/client#client={client}")
    page.wait_for_function(IDLE, timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(client))
    page.get_by_role("link", name="Model", exact=True).click()
    page.wait_for_function(IDLE, timeout=60_000)
    assert page.url.startswith(f"{places.prefixed}/model")
    page.goto(f"{places.prefixed}/docs/")
    expect(page.locator(".opblock-summary-path").first).to_be_visible()
    assert page.url == f"{places.prefixed}/docs"
    page.locator(".opblock-summary-path", has_text="readiness").first.click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".request-url")).to_contain_text(f"{places.prefixed}/api/v1/readiness")
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    context.close()
    assert complaints == []


def test_headers_redirects_and_errors_below_a_prefix(places: Places) -> None:
    prefix = "/credit/risk"
    for path, status in (("/client", 200), ("/docs/", 307), ("/nothing", 404), ("/api/v1/clients/1/score", 404)):
        answer = raw.get(places.prefixed, prefix + path)
        given = raw.headers(answer)
        assert raw.status(answer) == status
        assert {name: given.get(name.lower()) for name in FIXED} == FIXED
        assert "frame-ancestors 'none'" in given["content-security-policy"]
        assert given["x-request-id"]
        if status == 307:
            assert urljoin(f"{places.prefixed}/docs/", given["location"]) == f"{places.prefixed}/docs"


def test_a_file_comes_through(places: Places) -> None:
    told: list[str] = []

    async def send() -> None:
        async with Visitor(places.prefixed, "application") as visitor:
            await visitor.open_drop("file")
            told.append(await visitor.send_file("good.csv", hostile.GOOD))

    in_a_loop(send)
    assert "good.csv" in told[0]
    assert "<td>" in told[0]


@pytest.mark.ui
@pytest.mark.parametrize(
    ("place", "locale", "words"),
    [
        (
            "unknown",
            "fr-FR",
            "Le serveur refuse les pages à cette adresse ({host}) : la personne qui le gère peut l’ajouter",
        ),
        ("unknown", "en-GB", "can add the address to CREDIT_PANEL_ORIGINS and start it again."),
        ("cut", "fr-FR", "c’est au proxy placé devant lui de laisser passer les websockets."),
        ("cut", "en-GB", "a proxy in between has to let websockets through."),
    ],
)
def test_a_page_without_a_line_says_why(places: Places, browser: Browser, place: str, locale: str, words: str) -> None:
    address = getattr(places, place)
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(f"{address}/client")
    expect(page.locator("#loader-error")).to_contain_text(words.format(host=address.removeprefix("http://")))
    context.close()
    host = address.removeprefix("http://")
    assert (f"a page at {host} was refused" in places.log.read_text()) == (place == "unknown")


@pytest.mark.ui
def test_a_page_at_an_address_that_the_server_was_told(places: Places, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{places.named}/client")
    page.wait_for_function(IDLE, timeout=60_000)
    expect(page.get_by_role("combobox", name="Language")).to_be_visible()
    context.close()
