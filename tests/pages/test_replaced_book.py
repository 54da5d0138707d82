"""A portfolio that is replaced under a running server: nobody is left with a client of the former one."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from pages.conftest import IDLE
from pages.serving import serving

pytestmark = [pytest.mark.ui, pytest.mark.slow]

WORDS = {"fr-FR": "Le portefeuille a été remplacé", "en-GB": "The portfolio was replaced"}


@pytest.fixture
def copy(settings: Settings, tmp_path: Path) -> Settings:
    """A copy of the built model and portfolio."""
    copied = Settings(tmp_path / "data", tmp_path / "models", settings.model)
    shutil.copytree(settings.portfolio_dir(), copied.portfolio_dir())
    shutil.copytree(settings.bundle_dir(), copied.bundle_dir())
    return copied


def asked(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_every_page_gives_up_and_says_so(copy: Settings, served: ServedModel, tmp_path: Path, browser: Browser) -> None:
    client = int(served.portfolio.ids[0])
    log = tmp_path / "log.txt"
    with serving(copy, log) as address:
        status, answer = asked(f"{address}/api/v1/readiness")
        assert (status, json.loads(answer)["identity"]) == (200, ServedModel.open(copy).identity)
        pages: list[tuple[str, Page]] = []
        for locale, path in (("fr-FR", f"client#client={client}"), ("en-GB", "portfolio"), ("en-GB", "model")):
            page = browser.new_context(locale=locale).new_page()
            page.goto(f"{address}/{path}")
            page.wait_for_function(IDLE, timeout=60_000)
            pages.append((locale, page))
        expect(pages[0][1].get_by_text(f"Client {client}").first).to_be_visible()
        aside = copy.portfolio_dir().with_name("aside")
        shutil.copytree(copy.portfolio_dir(), aside)
        copy.portfolio_dir().rename(tmp_path / "former")
        aside.rename(copy.portfolio_dir())
        for locale, page in pages:
            expect(page.get_by_role("alert").filter(has_text=WORDS[locale])).to_be_visible(timeout=30_000)
            assert str(client) not in page.locator("body").inner_text()
            assert page.locator("[role=tab], [data-picture], .search").count() == 0
        late = browser.new_context(locale="en-GB").new_page()
        late.goto(f"{address}/client#client={client}")
        expect(late.get_by_role("alert").filter(has_text=WORDS["en-GB"])).to_be_visible(timeout=60_000)
        for path in ("readiness", f"clients/{client}/score"):
            status, answer = asked(f"{address}/api/v1/{path}")
            assert status == 503
            assert "start the server again" in answer
            assert str(tmp_path) not in answer
        for page in (late, *(page for _, page in pages)):
            page.context.close()
    assert "Traceback" not in log.read_text()
