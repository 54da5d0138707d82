"""nginx as `credit-panel deploy nginx` configures it, before two real servers: TLS, a prefix, each visitor with one."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from email.message import Message
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from event_loop import in_a_loop
from nginx import NGINX, checked, free_ports, running
from pages.conftest import IDLE
from pages.serving import serving
from playwright.sync_api import Browser, expect
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from credit_panel.deploy.site import Site
from credit_panel.deploy.writing import files_of
from credit_panel.settings import Settings

pytestmark = NGINX
PREFIX = "/credit/risk"
COOKIE = "credit_panel_server"


class Place(NamedTuple):
    """A site behind nginx, and what ends one of its servers."""

    site: Site
    servers: Mapping[int, Callable[[], AbstractContextManager[str]]]
    ends: dict[int, ExitStack]
    logs: dict[int, Path]

    def start(self, port: int) -> None:
        """Start the server of a port."""
        self.ends[port].enter_context(self.servers[port]())


class Answer(NamedTuple):
    """What came back, read to its end."""

    status: int
    headers: Message
    text: str


def is_free(port: int) -> bool:
    """Return whether nobody listens on a port."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError):
        return False
    return True


def site_of(folder: Path) -> Site:
    """Return a site on free ports of this machine, with a certificate that it signed itself."""
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "certificate.pem"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True)
    for _ in range(50):
        first, https, http_port = free_ports(3)
        if first + 1 not in (https, http_port) and is_free(first + 1):
            return Site(
                host="localhost",
                prefix=PREFIX,
                first_port=first,
                address="127.0.0.1",
                https_port=https,
                http_port=http_port,
                certificate=str(folder / "certificate.pem"),
                key=str(folder / "key.pem"),
            )
    raise AssertionError("no free ports")


