"""Another model is served without dropping anybody: open pages say so and keep theirs, what is not right is refused."""

from __future__ import annotations

import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from credit_panel.cli import main
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.portfolio import ServedModel, change_policy
from credit_panel.portfolio.moving import pack, unpack
from credit_panel.scoring import Policy
from credit_panel.server.listening import process_at
from credit_panel.settings import Settings
from pages.conftest import IDLE
from pages.serving import serving

pytestmark = pytest.mark.long

NEWER = {"en-GB": "A newer model is served: reload the page", "fr-FR": "Un modèle plus récent est servi"}
FORMER, LATTER = "former.tar", "latter.tar"


@pytest.fixture(scope="module")
def packed(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two models of one name, packed; they differ in their policy."""
    folder = tmp_path_factory.mktemp("packed")
    pack(settings.model, settings, folder / FORMER)
    own = replace(settings, data_dir=folder / "data", models_dir=folder / "models")
    unpack(folder / FORMER, own)
    change_policy(own.model, Policy(cost_ratio=25), own)
    pack(own.model, own, folder / LATTER)
    return folder


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """The folders of a server that keeps a journal."""
    return replace(settings, data_dir=tmp_path / "data", models_dir=tmp_path / "models", journal="")


@pytest.fixture
def server(own: Settings, packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of the first model, which lies beside others of its name, and its address."""
    unpack(packed / FORMER, own, beside=True)
    for name, value in own.environ().items():
        monkeypatch.setenv(name, value)
    with serving(own, tmp_path / "log.txt") as address:
        monkeypatch.setenv("PORT", address.rpartition(":")[2])
        yield address
    assert "Traceback" not in (tmp_path / "log.txt").read_text()


def asked(address: str, path: str) -> dict[str, Any]:
    """Return a JSON answer, empty where it is an error."""
    try:
        with urllib.request.urlopen(f"{address}{path}", timeout=60) as answer:  # noqa: S310 - our own server
            return dict(json.loads(answer.read()))
    except urllib.error.HTTPError:
        return {}


def comes(what: Callable[[], object]) -> bool:
    """Wait until it is so."""
    until = monotonic() + 60
    while not what():
        if monotonic() > until:
            return False
        sleep(0.1)
    return True


def opened(browser: Browser, address: str, locale: str, client: int) -> Page:
    page = browser.new_context(locale=locale).new_page()
    page.goto(f"{address}/client#client={client}")
    expect(page.get_by_text(f"Client {client}").first).to_be_visible()
    page.wait_for_function(IDLE, timeout=60_000)
    return page


@pytest.mark.ui
def test_open_pages_keep_theirs_and_say_so(own: Settings, packed: Path, server: str, browser: Browser) -> None:
    former = ServedModel.open(own)
    first, second = (int(number) for number in former.portfolio.ids[:2])
    pages = {locale: opened(browser, server, locale, first) for locale in NEWER}
    unpack(packed / LATTER, own, beside=True)
    latter = ServedModel.open(own)
    assert asked(server, "/readyz")["identity"] == former.identity
    assert main(["reload"]) == 0
    assert asked(server, "/readyz")["identity"] == asked(server, "/version")["identity"] == latter.identity
    shown = asked(server, f"/api/v1/clients/{second}/score")
    assert shown["threshold"] == latter.scorer.policy.threshold != former.scorer.policy.threshold
    for locale, page in pages.items():
        expect(page.get_by_text(NEWER[locale])).to_be_visible()
        page.evaluate(f"location.hash = '#client={second}'")
        expect(page.get_by_text(f"Client {second}").first).to_be_visible()
        expect(page.get_by_text(former.scorer.manifest.stamp.version).first).to_be_attached()
    late = opened(browser, server, "en-GB", first)
    expect(late.get_by_text(NEWER["en-GB"])).to_have_count(0)
    expect(late.get_by_text(latter.scorer.manifest.stamp.version).first).to_be_attached()
    for page in (late, *pages.values()):
        page.context.close()

    def changes() -> list[str]:
        with closing(open_journal(own)) as journal:
            kinds = (Kind.MODEL_CHANGED, Kind.POLICY_CHANGED)
            return [entry.content["portfolio"][:12] for entry in journal.entries(kinds)]

    assert comes(lambda: changes() == [former.identity, latter.identity])


def test_what_is_not_right_is_refused(own: Settings, packed: Path, server: str, tmp_path: Path) -> None:
    """Whoever sends SIGHUP has a line in the log; the command looks before it tells the server."""
    before = asked(server, "/readyz")["identity"]
    unpack(packed / LATTER, own, beside=True)
    model = own.bundle_dir() / "model.ubj"
    whole = model.read_bytes()
    model.write_bytes(whole[:-100])
    assert main(["reload"]) == 2
    log = tmp_path / "log.txt"
    assert "reloaded" not in log.read_text()
    os.kill(process_at(int(server.rpartition(":")[2])), signal.SIGHUP)
    assert comes(lambda: f"The model is not reloaded, and {before} is served on: " in log.read_text())
    assert asked(server, "/readyz")["identity"] == before
    model.write_bytes(whole)
    assert main(["reload"]) == 0
    assert asked(server, "/readyz")["identity"] not in ("", before)


def test_an_exchange_is_mended_and_nothing_is_kept_of_the_former(
    own: Settings, packed: Path, server: str, browser: Browser
) -> None:
    """Folders that take the place of those that are served: pages give up, and a reload makes the server well."""
    for path in ("/portfolio", "/api/v1/clients?limit=1"):
        urllib.request.urlopen(f"{server}{path}", timeout=60).close()  # noqa: S310 - our own server
    unpack(packed / LATTER, own, replace=True)  # in the place of a link: the former is still there
    assert asked(server, "/readyz")
    assert main(["reload"]) == 0
    client = int(ServedModel.open(own).portfolio.ids[0])
    page = opened(browser, server, "en-GB", client)
    unpack(packed / FORMER, own, replace=True)
    expect(page.get_by_role("alert").filter(has_text="The portfolio was replaced")).to_be_visible()
    assert not asked(server, "/readyz")
    assert main(["reload"]) == 0
    assert asked(server, "/readyz")["identity"] == ServedModel.open(own).identity
    expect(page.get_by_text(NEWER["en-GB"])).to_be_visible()
    page.reload()
    expect(page.get_by_text(f"Client {client}").first).to_be_visible()
    page.context.close()
    for name in (LATTER, FORMER, LATTER):
        unpack(packed / name, own, replace=True)
        assert main(["reload"]) == 0
    assert comes(lambda: asked(server, "/census")["portfolios"] == 1)
