"""Fixtures that more than one part of the suite uses."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from made_once import made_once
from real_data import VARIABLE, real_data_folder

if TYPE_CHECKING:  # the process that hands the tests out loads nothing that it does not need
    from playwright.sync_api import Browser, BrowserContext
    from postgres import Postgres

    from credit_panel.portfolio import ServedModel
    from credit_panel.settings import Settings

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=LocalNetworkAccessChecks",
]
PATIENCE_MS = 30_000
"""How long a page may take to come to what a test expects of it: a busy machine is slow, and no test measures time."""


def pytest_configure() -> None:
    """Say at once when the folder of real tables cannot be used; keep the tests' own servers out of any proxy.

    No property has to hold within a time: the machine may be busy.
    """
    real_data_folder()
    hypothesis_settings.register_profile(
        "untimed", hypothesis_settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    hypothesis_settings.load_profile("untimed")
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1,localhost,::1,[::1]"]))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what needs the real tables, so that ``-m real`` selects it."""
    if "real_data" in getattr(item, "fixturenames", ()):
        item.add_marker("real")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the types, which take one core half a minute the first time: at the end the other one would wait."""
    items.sort(key=lambda item: item.path.name != "test_style.py")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped for each reason; which ones, ``-rs`` says."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count} {reason}")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of the real tables; the test is skipped where the environment names none."""
    folder = real_data_folder()
    if folder is None:
        pytest.skip(f"{VARIABLE} names no folder of real tables")
    return folder


@pytest.fixture(scope="session")
def synthetic_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of 2,500 synthetic applications with all their histories."""
    from credit_panel.home_credit.synthetic import generate

    return made_once(tmp_path_factory, "tables", lambda folder: generate(2_500, seed=14, out=folder))


@pytest.fixture(scope="session")
def settings(synthetic_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose model and portfolio were built from the synthetic tables, with a second model beside it."""
    from hand_made.challenger import add_challenger

    from credit_panel.portfolio import build
    from credit_panel.settings import Settings

    def at(root: Path) -> Settings:
        # what is built is shared: a test that wants a journal names a place of its own
        return Settings(data_dir=root / "data", models_dir=root / "models", model="small", journal="off")

    def make(root: Path) -> None:
        build(synthetic_tables, "small", at(root))
        add_challenger(at(root))

    return at(made_once(tmp_path_factory, "built", make))


@pytest.fixture(scope="session")
def served(settings: Settings) -> ServedModel:
    """The served model of the built settings."""
    from credit_panel.portfolio import ServedModel

    return ServedModel.open(settings)


@pytest.fixture
def served_model(served: ServedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedModel]:
    """The same as the one that this process serves."""
    from credit_panel.portfolio.served_model import current_model

    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(settings.models_dir))
    monkeypatch.setenv("CREDIT_PANEL_MODEL", settings.model)
    monkeypatch.setenv("CREDIT_PANEL_JOURNAL_URL", settings.journal)
    current_model.cache_clear()
    yield current_model()
    current_model.cache_clear()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL."""
    from postgres import running

    with running() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that CHROMIUM names, as `tests/run.sh` finds it, else Debian's."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        opened = browser.new_context

        def not_new_here(**settings: Any) -> BrowserContext:
            context = opened(**settings)
            context.add_init_script("try { localStorage.setItem('credit-panel-tour', 'seen') } catch {}")
            return context

        browser.new_context = not_new_here  # type: ignore[method-assign]
        yield browser
        browser.close()
