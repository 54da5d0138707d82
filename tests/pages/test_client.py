"""The /client page as an advisor uses it."""

from __future__ import annotations

import itertools
import json
import re
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from credit_panel.locale import translator
from credit_panel.pages.visitor_page import PAGES
from credit_panel.portfolio import Book
from pages.conftest import Visit

pytestmark = pytest.mark.ui
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

FOCUSED = "let e = document.activeElement; while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
NAME = "(e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent).trim()"


def clients(book: Book) -> list[int]:
    return [int(i) for i in book.portfolio.ids[:8]]


def open_client(visit: Visit, client_id: int, **settings: str) -> Page:
    page = visit(f"/client#client={client_id}", **settings)
    expect(page.locator("h1")).to_contain_text(str(client_id), timeout=15_000)
    return page


def test_the_address_opens_a_client_with_the_figures_of_the_api(visit: Visit, book: Book, server: str) -> None:
    t = translator("en")
    for client_id in clients(book)[:2]:
        page = open_client(visit, client_id)
        with urllib.request.urlopen(f"{server}/api/v1/clients/{client_id}/score") as answer:  # noqa: S310
            score = json.load(answer)
        expect(page.locator(".probability b")).to_have_text(t.percent(score["probability"]))
        expect(page.locator(".figures dd").first).to_have_text(t.number(score["points"]))
        expect(page.locator(".contributions tbody th").first).to_have_text(score["contributions"][0]["label_en"])
        assert page.title() == f"Client {client_id} – Credit Panel"
        assert score["probability"] == book.explain_client(client_id).probability


def test_first_digits_find_a_client(visit: Visit, book: Book) -> None:
    page = visit("/client")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open a client's file")
    wanted = clients(book)[5]
    box = page.get_by_role("combobox", name="Client number")
    box.press_sequentially(str(wanted)[:4])
    options = page.get_by_role("listbox", name="Client number").get_by_role("option")
    expect(options.first).to_be_visible()
    assert 0 < options.count() <= 10
    box.press_sequentially(str(wanted)[4:])
    options.filter(has_text=str(wanted)).click()
    expect(page.locator("h1")).to_contain_text(str(wanted))
    expect(page).to_have_url(re.compile(f"#client={wanted}$"))


def test_a_number_typed_and_entered_opens_the_client(visit: Visit, book: Book) -> None:
    page = visit("/client")
    box = page.get_by_role("combobox", name="Client number")
    box.fill(str(clients(book)[2]))
    box.press("Enter")
    expect(page.locator("h1")).to_contain_text(str(clients(book)[2]))


@pytest.mark.parametrize("wrong", ["999999999", "abc", "%3Cimg%20src=x%20onerror=alert(1)%3E"])
def test_an_unknown_client_is_said_and_nothing_is_lost(visit: Visit, book: Book, wrong: str) -> None:
    page = open_client(visit, clients(book)[0])
    page.evaluate("hash => { window.location.hash = hash }", f"#client={wrong}")
    expect(page.get_by_role("alert")).to_contain_text("No client has the number")
    expect(page.locator("h1")).to_contain_text(str(clients(book)[0]))
    expect(page.locator("img")).to_have_count(0)


def test_an_unknown_client_in_a_first_address_is_said(visit: Visit) -> None:
    page = visit("/client#client=5", lang="fr")
    expect(page.get_by_role("alert")).to_contain_text("Aucun client ne porte le numéro 5")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ouvrir le dossier d'un client")


