"""The views of the pages are alive in JupyterLab, and bring all they need from this machine."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from credit_panel.portfolio import Book
from credit_panel.scoring import Outcome, Scenario, what_if
from credit_panel.settings import Settings
from notebooks.keeping import FOLDER
from notebooks.laboratory import laboratory

RUN_ALL = ("Run", "Run All Cells")
IDLE = re.compile(r"\| Idle$")
"""What the status bar says once a kernel waits; a cell that is run earlier asks for a kernel in a dialog."""


@pytest.mark.ui
def test_a_slider_moved_in_a_cell_changes_the_numbers_beside_it(
    settings: Settings, book: Book, browser: Browser, tmp_path: Path
) -> None:
    shutil.copy(FOLDER / "01_one_client.ipynb", tmp_path)
    complaints: list[str] = []
    with laboratory(settings, tmp_path) as lab:
        page = browser.new_page(viewport={"width": 1440, "height": 1000}, locale="en-GB")
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("request", lambda r: complaints.append(r.url) if outside(r.url, lab.address) else None)
        page.goto(lab.notebook("01_one_client.ipynb"))
        page.get_by_text(IDLE).wait_for(timeout=60_000)
        for name in RUN_ALL:
            page.get_by_role("menuitem", name=name, exact=True).first.click()
        slider = page.locator('[data-lever="AMT_CREDIT"] input[type=range]')
        slider.wait_for(timeout=90_000)

        client = next(int(i) for i in book.portfolio.ids if book.explain_client(int(i)).outcome is Outcome.REFUSE)
        row, before = book.portfolio.client(client), book.explain_client(client)
        expect(page.locator(".verdict .headline")).to_contain_text(f"Client {client}")
        expect(page.locator(".verdict .probability b")).to_have_text(f"{before.probability:.1%}")

        slider.focus()
        for _ in range(8):
            slider.press("ArrowLeft")
        wanted = float(slider.input_value())
        assert wanted != row["AMT_CREDIT"][0]
        after = what_if(book.scorer, row, Scenario({"AMT_CREDIT": wanted}), before=before).after
        expect(page.get_by_role("row", name=re.compile("^Points"))).to_contain_text(f"{after.points:.0f}")
        page.close()
    assert complaints == []


def outside(url: str, address: str) -> bool:
    """Whether a request leaves the server at `address`."""
    return url.startswith(("http", "ws")) and not url.startswith((address, address.replace("http", "ws", 1)))
