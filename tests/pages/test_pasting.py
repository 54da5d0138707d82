"""Numbers that are pasted, or are the end of another: the client of that number is opened, and no other."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from credit_panel.home_credit import CLIENT
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.manifest import read_manifest, write_manifest
from credit_panel.portfolio.store import HISTORIES
from credit_panel.portfolio.writing import write_applications
from credit_panel.settings import Settings
from pages.conftest import Visit
from pages.serving import serving
from pages.slow_line import slow_line
from pages.test_client import clients, open_client

pytestmark = pytest.mark.ui
KEY_MS = 80
RECORDED = """
() => {
  window.opened = []
  for (const name of ["pushState", "replaceState"]) {
    const go = history[name].bind(history)
    history[name] = (...given) => { go(...given); window.opened.push(window.location.hash) }
  }
}
"""
"""Notes every address that the page comes to."""


def copy_and_paste(page: Page, box: Locator, text: str) -> None:
    """Put a text in the place of what stands in a box, by the clipboard and without Enter."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    box.press("ControlOrMeta+a")
    box.press("ControlOrMeta+v")


def renumbered(settings: Settings, root: Path, numbers: tuple[int, ...]) -> Settings:
    """Return the built model and a portfolio of its first clients, who have these numbers."""
    made = Settings(root / "data", settings.models_dir, settings.model)
    former, folder = settings.portfolio_dir(), made.portfolio_dir()
    folder.mkdir(parents=True)
    shutil.copytree(former / HISTORIES, folder / HISTORIES)
    parts = []
    for name in ("applications", "contributions"):
        frame = pl.read_parquet(former / f"{name}.parquet").head(len(numbers))
        parts.append(frame.with_columns(pl.Series(CLIENT, numbers, frame.schema[CLIENT])))
    write_applications(folder, [(parts[0], parts[1])])
    write_manifest(replace(read_manifest(former), applications=len(numbers)), folder)
    return made


@pytest.mark.long
def test_a_number_that_is_pasted_is_opened_at_once(visit: Visit, served: ServedModel) -> None:
    first, second, third = clients(served)[:3]
    page = open_client(visit, first, script=slow_line(250))
    box = page.get_by_role("combobox", name="Client number")
    copy_and_paste(page, box, f" {second}\n")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(second))
    copy_and_paste(page, box, "7")
    page.keyboard.type("77")  # goes on before the answer comes
    expect(page.get_by_role("alert")).to_contain_text("No client has the number 7")
    expect(box).to_have_value("777")
    copy_and_paste(page, box, str(third))
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(third))
    expect(page).to_have_url(re.compile(f"client={third}$"))


@pytest.mark.slow
def test_a_number_that_is_the_end_of_another_is_not_opened_for_it(
    settings: Settings, tmp_path: Path, browser: Browser
) -> None:
    lengths = (34, 234, 1234, 51_234)
    numbered = renumbered(settings, tmp_path, lengths)
    with serving(numbered, tmp_path / "log.txt") as address:
        page = browser.new_context(locale="en-GB").new_page()
        page.add_init_script(slow_line(250))
        page.goto(f"{address}/client#client=34")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text("34")
        page.evaluate(RECORDED)
        box = page.get_by_role("combobox", name="Client number")
        for pasted in (True, False):
            for number in reversed(lengths):
                if pasted:
                    copy_and_paste(page, box, str(number))
                else:
                    box.press("ControlOrMeta+a")
                    box.press("Delete")
                    page.keyboard.type(str(number), delay=KEY_MS)
                    box.press("Enter")
                expect(heading).to_have_text(re.compile(rf"\D{number}(\D|$)"))
                expect(box).to_have_value(str(number))
        assert page.evaluate("opened") == [f"#client={number}" for number in (*reversed(lengths), *reversed(lengths))]
    assert "Traceback" not in (tmp_path / "log.txt").read_text()
