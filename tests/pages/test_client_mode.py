"""What a client sees beside the advisor: their own file, in plain words, with nothing of anybody else."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from credit_panel.charts.client.icon_array import out_of_hundred
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Scenario, what_if
from pages.conftest import Visit
from pages.sound import expect_sound
from pages.test_client import clients, go_to, open_client

pytestmark = pytest.mark.ui
EN = translator("en")


@pytest.mark.long
def test_the_client_sees_their_own_file_alone_and_prints_it(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = open_client(visit, second)
    go_to(page, first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(first))
    page.get_by_role("button", name="Show to the client").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"number {first}")
    expect(page).to_have_url(re.compile("mode=client"))
    seen = page.locator("main").aria_snapshot()
    assert f"about {out_of_hundred(served.explain_client(first).probability)} " in seen
    for word in (str(second), "percentile", "Opened recently", "threshold", "probability", "portfolio", "average"):
        assert word not in seen, word
    for role, name in (("tab", "Compare"), ("tab", "History"), ("combobox", "Client number"), ("link", str(second))):
        expect(page.get_by_role(role, name=name)).to_have_count(0)
    expect(page.get_by_role("navigation", name="Pages", exact=True)).to_have_count(0)
    expect_sound(page)
    expect(page.get_by_role("link", name="API documentation")).to_have_count(0)
    page.get_by_role("button", name="Budget", exact=True).click()
    own = page.get_by_role("group", name="All your data", exact=True)
    expect(own.get_by_role("rowheader", name="Declared monthly income")).to_be_visible()
    expect_sound(page)
    page.locator('[data-lever="AMT_CREDIT"]:visible').get_by_role("textbox").fill("250000")
    page.keyboard.press("Enter")
    result = what_if(served.scorer, served.portfolio.client(first), Scenario({"AMT_CREDIT": 250_000.0}))
    expect(page.locator("section.answer").last).to_contain_text(
        f"about {out_of_hundred(result.after.probability)} out of"
    )
    expect(page).to_have_url(re.compile("what-if=.*250000"))
    page.emulate_media(media="print")
    expect(page.get_by_text("printed on")).to_be_visible()
    for control in ("slider", "button", "combobox", "textbox", "link"):
        others = page.get_by_role(control).and_(page.locator(":not(.term)"))  # a term prints as its word
        expect(others).to_have_count(0)
    displays = page.locator(".bk-panel-models-layout-Column:visible").evaluate_all(
        "all => all.map(e => getComputedStyle(e).display)"
    )
    assert set(displays) == {"block"}  # others do not grow with what moves to the next sheet
    assert page.evaluate("getComputedStyle(document.body).overflow") != "hidden"
    page.emulate_media(media="screen")
    page.go_back()
    expect(page.get_by_role("tab", name="Decision")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(first))


@pytest.mark.long
def test_the_address_opens_the_mode_with_what_can_be_used_of_its_what_if(visit: Visit, served: ServedModel) -> None:
    client_id = clients(served)[1]
    bad = quote('{"AMT_INCOME_TOTAL":90000,"AMT_CREDIT":-3,"<img src=x onerror=alert(1)>":1}')
    page = visit(f"/client#client={client_id}&mode=client&what-if={bad}", lang="fr", theme="dark", size="narrow")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"numéro {client_id}")
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Montant du crédit demandé, “<img src=x")
    expect(page.locator("img")).to_have_count(0)
    box = page.locator('[data-lever="AMT_INCOME_TOTAL"]').get_by_role("textbox")
    expect(box).to_have_value("90\u202f000")
    expect_sound(page)
    page.get_by_role("button", name="Fermer ce message").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0)
    page.reload()  # the address has kept who looks, or the advisor's view would stand before the client
    expect(box).to_have_value("90\u202f000")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"numéro {client_id}")
    expect(page).to_have_url(re.compile("mode=client"))
    page.get_by_role("button", name="Vue conseil").click()
    page.get_by_role("button", name="Rester ici").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"numéro {client_id}")
    page.get_by_role("button", name="Vue conseil").click()
    expect_sound(page)
    page.get_by_role("button", name="Revenir", exact=True).click()
    expect(page.get_by_role("tab", name="Simulation")).to_be_visible()
    page.get_by_role("tab", name="Simulation").click()
    expect(page.locator('[data-lever="AMT_INCOME_TOTAL"]:visible').get_by_role("textbox")).to_have_value("90\u202f000")


@pytest.mark.long
def test_a_what_if_is_shared_and_comes_back_with_the_history(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = open_client(visit, first)
    page.get_by_role("tab", name="What-if", exact=True).click()
    slider = page.locator('[data-lever="AMT_CREDIT"]').get_by_role("slider")
    expect(page).to_have_url(re.compile("tab=what-if"))
    entries = page.evaluate("window.history.length")
    for _ in range(5):
        slider.press("ArrowRight")
    wanted = float(slider.input_value())
    value = EN.number(wanted)
    box = page.locator('[data-lever="AMT_CREDIT"]').get_by_role("textbox")
    expect(box).to_have_value(value)
    expect(page).to_have_url(re.compile(f"what-if=.*{wanted:.0f}"))
    assert page.evaluate("window.history.length") == entries
    go_to(page, second)
    expect(page.locator("h1:visible")).to_contain_text(str(second))
    expect(page).not_to_have_url(re.compile("what-if="))
    page.go_back()
    expect(box).to_have_value(value)
    page.reload()
    expect(box).to_have_value(value)
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(page).not_to_have_url(re.compile("what-if="))
