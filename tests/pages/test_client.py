"""The /client page as an advisor uses it."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.server.command import PAGES
from pages.conftest import Visit

pytestmark = pytest.mark.ui
FOCUSED = "let e = document.activeElement; while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
NAME = "(e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent).trim()"


def clients(served: ServedModel) -> list[int]:
    return [int(i) for i in served.portfolio.ids[:8]]


def open_client(visit: Visit, client_id: int, **settings: str) -> Page:
    page = visit(f"/client#client={client_id}", **settings)
    expect(page.locator("h1")).to_contain_text(str(client_id))
    return page


def go_to(page: Page, client_id: int | str) -> None:
    page.evaluate("hash => { window.location.hash = hash }", f"#client={client_id}")


def test_the_address_opens_a_client_with_the_figures_of_the_api(visit: Visit, served: ServedModel, server: str) -> None:
    t = translator("en")
    first, second = clients(served)[:2]
    page = open_client(visit, first)
    for client_id in (first, second):
        go_to(page, client_id)
        expect(page.locator("h1")).to_contain_text(str(client_id))
        with urllib.request.urlopen(f"{server}/api/v1/clients/{client_id}/score") as answer:  # noqa: S310
            score = json.load(answer)
        expect(page.locator(".probability b")).to_have_text(t.percent(score["probability"]))
        expect(page.locator(".figures dd").first).to_have_text(t.number(score["points"]))
        expect(page.locator(".contributions tbody th").first).to_have_text(score["contributions"][0]["label_en"])
        expect(page).to_have_title(f"Client {client_id} – Credit Panel")
        assert score["probability"] == served.explain_client(client_id).probability


def test_a_number_or_its_first_digits_find_a_client(visit: Visit, served: ServedModel) -> None:
    page = visit("/client")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open a client's file")
    expect(page.get_by_role("tablist")).to_have_count(0)
    box = page.get_by_role("combobox", name="Client number")
    box.fill(str(clients(served)[2]))
    box.press("Enter")
    expect(page.locator("h1")).to_contain_text(str(clients(served)[2]))
    wanted = clients(served)[5]
    box.fill("")
    box.press_sequentially(str(wanted)[:4])
    options = page.get_by_role("listbox", name="Client number").get_by_role("option")
    expect(options.first).to_be_visible()
    assert 0 < options.count() <= 10
    box.press_sequentially(str(wanted)[4:])
    options.filter(has_text=str(wanted)).click()
    expect(page.locator("h1")).to_contain_text(str(wanted))
    expect(page).to_have_url(re.compile(f"#client={wanted}$"))


def test_an_unknown_client_is_said_and_nothing_is_lost(visit: Visit, served: ServedModel) -> None:
    page = open_client(visit, clients(served)[0])
    for wrong, said in (
        ("999999999", "999999999"),
        ("abc", "abc"),
        ("%3Cimg%20src=x%20onerror=alert(1)%3E", "<img src=x onerror=alert(1)>"),
    ):
        go_to(page, wrong)
        expect(page.get_by_role("alert")).to_contain_text(f"No client has the number {said}")
        expect(page.locator("h1")).to_contain_text(str(clients(served)[0]))
        expect(page.locator("img")).to_have_count(0)


def test_an_unknown_client_in_a_first_address_is_said(visit: Visit) -> None:
    page = visit("/client#client=5", lang="fr")
    expect(page.get_by_role("alert")).to_contain_text("Aucun client ne porte le numéro 5")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ouvrir le dossier d’un client")


@pytest.mark.long
def test_the_result_is_spoken_and_the_language_changes_without_losing_the_client(
    visit: Visit, served: ServedModel
) -> None:
    page = open_client(visit, clients(served)[0], lang="fr")
    spoken = page.get_by_role("status").filter(has_text=f"Client {clients(served)[0]} : ")
    expect(spoken).to_contain_text("probabilité de défaut")
    assert page.evaluate("document.documentElement.lang") == "fr"
    expect(page.locator("h2", has_text="En clair")).to_be_visible()
    page.get_by_label("Langue").select_option("en")
    expect(page.locator("h2", has_text="In plain words")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(str(clients(served)[0]))
    expect(page.get_by_role("combobox", name="Client number")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    expect(page.locator("h2", has_text="In plain words")).to_be_visible()


def test_the_button_changes_the_theme(visit: Visit, served: ServedModel) -> None:
    page = open_client(visit, clients(served)[0], theme="dark")
    for theme in ("light", "dark"):
        page.get_by_role("button", name=f"Use the {theme} theme").click()
        expect(page.locator(f".mui-{theme}").first).to_be_attached()
        assert page.evaluate("document.documentElement.style.colorScheme") == theme


def test_the_last_opened_are_one_click_away(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = open_client(visit, first)
    go_to(page, second)
    expect(page.locator("h1")).to_contain_text(str(second))
    page.get_by_role("navigation", name="Opened recently").get_by_role("link", name=str(first)).click()
    expect(page.locator("h1")).to_contain_text(str(first))
    page.go_back()
    expect(page.locator("h1")).to_contain_text(str(second))


@pytest.mark.long
def test_two_visitors_do_not_see_each_other(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    one, other = open_client(visit, first, lang="fr"), open_client(visit, second, lang="en")
    go_to(one, clients(served)[3])
    expect(one.locator("h1")).to_contain_text(str(clients(served)[3]))
    expect(other.locator("h1")).to_contain_text(str(second))
    expect(other.get_by_role("navigation", name="Opened recently")).to_have_count(0)
    one.get_by_label("Langue").select_option("en")
    one.get_by_role("button", name="Use the dark theme").click()
    expect(one.locator(".mui-dark").first).to_be_attached()
    expect(other.locator(".mui-dark")).to_have_count(0)
    third = visit("/client", lang="fr")
    expect(third.get_by_role("heading", level=1)).to_have_text("Ouvrir le dossier d’un client")


@pytest.mark.long
def test_a_browser_too_slow_for_its_session_gets_the_page_from_this_server_alone(
    visit: Visit, served: ServedModel
) -> None:
    page = visit(
        f"/client#client={clients(served)[0]}", late=6.5
    )  # the tests' server drops an unused session after 5 s
    expect(page.locator("h1")).to_contain_text(str(clients(served)[0]))


def test_the_keyboard_reaches_everything_in_order(visit: Visit, served: ServedModel) -> None:
    page = open_client(visit, clients(served)[0])
    page.evaluate("document.activeElement?.blur()")
    stops: list[str] = []
    while "All contributions" not in stops and len(stops) < 60:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(f"() => {{ {FOCUSED} return {NAME} }}"))
    assert (
        stops[1 : 1 + len(PAGES)] == page.get_by_role("navigation", name="Pages").get_by_role("link").all_inner_texts()
    )
    del stops[1 : 1 + len(PAGES)]
    bar = ["Skip to the content", "Show to the client", "Copy the link to this view", "Keyboard shortcuts"]
    assert stops[:7] == [*bar, "Language", "Use the dark theme", "Client number, occupation, amount…"]
    shown = page.locator(".decision button.term").all_inner_texts()
    verdict = page.locator(".verdict button.term").all_inner_texts()
    deeds = ["Record a decision", "Simulate a change", "Prepare the letter"]
    last = ["What each feature means", "All contributions"]
    assert stops[stops.index(verdict[0]) :] == [*verdict, *deeds, *shown[len(verdict) :], *last]
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Download as CSV")).to_be_visible()
    page.locator(".decision button.term").first.press("Enter")
    expect(page.get_by_role("link", name="In the glossary")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate(f"() => {{ {FOCUSED} return {NAME} }}") == shown[0]
    page.get_by_role("button", name="Skip to the content").press("Enter")
    assert page.evaluate(f"() => {{ {FOCUSED} return e.tagName }}") == "MAIN"
