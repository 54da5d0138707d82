"""A server that goes away and comes back: the visitor is told, and finds everything as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from pages.conftest import IDLE
from pages.serving import serving
from pages.test_client import clients

pytestmark = [pytest.mark.ui, pytest.mark.slow]


def test_a_server_that_was_killed_and_came_back_finds_the_edits(
    settings: Settings, served: ServedModel, tmp_path: Path, browser: Browser
) -> None:
    client_id = clients(served)[0]
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    with serving(settings, tmp_path / "first.txt") as address:
        page.goto(f"{address}/client#client={client_id}&tab=what-if")
        page.wait_for_function(IDLE, timeout=60_000)
        box = page.locator('[data-lever="AMT_CREDIT"]').get_by_role("textbox")
        box.fill("250000")
        box.press("Enter")
        expect(page).to_have_url(re.compile("what-if="))
        page.get_by_role("tab", name="Decision").click()
        page.get_by_label("Comment", exact=True).fill("half a thought")
    expect(page.get_by_role("alert").filter(has_text="The connection to the server is lost")).to_be_visible()
    with serving(settings, tmp_path / "second.txt", port=int(address.rpartition(":")[2])):
        expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0, timeout=60_000)
        expect(page.get_by_role("heading", level=1)).to_contain_text(str(client_id))
        expect(page.get_by_label("Comment", exact=True)).to_have_value("half a thought")
        page.get_by_role("tab", name="What-if", exact=True).click()
        expect(box).to_have_value(translator("en").number(250_000))
        box.fill("260000")
        box.press("Enter")
        expect(page).to_have_url(re.compile("260000"))
        context.close()
    assert "Traceback" not in (tmp_path / "second.txt").read_text()


def test_the_pictures_of_the_portfolio_come_back_with_the_server(
    settings: Settings, tmp_path: Path, browser: Browser
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    pictures = page.locator("[data-picture] [role=img]")
    with serving(settings, tmp_path / "first.txt") as address:
        page.goto(f"{address}/portfolio")
        expect(pictures).to_have_count(5, timeout=60_000)
        low = page.get_by_label("Points, from")
        low.fill("520")
        low.press("Enter")
        expect(page).to_have_url(re.compile("520"))
        chosen = page.locator(".count b").inner_text()
    expect(page.get_by_role("alert").filter(has_text="The connection to the server is lost")).to_be_visible()
    with serving(settings, tmp_path / "second.txt", port=int(address.rpartition(":")[2])):
        expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0, timeout=60_000)
        expect(pictures).to_have_count(5, timeout=60_000)
        expect(page.locator(".count b")).to_have_text(chosen)
        expect(low).to_have_value("520")
        page.get_by_role("button", name="Clear the range of: points").click()
        expect(page.locator(".count b")).not_to_have_text(chosen)
        context.close()
    assert "Traceback" not in (tmp_path / "second.txt").read_text()
