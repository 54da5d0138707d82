"""An advisor finds a client by criteria: form, table, pages, and the way to the file and back, by keyboard too."""

from __future__ import annotations

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from pages.conftest import Visit
from pages.sound import expect_sound
from pages.test_client import FOCUSED, clients, open_client

pytestmark = pytest.mark.ui
EN = translator("en")
STOP = f"() => {{ {FOCUSED} return e.dataset.stop }}"


def open_finder(page: Page, name: str = "Find by criteria") -> None:
    page.get_by_role("button", name=name).press("Enter")
    expect(page.locator("#finder-title")).to_be_visible()
    expect(page.locator(".clients tbody tr")).to_have_count(20)


def numbers(page: Page) -> list[int]:
    return [int(text) for text in page.locator(".clients tbody th").all_inner_texts()]


@pytest.mark.long
def test_criteria_narrow_the_list_and_a_number_opens_the_file(visit: Visit, served: ServedModel) -> None:
    page = visit("/client")
    open_finder(page)
    expect_sound(page)
    refused = served.portfolio.select(pl.col("outcome") == "refuse", ("SK_ID_CURR", "points", "AMT_CREDIT"))
    page.get_by_role("checkbox", name="Refusal proposed").press("Space")
    expect(page.locator(".pager")).to_contain_text(f"of {EN.number(refused.height)},")
    assert page.evaluate(STOP) == "outcome-3"
    points = page.get_by_role("columnheader", name="Points")
    points.get_by_role("button").press("Enter")
    expect(points).to_have_attribute("aria-sort", "ascending")
    ranked = refused.sort("points", maintain_order=True)
    expect(page.locator(".clients tbody th").first).to_have_text(str(ranked["SK_ID_CURR"][0]))
    assert numbers(page) == ranked["SK_ID_CURR"][:20].to_list()
    assert page.evaluate(STOP) == "sort-points"
    page.get_by_role("button", name="Next page").press("Enter")
    expect(page.get_by_role("textbox", name="Page")).to_have_value("2")
    assert numbers(page) == ranked["SK_ID_CURR"][20:40].to_list()
    assert page.evaluate(STOP) == "next"
    page.get_by_role("textbox", name="Page").fill("9999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    page.get_by_role("button", name="First page").press("Enter")
    expect(page.get_by_role("textbox", name="Page")).to_have_value("1")
    page.locator(".clients tbody a").nth(2).press("Enter")
    expect(page.locator("#headline")).to_contain_text(str(ranked["SK_ID_CURR"][2]))
    expect(page.locator("#finder-title")).to_be_hidden()
    page.go_back()
    expect(page.get_by_role("checkbox", name="Refusal proposed")).to_be_checked()
    page.reload()
    expect(page.get_by_role("checkbox", name="Refusal proposed")).to_be_checked()
    expect(page.get_by_role("tablist")).to_have_count(0)
    page.locator(".clients tbody a").nth(2).press("Enter")
    expect(page.locator("#headline")).to_be_visible()
    expect(page.get_by_role("tablist")).to_be_visible()


@pytest.mark.long
def test_a_wrong_amount_is_said_and_nobody_is_a_sentence(visit: Visit, served: ServedModel) -> None:
    page = open_client(visit, clients(served)[0], lang="fr", theme="dark", size="narrow")
    open_finder(page, "Chercher par critères")
    low = page.locator('[data-action="AMT_CREDIT.low"]')
    low.fill("<img src=x onerror=alert(1)>")
    low.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("n’est pas un nombre")
    expect(page.locator("img")).to_have_count(0)
    expect_sound(page)
    low.fill("900 000 000")
    low.press("Enter")
    expect(page.locator(".nobody")).to_contain_text("Aucun client ne répond")
    page.get_by_role("button", name="Effacer tous les critères").press("Enter")
    expect(page.locator(".clients tbody tr")).to_have_count(20)
    expect(low).to_have_value("")
    page.get_by_role("button", name="Fermer les critères").press("Enter")
    expect(page.locator("#headline")).to_be_visible()
