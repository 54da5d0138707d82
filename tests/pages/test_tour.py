"""The tour: offered once, to those who are new, and in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from credit_panel.portfolio import ServedModel
from pages.sound import expect_sound
from pages.test_client import clients

pytestmark = pytest.mark.ui


@pytest.fixture
def new_here(browser: Browser) -> Iterator[BrowserContext]:
    context = Browser.new_context(browser, locale="en-GB", viewport={"width": 1366, "height": 768})
    yield context
    context.close()


@pytest.mark.long
def test_who_is_new_takes_the_tour_by_keyboard_once(new_here: BrowserContext, server: str, served: ServedModel) -> None:
    page = new_here.new_page()
    page.goto(f"{server}/client#client={clients(served)[0]}")
    tour = page.get_by_role("complementary", name="New here?")
    expect(tour).to_be_visible()
    expect(page.locator("body")).to_be_focused()  # nobody is drawn away from what they do
    expect_sound(page)
    tour.get_by_role("button", name="Take the tour").press("Enter")
    for title in ("Read the decision out", "Decide", "Show it to the client", "Share, and work by keyboard"):
        page.keyboard.press("Enter")
        expect(page.get_by_role("complementary", name=title)).to_be_visible()
    expect(page.get_by_role("complementary").get_by_role("status")).to_contain_text("copy the link")
    page.get_by_role("button", name="Back", exact=True).press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(page.get_by_role("tab", name="Decision")).to_be_focused()  # focus is not lost with what had it
    assert page.evaluate("localStorage.getItem('credit-panel-tour')") == "seen"
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_role("button", name="Take the tour").click()
    expect(page.get_by_role("complementary", name="New here?")).to_be_visible()
    page.get_by_role("button", name="No, thank you").click()
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_focused()


@pytest.mark.long
def test_a_telephone_is_told_of_nothing_that_its_bar_has_no_room_for(
    browser: Browser, server: str, served: ServedModel
) -> None:
    context = Browser.new_context(browser, locale="fr-FR", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{server}/client#client={clients(served)[0]}")
    tour = page.get_by_role("complementary")
    expect(tour).to_contain_text("Quelques étapes, moins d’une minute.")
    tour.get_by_role("button", name="Faire la visite").press("Enter")
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(tour).to_contain_text("4 sur 4")
    page.keyboard.press("Enter")
    expect(tour).to_have_count(0)
    context.close()
