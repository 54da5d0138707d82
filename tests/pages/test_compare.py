"""Compare in a real browser: groups, features, cohorts of the address, few clients, and the way by keyboard."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from credit_panel.locale import translator
from credit_panel.portfolio import Between, Cohort, ServedModel
from credit_panel.portfolio.statistics.percentile_rank import percentile_ranks
from pages.conftest import Visit
from pages.sound import expect_sound
from pages.test_client import clients, go_to, open_client

pytestmark = pytest.mark.ui
EN = translator("en")


def open_compare(visit: Visit, client_id: int, **settings: str) -> Page:
    page = open_client(visit, client_id, **settings)
    page.get_by_role("tab", name="Compare", exact=True).click()
    expect(page.locator(".capacity")).to_be_visible()
    return page


@pytest.mark.long
def test_groups_features_and_another_client(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = open_compare(visit, first, theme="dark", size="narrow")
    own = served.portfolio.client(first).row(0, named=True)
    page.get_by_label("Feature on screen").select_option("AMT_INCOME_TOTAL")
    income = percentile_ranks(served.portfolio, None, own, ("AMT_INCOME_TOTAL",))[0]
    share = EN.percent(max(income.lower, income.higher), 0)
    expect(page.locator("#compare-one")).to_contain_text("Declared monthly income")
    expect(page.locator(".one .lead")).to_contain_text(re.compile(f"(Higher|Lower) than {share} of all clients"))
    expect(page.get_by_role("status").first).to_contain_text("Declared monthly income")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)

    page.get_by_label("Drawn against").select_option("DAYS_BIRTH")
    expect(page.locator("#compare-two")).to_contain_text("Declared monthly income and age")
    expect(page.locator("[data-picture=two-features] [role=img]")).to_be_visible()
    assert str(second) not in page.locator(".two .plot").inner_html()

    page.get_by_role("radio", name=re.compile("Most similar")).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".one .eyebrow")).to_have_text("Among the 50 most similar clients")
    expect(page.locator(".one .lead")).to_contain_text("of the similar clients")
    expect(page.get_by_role("radio", name=re.compile("Most similar"))).to_be_focused()

    chip = page.locator(".comparing .chips[aria-labelledby=strongest] .chip").first
    name = chip.text_content()
    chip.press("Enter")
    expect(page.locator("#compare-one")).to_contain_text(name)
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(chip).to_be_focused()

    page.get_by_label("Feature on screen").select_option("ORGANIZATION_TYPE")
    expect(page.locator(".one .level.own")).to_contain_text("this client")
    expect(page.locator(".two")).to_contain_text("is no number")
    expect_sound(page)
    targets = page.locator(".comparing").locator("button:visible, select:visible, summary:visible")
    assert min(targets.evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")) >= 24

    go_to(page, second)
    expect(page.locator("#headline")).to_contain_text(str(second))
    page.get_by_role("tab", name="Compare", exact=True).click()
    expect(page.locator(".comparing h1")).to_contain_text(str(second))
    expect(page.locator(".one .eyebrow")).to_have_text("Among the 50 most similar clients")
    expect(page.get_by_label("Feature on screen")).to_have_value("ORGANIZATION_TYPE")


@pytest.mark.long
def test_a_cohort_is_made_from_the_client_kept_in_the_address_and_given_up(visit: Visit, served: ServedModel) -> None:
    page = open_compare(visit, clients(served)[0])
    page.get_by_role("button", name="Same ten years of age").click()
    expect(page.locator(".whose")).to_contain_text("Age")
    expect(page.locator(".one .eyebrow")).to_contain_text("of the cohort")
    expect(page).to_have_url(re.compile("cohort=.*DAYS_BIRTH"))
    expect_sound(page)
    page.reload()
    expect(page.get_by_role("radio", name=re.compile("The cohort"))).to_be_checked()
    page.get_by_role("button", name="Clear cohort").click()
    expect(page.get_by_role("radio", name=re.compile("All clients"))).to_be_checked()
    expect(page).not_to_have_url(re.compile("cohort="))


@pytest.mark.long
def test_nobody_few_and_a_broken_cohort_are_said(visit: Visit, served: ServedModel) -> None:
    nobody = Cohort({"AMT_CREDIT": Between(9e9)}).encode()
    few = Cohort({"AMT_CREDIT": Between(float(served.portfolio.column("AMT_CREDIT").top_k(3).min()))}).encode()
    page = open_client(visit, clients(served)[0], lang="fr", theme="dark")
    for cohort, words, drawn in (
        ("{broken", "ne peut être utilisée", True),
        (nobody, "Aucun client ne remplit", False),
        (few, "moins de 10 clients", False),
    ):
        go_to(page, f"{clients(served)[0]}&tab=compare&cohort={quote(cohort)}")
        expect(page.get_by_text(words).first).to_be_visible()
        expect(page.locator(".capacity")).to_be_visible()
        expect(page.locator(".ranks")).to_have_count(int(drawn))
        if not drawn:
            expect(page.locator(".two .plot, .one .plot")).to_have_count(0)
        expect_sound(page)


@pytest.mark.long
def test_two_files_lie_side_by_side_and_come_back_with_the_address(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = open_compare(visit, first)
    page.get_by_label("Number of another client").fill(str(second))
    page.keyboard.press("Enter")
    table = page.get_by_role("group", name="Two files side by side").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["What", f"Client {first}", f"Client {second}", "Difference"]
    )
    expect(page).to_have_url(re.compile(f"with={second}"))
    expect_sound(page)
    page.reload()
    expect(table.get_by_role("columnheader").nth(2)).to_have_text(f"Client {second}")
    page.get_by_role("button", name="Before and after the what-if").press("Enter")
    expect(table.get_by_role("columnheader").nth(1)).to_have_text("As it is")
    expect(page).to_have_url(re.compile("with=what-if"))
    page.emulate_media(media="print")
    expect(page.get_by_label("Number of another client")).to_be_hidden()
    expect(table).to_be_visible()
