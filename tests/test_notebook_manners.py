"""A guest in somebody's notebook: nothing global changes, and what is saved is whole, the network cut."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SAVING = """
    import io, sys
    import panel as pn

    def saved(mode):
        page = io.StringIO()
        pn.Column("# hi").save(page, resources=mode)
        return page.getvalue()

    pages = {"before": saved("cdn")}
    import credit_panel as cp
    state = cp.ClientState(cp.current_model(), client_id=int(cp.current_model().portfolio.ids[0]))
    pn.panel(cp.DecisionView(state=state)).get_root()
    pages["after"] = saved("cdn")
    from credit_panel.views import ClientSearch
    pn.panel(ClientSearch(state=state)).get_root()
    pages["whole"] = saved("inline")
    for name, page in pages.items():
        open(f"{sys.argv[1]}/{name}.html", "w").write(page)
"""


def run(settings: Settings, *args: str) -> str:
    environ = os.environ | {
        "CREDIT_PANEL_DATA_DIR": str(settings.data_dir),
        "CREDIT_PANEL_MODELS_DIR": str(settings.models_dir),
        "CREDIT_PANEL_MODEL": settings.model,
    }
    done = subprocess.run([sys.executable, *args], cwd=ROOT, env=environ, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def offline(browser: Browser) -> Iterator[Callable[[Path], Page]]:
    """Open a file in a browser without a network; at the end, nothing was asked of anyone and nothing failed."""
    context = browser.new_context(offline=True)
    complaints: list[str] = []

    def look_at(path: Path) -> Page:
        page = context.new_page()
        page.on("request", lambda r: complaints.append(r.url) if not r.url.startswith(("file:", "blob:")) else None)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield look_at
    context.close()
    assert complaints == []


@pytest.mark.long
def test_importing_and_showing_changes_nothing_for_others(settings: Settings) -> None:
    assert run(settings, str(ROOT / "tests" / "global_state.py")) == ""


def page_of(path: Path) -> str:
    """Return a saved page without what differs each time, nor what Bokeh writes into every page of any known class."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\bp\d{4,}|\d{5}\b", "", path.read_text())
    return re.sub(r'"defs":\[.*?\]\}\}', "", text, flags=re.S)


@pytest.mark.ui
@pytest.mark.slow
def test_a_page_of_ones_own_is_saved_as_without_the_package(
    settings: Settings, tmp_path: Path, browser: Browser
) -> None:
    run(settings, "-c", textwrap.dedent(SAVING), str(tmp_path))
    before, after = (page_of(tmp_path / f"{name}.html") for name in ("before", "after"))
    assert after == before
    page = browser.new_context(offline=True).new_page()
    page.goto((tmp_path / "whole.html").as_uri())
    page.get_by_role("heading", name="hi").wait_for(timeout=20_000)
    page.context.close()


@pytest.mark.long
@pytest.mark.ui
def test_a_saved_view_is_whole_without_a_network(
    served: ServedModel, tmp_path: Path, offline: Callable[[Path], Page]
) -> None:
    import credit_panel as cp
    from credit_panel.state.brush import BrushState
    from credit_panel.views import ClientSearch
    from credit_panel.views.portfolio.linked import LinkedView

    state = cp.ClientState(served, client_id=int(served.portfolio.ids[0]))
    scenario, brush = cp.ScenarioState(client=state), BrushState(cohort=cp.CohortState(served))
    said = "text=This page was saved: its controls need a running kernel"
    for view, shown, controls in (
        (cp.DecisionView(state=state, language="en"), "text=What counts, in points", False),
        (cp.WhatIfView(scenario=scenario, language="en"), "[data-picture=curve] [role=img]", True),
        (ClientSearch(state=state, language="en"), "text=Client number", True),
        (LinkedView(brush=brush, language="en"), "[data-picture=scatter] [role=img]", True),
        (cp.PerformanceView(served=served, language="en"), "[data-picture=roc] [role=img]", False),
    ):
        path = tmp_path / f"{type(view).__name__}.html"
        view.save(path)
        page = offline(path)
        page.locator(shown).first.wait_for(timeout=20_000)
        assert page.locator(said).count() == controls
    with page.expect_download() as saved:
        page.locator("[data-picture=roc] [data-tool=save]").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
