"""What is seen can be shared and comes back; keys reach what is used all day."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from credit_panel.portfolio import ServedModel
from credit_panel.state.address import read_fragment
from pages.conftest import IDLE, Visit
from pages.slow_line import slow_line
from pages.sound import expect_sound
from pages.test_client import FOCUSED, clients, open_client

pytestmark = pytest.mark.ui


def parts(page: Page) -> dict[str, str]:
    return read_fragment(page.evaluate("location.hash"))


def expect_focused(page: Page, name: str) -> None:
    page.wait_for_function(f"name => {{ {FOCUSED} return (e.id || e.textContent) === name }}", arg=name)


def focused(page: Page) -> str:
    return page.evaluate(f"() => {{ {FOCUSED} return e.id || e.textContent }}")


@pytest.mark.long
def test_a_list_of_the_landing_comes_back_after_a_reload_and_one_back_leaves_it(visit: Visit) -> None:
    page = visit("/client")
    page.locator(".outcomes .refuse a").click()
    expect(page.get_by_role("heading", name="Find clients by criteria")).to_be_visible()
    found = page.locator(".pager .mute").inner_text().splitlines()[0]
    assert "refuse" in parts(page)["find"]
    page.reload()
    expect(page.locator(".pager .mute")).to_contain_text(found)
    page.go_back()
    expect(page.get_by_role("heading", name="Open a client's file")).to_be_visible()
    assert parts(page) == {}


@pytest.mark.long
def test_compare_keeps_its_features_and_its_group_in_the_address(visit: Visit, served: ServedModel) -> None:
    first = clients(served)[0]
    page = visit(f"/client#client={first}&tab=compare&feature=AMT_INCOME_TOTAL&beside=AMT_CREDIT&group=similar")
    expect(page.locator("#compare-two")).to_contain_text("Declared monthly income and credit amount requested")
    assert parts(page)["group"] == "similar"
    page.locator("[data-kind=feature], select").first.wait_for()
    page.reload()
    page.wait_for_function(IDLE)
    expect(page.locator("#compare-two")).to_contain_text("Declared monthly income and credit amount requested")
    page.goto(page.url.replace("AMT_INCOME_TOTAL", "CODE_GENDER").replace("similar", "anybody"))
    expect(page.locator("#compare-one")).to_be_visible()
    expect(page.locator("#compare-one")).not_to_contain_text("ender")


@pytest.mark.long
def test_a_client_who_is_compared_with_a_cohort_opens_in_that_tab(visit: Visit, served: ServedModel) -> None:
    page = visit("/portfolio")
    page.get_by_role("link", name="Compare a client with it").click()
    expect(page.get_by_role("heading", name="Open a client's file")).to_be_visible()
    page.locator("#number").fill(str(clients(served)[0]))
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Compare")).to_have_attribute("aria-selected", "true")


def test_the_link_is_copied(visit: Visit, served: ServedModel) -> None:
    page = open_client(visit, clients(served)[0])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link to this view").click()
    expect(page.locator("[role=status].live")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.long
def test_keys_reach_what_is_used_all_day_and_can_be_turned_off(visit: Visit, served: ServedModel) -> None:
    first = clients(served)[0]
    page = open_client(visit, first)
    page.keyboard.press("5")
    expect(page.get_by_role("tab", name="What-if")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("1")
    expect(page.get_by_role("tab", name="Decision")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("/")
    expect_focused(page, "number")
    page.keyboard.type("d5")
    expect(page.locator("#number")).to_have_value(f"{first}d5")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Decision").focus()
    page.keyboard.press("d")
    expect_focused(page, "record-title")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Search for a client")
    expect_sound(page)
    sheet.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("/")
    assert focused(page) != "number"
    page.get_by_role("button", name="Record a decision").click()
    expect_focused(page, "record-title")


@pytest.mark.long
def test_a_key_waits_for_the_tab_that_was_chosen_before_it(visit: Visit, served: ServedModel) -> None:
    page = open_client(visit, clients(served)[0], script=slow_line(300))
    page.keyboard.press("5")
    expect(page.get_by_role("slider").first).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("d")
    expect_focused(page, "record-title")


def test_the_first_glance_has_the_outcome_the_sentence_and_the_actions(visit: Visit, served: ServedModel) -> None:
    page = open_client(visit, clients(served)[0])
    page.set_viewport_size({"width": 1366, "height": 768})
    for what in (
        page.locator("#headline"),
        page.locator(".probability b"),
        page.locator(".say"),
        page.get_by_role("button", name="Record a decision"),
        page.get_by_role("link", name="Simulate a change"),
        page.get_by_role("link", name="Prepare the letter"),
    ):
        expect(what).to_be_in_viewport(ratio=1)
    expect(page.locator(".contributions .bar svg")).to_have_count(6)
    expect(page.locator(".contributions tbody tr").nth(2)).to_be_in_viewport(ratio=1)


@pytest.mark.long
def test_a_what_if_goes_into_a_new_application(visit: Visit, served: ServedModel) -> None:
    first = clients(served)[0]
    page = visit(f"/client#client={first}&tab=what-if&what-if=%7B%22AMT_CREDIT%22%3A123000%7D")
    page.get_by_role("link", name="New application with these changes").click()
    expect(page.get_by_label("Credit amount requested")).to_have_value("123,000")
    income = served.portfolio.client(first)["AMT_INCOME_TOTAL"][0]
    expect(page.get_by_label("Declared monthly income")).to_have_value(f"{income:,.0f}")
    page.wait_for_function("() => !location.hash.includes('what-if')")


def test_every_printed_sheet_says_what_it_is_of(visit: Visit, served: ServedModel) -> None:
    first = clients(served)[0]
    page = open_client(visit, first)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    margins = page.evaluate(
        "[...document.getElementById('paper').sheet.cssRules[0].cssRules].map(rule => rule.cssText)"
    )
    said = " ".join(margins)
    assert len(margins) == 4  # the browser has understood them
    assert str(first) in said
    assert served.scorer.manifest.stamp.version in said
    assert "Synthetic data" in said
    assert 'counter(page) " of " counter(pages)' in said
    assert "20" in said
