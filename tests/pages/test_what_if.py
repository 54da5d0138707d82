"""What-if in a real browser: sliders, boxes, the way back, proposals, and nothing of another visitor."""

from __future__ import annotations

import polars as pl
import pytest
from playwright.sync_api import Locator, Page, expect

from credit_panel.locale import translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Scenario, WhatIf, what_if
from credit_panel.state import ClientState
from credit_panel.state.scenario import ScenarioState
from pages.conftest import Visit
from pages.sound import expect_sound
from pages.test_client import clients, go_to, open_client

pytestmark = pytest.mark.ui
EN = translator("en")


def open_what_if(visit: Visit, client_id: int, **settings: str) -> Page:
    page = open_client(visit, client_id, **settings)
    page.get_by_role("tab", name="What-if", exact=True).click()
    expect(page.locator(".versus")).to_be_visible()
    return page


def lever(page: Page, key: str) -> tuple[Locator, Locator]:
    """Return the slider and the number box of a lever."""
    node = page.locator(f'[data-lever="{key}"]')
    return node.get_by_role("slider"), node.get_by_role("textbox")


def type_value(page: Page, key: str, text: str) -> None:
    _, box = lever(page, key)
    box.fill(text)
    box.press("Enter")


def scored(served: ServedModel, client_id: int, **changes: float) -> WhatIf:
    return what_if(served.scorer, served.portfolio.client(client_id), Scenario(changes))


def expect_result(page: Page, result: WhatIf) -> None:
    rows = page.locator(".versus tbody tr")
    for column, explanation in ((".before", result.before), (".after", result.after)):
        expect(rows.nth(0).locator(column)).to_have_text(EN.percent(explanation.probability))
        expect(rows.nth(1).locator(column)).to_contain_text(EN.percent(explanation.low))
        expect(rows.nth(2).locator(column)).to_have_text(EN.number(explanation.points))
        expect(rows.nth(3).locator(column)).to_have_text(explanation.grade)
    gained = round(result.after.points) - round(result.before.points)
    expect(page.locator(".gained b")).to_have_text(EN.signed(gained))


@pytest.mark.long
def test_a_slider_moved_by_keyboard_gives_the_figures_of_the_scorer(visit: Visit, served: ServedModel) -> None:
    client_id = clients(served)[0]
    page = open_what_if(visit, client_id)
    expect_result(page, scored(served, client_id))
    slider, box = lever(page, "AMT_CREDIT")
    slider.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    wanted = float(slider.input_value())
    expect(box).to_have_value(EN.number(wanted))
    expect_result(page, scored(served, client_id, AMT_CREDIT=wanted))
    expect(page.get_by_role("status").first).to_contain_text("With the changes")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect_result(page, scored(served, client_id))
    page.get_by_role("button", name="Redo", exact=True).click()
    expect_result(page, scored(served, client_id, AMT_CREDIT=wanted))


@pytest.mark.long
def test_typed_values_add_up_and_reset_takes_all_back(visit: Visit, served: ServedModel) -> None:
    client_id = clients(served)[1]
    page = open_what_if(visit, client_id)
    type_value(page, "AMT_CREDIT", "250,000")
    type_value(page, "AMT_INCOME_TOTAL", "80 000.5")
    expect_result(page, scored(served, client_id, AMT_CREDIT=250_000.0, AMT_INCOME_TOTAL=80_000.5))
    expect(page.get_by_role("heading", name=f"Risk by {lower_first(EN.label('AMT_INCOME_TOTAL'))}")).to_be_visible()
    page.get_by_role("button", name="Reset", exact=True).click()
    expect_result(page, scored(served, client_id))
    expect(page.get_by_role("button", name="Reset", exact=True)).to_have_attribute("aria-disabled", "true")


@pytest.mark.long
def test_a_bad_value_is_one_sentence_and_changes_nothing(visit: Visit, served: ServedModel) -> None:
    client_id = clients(served)[0]
    page = open_what_if(visit, client_id)
    alerts = page.get_by_role("alert").filter(visible=True)
    for text, sentence in (
        ("12", "This must lie between 100 and 100,000,000,000"),
        ("many", "This is not a number"),
        ("nan", "This is not a number"),
        ("", "A value is needed here"),
        ("<img src=x onerror=alert(1)>", "This is not a number"),
        ("9" * 4000, "This is not a number"),
    ):
        type_value(page, "AMT_CREDIT", text)
        expect(alerts).to_contain_text(sentence)
        expect(page.locator("img")).to_have_count(0)
        expect_result(page, scored(served, client_id))
        type_value(page, "AMT_CREDIT", "250000")
        expect(alerts).to_have_count(0)
        expect_result(page, scored(served, client_id, AMT_CREDIT=250_000.0))
        page.get_by_role("button", name="Reset", exact=True).click()
        expect_result(page, scored(served, client_id))


