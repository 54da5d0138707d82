"""The tabs of /client, and Why in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from credit_panel.locale import translator
from credit_panel.portfolio import Book
from credit_panel.scoring import by_theme
from pages.conftest import Visit
from pages.test_client import FOCUSED, NAME, WCAG, clients, open_client

pytestmark = pytest.mark.ui
WHY = {"en": "Why", "fr": "Pourquoi"}


def open_why(visit: Visit, client_id: int, **settings: str) -> Page:
    page = open_client(visit, client_id, **settings)
    page.get_by_role("tab", name=WHY[settings.get("lang", "en")], exact=True).click()
    expect(page.locator(".waterfall")).to_be_visible()
    return page


def go_to(page: Page, client_id: int) -> None:
    page.evaluate("hash => { window.location.hash = hash }", f"#client={client_id}")


def whole(text: str) -> int:
    return int(re.sub(r"[^\d−]", "", text).replace("−", "-"))


def test_no_tab_is_offered_before_a_client_is_open(visit: Visit) -> None:
    expect(visit("/client").get_by_role("tablist")).to_have_count(0)


def test_a_tab_is_built_when_it_is_opened(visit: Visit, book: Book) -> None:
    page = open_client(visit, clients(book)[0])
    expect(page.locator(".waterfall")).to_have_count(0)
    page.get_by_role("tab", name="Why", exact=True).click()
    expect(page.locator(".waterfall")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator(".verdict")).to_be_hidden()


def test_every_level_adds_up_to_the_points_of_the_scorer(visit: Visit, book: Book) -> None:
    client_id = clients(book)[0]
    explanation = book.explain_client(client_id)
    page = open_why(visit, client_id)
    shown = [whole(text) for text in page.locator(".waterfall summary .points").all_text_contents()]
    ends = [whole(text) for text in page.locator(".waterfall .end .points").all_text_contents()]
    assert ends == [round(explanation.base_points), round(explanation.points)]
    assert ends[0] + sum(shown) == ends[1]
    assert len(shown) == len(by_theme(explanation))
    first = page.locator(".waterfall details").first
    first.locator("summary").press("Enter")
    expect(first.get_by_role("table")).to_be_visible()
    inside = [whole(text) for text in first.locator("td.points").all_text_contents()]
    assert sum(inside) == shown[0]
    strongest = by_theme(explanation)[0].contributions[0]
    row = first.locator("tbody tr").first
    expect(row.get_by_role("rowheader")).to_have_text(translator("en").label(strongest.feature))
    expect(row.locator(".value")).to_contain_text(translator("en").value(strongest.feature, strongest.value))


def test_the_arrow_keys_walk_through_the_tabs(visit: Visit, book: Book) -> None:
    page = open_client(visit, clients(book)[0], lang="fr")
    page.get_by_role("tab", name="Décision", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".waterfall")).to_be_visible()
    assert page.evaluate(f"() => {{ {FOCUSED} return {NAME} }}") == "Pourquoi"
    page.keyboard.press("Home")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".waterfall")).to_be_hidden()
    expect(page.get_by_role("tab", selected=True)).to_have_text("Décision")


def test_a_tab_left_behind_is_redrawn_when_it_is_opened_again(visit: Visit, book: Book) -> None:
    first, second = clients(book)[:2]
    page = open_why(visit, first)
    page.evaluate("hash => { window.location.hash = hash }", f"#client={second}&tab=why")
    expect(page.locator("#why-title")).to_contain_text(str(second))
    expect(page.locator("#headline")).to_contain_text(str(first))
    page.get_by_role("tab", name="Decision", exact=True).click()
    expect(page.locator("#headline")).to_contain_text(str(second))
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("tab", name="Pourquoi", exact=True).click()
    expect(page.locator("#why-title")).to_contain_text("Pourquoi")


@pytest.mark.parametrize("size", ["desktop", "phone", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_axe_finds_nothing_and_nothing_overflows(visit: Visit, book: Book, size: str, theme: str, lang: str) -> None:
    page = open_why(visit, clients(book)[1], size=size, theme=theme, lang=lang)
    for summary in page.locator(".waterfall summary").all()[:3] + page.locator(".numbers summary").all():
        summary.click()
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    cards = page.locator(".card:visible").evaluate_all("all => all.map(e => e.scrollWidth - e.clientWidth)")
    assert all(overflow <= 0 for overflow in cards)