@pytest.fixture(scope="module")
def place(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Two servers behind nginx."""
    folder = tmp_path_factory.mktemp("site")
    site = site_of(folder)
    logs = {port: folder / f"{port}.txt" for port in site.ports}
    origins = (site.origin.removeprefix("https://"),)
    servers = {port: partial(serving, settings, log, port=port, origins=origins) for port, log in logs.items()}
    configuration = files_of("nginx", site)["credit-panel.conf"]
    with ExitStack() as whole, pytest.MonkeyPatch.context() as environ:
        environ.setenv("BOKEH_SECRET_KEY", "the same for all servers of one site")
        environ.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1")
        place = Place(site, servers, {port: whole.enter_context(ExitStack()) for port in site.ports}, logs)
        for port in site.ports:
            place.start(port)
        whole.enter_context(running(configuration, folder, (site.https_port, site.http_port)))
        yield place
    for log in logs.values():
        assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("prefix", ["", PREFIX])
def test_nginx_takes_the_configuration(prefix: str, tmp_path: Path) -> None:
    site = site_of(tmp_path)
    other = Site(site.host, prefix, address="127.0.0.1", certificate=site.certificate, key=site.key)
    said = checked(files_of("nginx", other)["credit-panel.conf"], tmp_path)
    assert said.returncode == 0, said.stderr


def trusting(site: Site) -> ssl.SSLContext:
    """Return what trusts the certificate of a site."""
    return ssl.create_default_context(cafile=site.certificate)


def ask(
    site: Site,
    path: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    cookie: str = "",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Ask a site as a browser does."""
    line = http.client.HTTPSConnection("localhost", site.https_port, context=trusting(site), timeout=30)
    with closing(line):
        line.request(method, path, body, {**({"Cookie": f"{COOKIE}={cookie}"} if cookie else {}), **(headers or {})})
        answer = line.getresponse()
        return Answer(answer.status, answer.headers, answer.read().decode())


def cookie_of(answer: Answer) -> str:
    """Return with which server a visitor is to stay, as the answer says."""
    found = re.search(rf"{COOKIE}=([0-9a-f]{{32}}); Path={PREFIX}/; HttpOnly; Secure", answer.headers["Set-Cookie"])
    assert found is not None
    return found[1]


def asked_of(place: Place, path: str) -> Counter[int]:
    """Return how often each server was asked for a path, as its log says."""
    return Counter({port: log.read_text().count(f" {path} ") for port, log in place.logs.items()})


def asked_since(place: Place, path: str, before: Counter[int], times: int) -> Counter[int]:
    """Return how often each server was asked since; a server writes its log once it has answered."""
    for _ in range(200):
        since = asked_of(place, path) - before
        if since.total() >= times:
            break
        time.sleep(0.05)
    return since


def test_visitors_stay_with_their_server_until_it_is_gone(place: Place) -> None:
    site, path = place.site, "/version"
    before = asked_of(place, path)
    cookies = [cookie_of(ask(site, f"{PREFIX}{path}")) for _ in range(12)]
    assert set(asked_since(place, path, before, 12)) == set(site.ports), "some go to the one, some to the other"
    homes = []
    for cookie in cookies:
        before = asked_of(place, path)
        for _ in range(3):
            answer = ask(site, f"{PREFIX}{path}", cookie=cookie)
            assert answer.status == 200
            assert "Set-Cookie" not in answer.headers
        ((home, times),) = asked_since(place, path, before, 3).items()
        assert times == 3
        homes.append(home)
    gone = homes[0]
    (left,) = set(site.ports) - {gone}
    before = asked_of(place, "/client")
    place.ends[gone].close()
    for cookie in cookies:
        assert ask(site, f"{PREFIX}/client", cookie=cookie).status == 200
    assert asked_since(place, "/client", before, len(cookies)) == {left: len(cookies)}
    place.start(gone)


def test_what_a_browser_is_told(place: Place) -> None:
    site = place.site
    line = http.client.HTTPConnection("localhost", site.http_port, timeout=30)
    with closing(line):
        line.request("GET", f"{PREFIX}/client")
        led = line.getresponse()
        assert (led.status, led.headers["Location"]) == (308, f"{site.origin}{PREFIX}/client")
    page = ask(site, f"{PREFIX}/client")
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"]
    assert page.headers["X-Request-Id"]
    assert "nginx/" not in page.headers.get("Server", "")
    assert ask(site, f"{PREFIX}/metrics").status == 404
    assert ask(site, "/client").status == 404


def test_a_body_that_is_too_long_stops_at_nginx(place: Place) -> None:
    """Which may close the line while the rest of it is still sent."""
    before = asked_of(place, "/api/v1/score")
    with suppress(OSError):
        assert ask(place.site, f"{PREFIX}/api/v1/score", method="POST", body=b" " * 9_000_000).status == 413
    assert asked_of(place, "/api/v1/score") == before


def test_a_forged_address_is_not_believed(place: Place) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    assert ask(place.site, f"{PREFIX}/version", headers=forged).headers["Strict-Transport-Security"]
    assert all("203.0.113.9" not in log.read_text() for log in place.logs.values())


def test_the_line_of_a_page_comes_through(place: Place) -> None:
    site = place.site
    page = ask(site, f"{PREFIX}/client")
    token = re.search(r'"token":"([^"]+)"', page.text)
    assert token is not None

    async def open_it() -> None:
        async with connect(
            f"wss://localhost:{site.https_port}{PREFIX}/client/ws",
            ssl=trusting(site),
            subprotocols=[Subprotocol("bokeh"), Subprotocol(token[1])],
            origin=Origin(site.origin),
            additional_headers={"Cookie": f"{COOKIE}={cookie_of(page)}"},
        ) as socket:
            assert "ACK" in str(await socket.recv())

    in_a_loop(open_it)


@pytest.mark.long
@pytest.mark.ui
def test_a_visitor_goes_on_with_the_other_server(place: Place, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB", ignore_https_errors=True)
    page = context.new_page()
    before = {port: log.read_text().count("/client/ws opened") for port, log in place.logs.items()}
    page.goto(f"{place.site.origin}{PREFIX}/client")
    page.wait_for_function(IDLE, timeout=60_000)
    opened = {port: log.read_text().count("/client/ws opened") for port, log in place.logs.items()}
    (home,) = [port for port in opened if opened[port] > before[port]]
    place.ends[home].close()
    page.reload()
    page.wait_for_function(IDLE, timeout=60_000)
    expect(page.get_by_role("combobox", name="Language")).to_be_visible()
    context.close()
    place.start(home)
