"""Fast hands over a slow line: what is typed or pasted is taken as it stands, whatever the server says meanwhile."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from pages.conftest import Visit
from pages.slow_line import slow_line
from pages.test_client import clients, open_client

pytestmark = pytest.mark.ui
EN = translator("en")
KEY_MS = 80


def clear(page: Page, box: Locator, how: str) -> None:
    if how == "cross":
        page.get_by_role("button", name="Clear the search").click()
    else:
        box.press("ControlOrMeta+a")
        box.press("Delete")
    expect(box).to_be_focused()


def paste(page: Page, text: str) -> None:
    page.keyboard.insert_text(text)  # what a paste is to a page: one input of many characters


@pytest.mark.parametrize(
    ("delay", "how"), [(0, "cross"), pytest.param(250, "keys", marks=pytest.mark.long), (150, "cross")]
)
def test_a_number_typed_over_another_opens_that_client_alone(
    visit: Visit, served: ServedModel, delay: int, how: str
) -> None:
    first, second, third = clients(served)[:3]
    page = open_client(visit, first, script=slow_line(delay))
    box = page.get_by_role("combobox", name="Client number")
    expect(box).to_have_value(str(first))
    box.click()
    clear(page, box, how)
    for digit in str(second):
        page.keyboard.type(digit)
        page.wait_for_timeout(KEY_MS)
    expect(box).to_have_value(str(second))
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(second))
    expect(page).to_have_url(re.compile(f"client={second}$"))
    clear(page, box, how)
    paste(page, f" {str(third)[:3]} {str(third)[3:]}")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(third))
    expect(box).to_have_value(str(third))
    clear(page, box, how)
    page.keyboard.type("1234", delay=20)
    expect(page.get_by_text("No client's number begins with 1234.")).to_be_visible()
    box.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No client has the number 1234")
    expect(box).to_have_value("1234")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(third))


@pytest.mark.long
def test_an_older_answer_leaves_the_number_that_is_being_typed(visit: Visit, served: ServedModel) -> None:
    first, second, third = clients(served)[:3]
    page = open_client(visit, first, script=slow_line(300))
    box = page.get_by_role("combobox", name="Client number")
    box.fill(str(second))
    box.press("Enter")
    box.press("ControlOrMeta+a")
    page.keyboard.type(str(third)[:4])
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        str(second)
    )  # the answer to the first, while the second is typed
    page.keyboard.type(str(third)[4:])
    expect(box).to_have_value(str(third))
    page.get_by_role("tab", name="Why").click()  # a box that is left is taken as at Enter
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(third))
    box.press("ControlOrMeta+a")
    page.keyboard.type("77")
    box.press("Escape")
    expect(box).to_have_value(str(third))


@pytest.mark.long
def test_every_lever_typed_in_one_go_is_taken(visit: Visit, served: ServedModel) -> None:
    page = visit(f"/client#client={clients(served)[0]}&tab=what-if", script=slow_line(250))
    amounts = {"AMT_CREDIT": 251_000, "AMT_ANNUITY": 23_100, "AMT_GOODS_PRICE": 249_000, "AMT_INCOME_TOTAL": 177_000}
    expect(page.locator("[data-lever]")).to_have_count(5)
    for lever, amount in amounts.items():
        box = page.locator(f'[data-lever="{lever}"]').get_by_role("textbox")
        box.click()
        box.press("ControlOrMeta+a")
        page.keyboard.type(str(amount))
        page.keyboard.press("Tab")
    for lever, amount in amounts.items():
        expect(page.locator(f'[data-lever="{lever}"]').get_by_role("textbox")).to_have_value(EN.number(amount))
        expect(page).to_have_url(re.compile(str(amount)))
    box.press("5")
    box.press("Backspace")
    page.keyboard.press("Tab")  # typed, taken back by hand and left: the box follows the server again
    for _ in range(3):
        page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile("251000"))
    expect(page).not_to_have_url(re.compile("23100|249000|177000"))
    expect(box).not_to_have_value(EN.number(177_000))


@pytest.mark.long
def test_both_ends_of_a_criterion_are_taken_while_the_first_is_answered(visit: Visit) -> None:
    page = visit("/client#find=all", script=slow_line(250))
    low = page.get_by_role("group", name="Credit amount requested").get_by_label("from")
    low.click()
    page.keyboard.type("200000")
    page.keyboard.press("Tab")
    for digit in "400000":
        page.keyboard.type(digit)
        page.wait_for_timeout(KEY_MS)
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("200000.*400000"))
    expect(low).to_have_value("200,000")
    expect(page.get_by_role("group", name="Credit amount requested").get_by_label("to")).to_have_value("400,000")


@pytest.mark.long
def test_ends_of_a_brush_and_the_name_of_its_cohort_are_taken(visit: Visit) -> None:
    page = visit("/portfolio", script=slow_line(250))
    low, high = (page.get_by_label(f"Points, {end}") for end in ("from", "to"))
    low.click()
    page.keyboard.type("500")
    page.keyboard.press("Tab")
    for digit in "560":
        page.keyboard.type(digit)
        page.wait_for_timeout(KEY_MS)
    name = page.get_by_label("Name of the cohort")
    name.click()
    page.keyboard.type("Middle", delay=KEY_MS)
    expect(high).to_have_value("560")
    expect(low).to_have_value("500")
    expect(name).to_have_value("Middle")
    page.get_by_role("button", name="Invert").click()
    expect(page).to_have_url(re.compile("Middle.*500.*560"))
    expect(page.get_by_role("button", name="Invert")).to_have_attribute("aria-pressed", "true")


@pytest.mark.long
def test_the_cost_ratio_is_taken_while_the_slider_is_answered(visit: Visit) -> None:
    page = visit("/model#tab=cost", script=slow_line(250))
    box = page.get_by_role("textbox", name="Cost ratio")
    slider = page.get_by_role("slider", name="Cost ratio")
    slider.press("ArrowRight")
    box.click()
    box.press("ControlOrMeta+a")
    page.keyboard.type("12.5", delay=KEY_MS)
    box.press("Enter")
    expect(page).to_have_url(re.compile("ratio=12.5"))
    expect(box).to_have_value("12.5")


@pytest.mark.long
def test_the_number_to_copy_from_stays_while_another_is_copied(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = visit("/application", script=slow_line(300))
    box = page.get_by_label("Start from an existing client")
    box.click()
    page.keyboard.type(str(first))
    page.keyboard.press("Enter")
    box.press("ControlOrMeta+a")
    page.keyboard.type(str(second))
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(f"from={first}"))
    expect(box).to_have_value(str(second))
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page).to_have_url(re.compile(f"from={second}"))
