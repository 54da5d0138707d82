"""A model that was touched is not served: one sentence in the terminal, or in the page, never a blank one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from credit_panel.settings import Settings
from pages.conftest import IDLE
from pages.serving import ServerStoppedError, serving

pytestmark = pytest.mark.ui


@pytest.fixture
def touched(settings: Settings, tmp_path: Path) -> Settings:
    """Settings whose model has one more byte than it was written with."""
    copy = Settings(settings.data_dir, tmp_path / "models", settings.model)
    shutil.copytree(settings.models_dir, copy.models_dir)
    with (copy.bundle_dir() / "model.ubj").open("ab") as model:
        model.write(b"\0")
    return copy


@pytest.mark.long
def test_the_server_does_not_start(touched: Settings, tmp_path: Path) -> None:
    with pytest.raises(ServerStoppedError) as stopped, serving(touched, tmp_path / "log.txt"):
        pass
    assert stopped.value.code == 2
    assert "model.ubj" in stopped.value.said
    assert "Traceback" not in stopped.value.said


@pytest.mark.long
def test_a_page_says_what_is_wrong(touched: Settings, tmp_path: Path, browser: Browser) -> None:
    """Whoever runs the server finds which file it is in its log; a visitor learns nothing of its folders."""
    with serving(touched, tmp_path / "log.txt", warm=False) as address:
        for locale, words, told in (
            ("fr-FR", "ne peuvent pas", "la personne qui gère le serveur"),
            ("en-GB", "cannot be shown", "its log says why"),
        ):
            page = browser.new_context(locale=locale).new_page()
            page.goto(f"{address}/client")
            page.wait_for_function(IDLE, timeout=60_000)
            expect(page.get_by_role("heading", level=1)).to_contain_text(words)
            expect(page.get_by_role("alert")).to_contain_text(told)
            assert "model.ubj" not in page.content()
            assert str(tmp_path) not in page.content()
            page.context.close()
    assert "model.ubj" in (tmp_path / "log.txt").read_text()