def test_the_language_changes_without_losing_the_client(visit: Visit, book: Book) -> None:
    page = open_client(visit, clients(book)[0], lang="fr")
    assert page.evaluate("document.documentElement.lang") == "fr"
    expect(page.locator("h2", has_text="En clair")).to_be_visible()
    page.get_by_label("Langue").select_option("en")
    expect(page.locator("h2", has_text="In plain words")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(str(clients(book)[0]))
    expect(page.get_by_role("combobox", name="Client number")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    expect(page.locator("h2", has_text="In plain words")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_follows_the_browser_and_the_button(visit: Visit, book: Book, theme: str) -> None:
    page = open_client(visit, clients(book)[0], theme=theme)
    scheme = "document.documentElement.style.colorScheme"
    expect(page.locator(f".mui-{theme}").first).to_be_attached()
    assert page.evaluate(scheme) == theme
    other = {"light": "dark", "dark": "light"}[theme]
    page.get_by_role("button", name=f"Use the {other} theme").click()
    expect(page.locator(f".mui-{other}").first).to_be_attached()
    assert page.evaluate(scheme) == other


def test_the_last_opened_are_one_click_away(visit: Visit, book: Book) -> None:
    first, second = clients(book)[:2]
    page = open_client(visit, first)
    page.evaluate("hash => { window.location.hash = hash }", f"#client={second}")
    expect(page.locator("h1")).to_contain_text(str(second))
    page.get_by_role("navigation", name="Opened recently").get_by_role("link", name=str(first)).click()
    expect(page.locator("h1")).to_contain_text(str(first))
    page.go_back()
    expect(page.locator("h1")).to_contain_text(str(second))


def test_two_visitors_do_not_see_each_other(visit: Visit, book: Book) -> None:
    first, second = clients(book)[:2]
    one, other = open_client(visit, first, lang="fr"), open_client(visit, second, lang="en")
    one.evaluate("hash => { window.location.hash = hash }", f"#client={clients(book)[3]}")
    expect(one.locator("h1")).to_contain_text(str(clients(book)[3]))
    expect(other.locator("h1")).to_contain_text(str(second))
    expect(other.get_by_role("navigation", name="Opened recently")).to_have_count(0)
    one.get_by_label("Langue").select_option("en")
    one.get_by_role("button", name="Use the dark theme").click()
    expect(one.locator(".mui-dark").first).to_be_attached()
    expect(other.locator(".mui-dark")).to_have_count(0)
    third = visit("/client", lang="fr")
    expect(third.get_by_role("heading", level=1)).to_have_text("Ouvrir le dossier d'un client")


def test_a_browser_too_slow_for_its_session_gets_the_page_from_this_server_alone(visit: Visit, book: Book) -> None:
    page = visit(f"/client#client={clients(book)[0]}", late=9)  # the tests' server drops an unused session after 5 s
    expect(page.locator("h1")).to_contain_text(str(clients(book)[0]))


def test_the_new_result_is_spoken(visit: Visit, book: Book) -> None:
    page = open_client(visit, clients(book)[0], lang="fr")
    spoken = page.get_by_role("status").filter(has_text=f"Client {clients(book)[0]} : ")
    expect(spoken).to_contain_text("probabilité de défaut")


def test_the_keyboard_reaches_everything_in_order(visit: Visit, book: Book) -> None:
    page = open_client(visit, clients(book)[0])
    page.evaluate("document.activeElement?.blur()")
    stops: list[str] = []
    while "All contributions" not in stops and len(stops) < 60:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(f"() => {{ {FOCUSED} return {NAME} }}"))
    assert (
        stops[1 : 1 + len(PAGES)] == page.get_by_role("navigation", name="Pages").get_by_role("link").all_inner_texts()
    )
    del stops[1 : 1 + len(PAGES)]
    assert stops[:4] == ["Skip to the content", "Show to the client", "Language", "Use the dark theme"]
    assert stops[4] == "Client number"
    assert stops[-1] == "All contributions"
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Download as CSV")).to_be_visible()


def test_the_skip_button_leads_to_the_content(visit: Visit) -> None:
    page = visit("/client")
    page.get_by_role("button", name="Skip to the content").press("Enter")
    assert page.evaluate(f"() => {{ {FOCUSED} return e.tagName }}") == "MAIN"


@pytest.mark.parametrize("size", ["desktop", "phone", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_axe_finds_nothing_and_nothing_overflows(visit: Visit, book: Book, size: str, theme: str, lang: str) -> None:
    page = open_client(visit, clients(book)[1], size=size, theme=theme, lang=lang)
    page.locator("summary").click()
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    cards = page.locator(".card").evaluate_all("all => all.map(e => e.scrollWidth - e.clientWidth)")
    assert all(overflow <= 0 for overflow in cards)
    assert page.locator("h1").count() == 1


def test_blocks_do_not_lie_over_one_another(visit: Visit, book: Book) -> None:
    page = open_client(visit, clients(book)[1], size="phone")
    boxes = page.locator(".search, .card, .facts section").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.top, b.bottom])"
    )
    ordered = sorted(boxes)
    assert len(ordered) >= 5
    assert all(upper[1] <= lower[0] + 1 for upper, lower in itertools.pairwise(ordered))