@pytest.mark.long
def test_a_missing_value_can_be_given_and_cleared_again(visit: Visit, served: ServedModel) -> None:
    frame = pl.read_parquet(served.portfolio.folder / "applications.parquet")
    without = frame.filter(pl.col("AMT_GOODS_PRICE").is_null())
    client_id = int(without["SK_ID_CURR"][0])
    page = open_what_if(visit, client_id)
    _, box = lever(page, "AMT_GOODS_PRICE")
    expect(box).to_have_value("")
    expect(box).to_have_attribute("placeholder", "not given")
    type_value(page, "AMT_GOODS_PRICE", "150000")
    expect_result(page, scored(served, client_id, AMT_GOODS_PRICE=150_000.0))
    type_value(page, "AMT_GOODS_PRICE", "")
    expect(box).to_have_value("")
    expect_result(page, scored(served, client_id))


@pytest.mark.long
def test_proposals_are_searched_on_demand_and_applied(visit: Visit, served: ServedModel) -> None:
    frame = pl.read_parquet(served.portfolio.folder / "applications.parquet")
    refused = frame.filter((pl.col("outcome") != "accept") & (pl.col("probability") < 0.15))["SK_ID_CURR"]
    client = ClientState(served)
    for client_id in refused.to_list():
        client.open(client_id)
        scenario = ScenarioState(client=client)
        scenario.propose()
        if scenario.proposals:
            break
    else:
        pytest.fail("no client of the portfolio can be helped")
    page = open_what_if(visit, client_id)
    expect(page.locator(".proposals")).to_have_count(0)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".proposals > li")).to_have_count(len(scenario.proposals))
    page.get_by_role("button", name="Apply").first.click()
    expect(page.locator("#result")).to_contain_text("Acceptance proposed")
    scenario.apply(scenario.proposals[0])
    expect_result(page, scenario.result)


@pytest.mark.long
def test_two_visitors_edits_do_not_mix(visit: Visit, served: ServedModel) -> None:
    client_id = clients(served)[0]
    one, other = open_what_if(visit, client_id), open_what_if(visit, client_id)
    type_value(one, "AMT_CREDIT", "250000")
    expect_result(one, scored(served, client_id, AMT_CREDIT=250_000.0))
    type_value(other, "AMT_INCOME_TOTAL", "80000")
    expect_result(other, scored(served, client_id, AMT_INCOME_TOTAL=80_000.0))
    expect_result(one, scored(served, client_id, AMT_CREDIT=250_000.0))


def test_another_client_starts_afresh_and_the_language_keeps_the_changes(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = open_what_if(visit, first)
    type_value(page, "AMT_CREDIT", "250000")
    expect_result(page, scored(served, first, AMT_CREDIT=250_000.0))
    page.get_by_label("Language").select_option("fr")
    _, box = lever(page, "AMT_CREDIT")
    expect(box).to_have_value("250\u202f000")
    page.get_by_label("Langue").select_option("en")
    go_to(page, second)
    expect_result(page, scored(served, second))
    expect(page.locator(".board h1")).to_contain_text(str(second))


@pytest.mark.long
def test_any_other_field_can_be_changed_in_a_table_that_opens_on_demand(visit: Visit, served: ServedModel) -> None:
    client_id = clients(served)[0]
    page = open_what_if(visit, client_id, size="narrow", theme="dark")
    expect(page.locator("#field-EXT_SOURCE_2")).to_have_count(0)
    page.get_by_text("All other fields of the application").press("Enter")
    box = page.locator("#field-EXT_SOURCE_2")
    box.fill("0.05")
    box.press("Enter")
    expect_result(page, scored(served, client_id, EXT_SOURCE_2=0.05))
    type_value(page, "AMT_CREDIT", "250000")
    expect_result(page, scored(served, client_id, EXT_SOURCE_2=0.05, AMT_CREDIT=250_000.0))
    page.locator("#field-DAYS_BIRTH").fill("<img src=x onerror=alert(1)>")
    page.locator("#field-DAYS_BIRTH").press("Enter")
    expect(page.locator("#wrong-DAYS_BIRTH")).to_contain_text("This is no time")
    expect_sound(page)
    page.get_by_role("button", name="Reset", exact=True).click()
    expect_result(page, scored(served, client_id))
    expect(page.locator("#wrong-DAYS_BIRTH")).to_be_hidden()
    page.get_by_role("tab", name="Decision", exact=True).click()
    expect(page.locator(".versus")).to_be_hidden()
