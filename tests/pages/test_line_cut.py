"""A line that is cut for a moment, while the server goes on: the page draws itself anew and answers as before."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from credit_panel.portfolio import ServedModel
from pages.conftest import Visit
from pages.test_client import clients

pytestmark = pytest.mark.ui

COUNTED = """
window.lines = []
window.deaf = false
const Line = window.WebSocket
window.WebSocket = class extends Line {
  constructor(...given) { super(...given); window.lines.push(this) }
  send(data) { if (!window.deaf) { super.send(data) } }
}
"""


def cut(page: Page) -> None:
    """Cut the page's line to the server, and wait until Bokeh has made another."""
    count = page.evaluate("() => { lines.at(-1).close(); deaf = false; return lines.length }")
    page.wait_for_function(
        f"() => lines.length > {count} && lines.at(-1).readyState === 1 && Bokeh.documents.at(-1).is_idle"
    )


@pytest.mark.long
def test_controls_answer_after_the_line_was_cut(visit: Visit, served: ServedModel) -> None:
    page = visit(f"/client#client={clients(served)[0]}&tab=what-if", script=COUNTED)
    box = page.locator('[data-lever="AMT_CREDIT"]').get_by_role("textbox")

    def ask(amount: int) -> None:
        box.fill(str(amount))
        box.press("Enter")
        expect(page).to_have_url(re.compile(str(amount)))

    ask(250_000)
    cut(page)
    for amount in (260_000, 270_000):  # the first answer had the number of the last one before the cut
        ask(amount)
    page.evaluate("deaf = true")
    box.fill("280000")
    box.press("Enter")
    cut(page)
    expect(page).to_have_url(re.compile("280000"))  # sent again by itself
    expect(box).to_have_value("280,000")
    ask(290_000)
    box.select_text()
    box.press_sequentially("300000")
    cut(page)
    expect(box).to_have_value(re.compile("300,?000"))  # typed, and not yet sent


@pytest.mark.long
def test_what_was_typed_on_the_portfolio_outlives_the_cut(visit: Visit) -> None:
    page = visit("/portfolio", script=COUNTED)
    low, high = page.get_by_label("Points, from"), page.get_by_label("Points, to")
    name = page.get_by_label("Name of the cohort")
    low.fill("520")
    low.press("Enter")
    expect(page).to_have_url(re.compile("520"))
    page.evaluate("deaf = true")
    name.fill("mine")
    name.press("Enter")
    low.fill("530")
    low.press("Enter")
    high.select_text()
    high.press_sequentially("610")
    cut(page)
    expect(page).to_have_url(re.compile("530"))  # sent again by itself
    expect(low).to_have_value("530")
    expect(name).to_have_value("mine")
    expect(high).to_have_value("610")  # typed, and not yet sent
    assert page.evaluate("lines.length") == 2, "the page sent back all that it had taken, and was cut off again"
