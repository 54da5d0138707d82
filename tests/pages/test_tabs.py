"""The tabs of a client's file: reached by mouse and keyboard, and each of them sound in every language, theme, size."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Page, expect

from credit_panel.portfolio import ServedModel
from pages.conftest import Visit
from pages.sound import EACH, SETTINGS, expect_sound
from pages.test_client import FOCUSED, NAME, clients, go_to, open_client
from pages.test_history import busiest

pytestmark = pytest.mark.ui


def open_tab(page: Page, key: str, shows: str) -> None:
    page.locator(f'[role=tab][data-key="{key}"]').click()
    expect(page.locator(shows).filter(visible=True).first).to_be_visible()


def unfold(page: Page, within: str, most: int) -> None:
    for summary in page.locator(f"{within} summary:visible").all()[:most]:
        summary.click()


def expect_blocks_apart(page: Page) -> None:
    boxes = page.locator(".search, .card:visible, .facts section").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.top, b.bottom])"
    )
    ordered = sorted(boxes)
    assert len(ordered) >= 5
    assert all(upper[1] <= lower[0] + 1 for upper, lower in itertools.pairwise(ordered))


@pytest.mark.long
@pytest.mark.parametrize(("lang", "theme", "size"), SETTINGS)
def test_every_tab_is_sound(visit: Visit, served: ServedModel, lang: str, theme: str, size: str) -> None:
    page = open_client(visit, busiest(served), lang=lang, theme=theme, size=size)
    expect(page.locator(f".mui-{theme}").first).to_be_attached()
    assert page.evaluate("document.documentElement.style.colorScheme") == theme
    if size == "phone":
        expect_blocks_apart(page)
    unfold(page, ".decision", 2)
    expect_sound(page)
    open_tab(page, "why", ".waterfall")
    unfold(page, ".waterfall", 3)
    unfold(page, ".numbers", 1)
    expect_sound(page)
    open_tab(page, "what-if", ".versus")
    for lever, text in (("AMT_CREDIT", "250000"), ("AMT_ANNUITY", "x")):
        box = page.locator(f'[data-lever="{lever}"]').get_by_role("textbox")
        box.fill(text)
        box.press("Enter")
    expect(page.locator('[data-lever="AMT_CREDIT"]')).to_have_class("lever changed")
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(1)
    expect_sound(page)
    if (lang, theme, size) in (EACH[0], EACH[-1]):
        open_tab(page, "history", "#history-title")
        unfold(page, ".history", 2)
        expect_sound(page)
        open_tab(page, "compare", ".capacity")
        unfold(page, ".comparing", 9)
        expect_sound(page)


def test_the_arrow_keys_walk_through_the_tabs(visit: Visit, served: ServedModel) -> None:
    page = open_client(visit, clients(served)[0], lang="fr")
    page.get_by_role("tab", name="Décision", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".waterfall")).to_be_visible()
    assert page.evaluate(f"() => {{ {FOCUSED} return {NAME} }}") == "Pourquoi"
    page.keyboard.press("Home")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".waterfall")).to_be_hidden()
    expect(page.get_by_role("tab", selected=True)).to_have_text("Décision")


@pytest.mark.long
def test_a_tab_left_behind_is_redrawn_when_it_is_opened_again(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = open_client(visit, first)
    open_tab(page, "why", ".waterfall")
    go_to(page, f"{second}&tab=why")
    expect(page.locator("#why-title")).to_contain_text(str(second))
    expect(page.locator("#headline")).to_contain_text(str(first))
    page.get_by_role("tab", name="Decision", exact=True).click()
    expect(page.locator("#headline")).to_contain_text(str(second))
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("tab", name="Pourquoi", exact=True).click()
    expect(page.locator("#why-title")).to_contain_text("Pourquoi")
