"""/portfolio in a real browser: brushed with the mouse, by keyboard and by the address; the numbers are Polars'."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from urllib.parse import quote

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from credit_panel.charts.column_words import column_label
from credit_panel.locale import translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio import Cohort, ServedModel
from credit_panel.portfolio.plot_frame import plot_frame
from credit_panel.state.address import read_fragment
from pages.conftest import Visit
from pages.sound import WCAG

pytestmark = pytest.mark.ui
HISTOGRAM = {"en": "[role=img][aria-label^='Histogram of: points']", "fr": "[role=img][aria-label^='Histogramme']"}


def open_portfolio(visit: Visit, fragment: str = "", **settings: str) -> Page:
    page = visit(f"/portfolio{fragment}", **settings)
    expect(page.locator("[data-picture] [role=img]")).to_have_count(5)
    page.wait_for_function("() => Bokeh.documents[0].is_idle")
    return page


def cohort_of(page: Page, served: ServedModel) -> Cohort:
    return Cohort.decode(read_fragment(page.evaluate("location.hash")).get("cohort", ""), served.portfolio.schema)


def count_shown(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(".count b").inner_text()))


def expect_count_of_polars(page: Page, served: ServedModel) -> Cohort:
    """See that the page comes to count whom Polars counts for the conditions in the address, both of which follow."""
    for _ in range(100):
        cohort = cohort_of(page, served)
        count = served.portfolio.scan().filter(cohort.expression()).select(pl.len()).collect().item()
        if count_shown(page) == count:
            break
        page.wait_for_timeout(200)
    expect(page.locator(".count b")).to_have_text(f"{count:,}")
    own = page.locator(".versus tbody tr").first.locator(".own")
    expect(own).to_contain_text(f"{count:,}")
    return cohort


def drag(page: Page, selector: str, first: float, last: float) -> None:
    box = page.locator(selector).first.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * first, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (first + last) / 2, y, steps=3)
    page.mouse.move(box["x"] + box["width"] * last, y, steps=3)
    page.mouse.up()


@pytest.mark.long
def test_the_mouse_and_the_keyboard_choose_whom_polars_chooses(visit: Visit, served: ServedModel) -> None:
    page = open_portfolio(visit, f"#client={served.portfolio.ids[3]}")
    everyone = count_shown(page)
    assert everyone == len(served.portfolio)
    drag(page, HISTOGRAM["en"], 0.35, 0.6)
    page.wait_for_function("() => location.hash.includes('points')")
    cohort = expect_count_of_polars(page, served)
    assert set(cohort.conditions) == {"points"}
    before = page.evaluate("location.hash")
    drag(page, HISTOGRAM["en"], 0.3, 0.7)
    page.wait_for_function("old => location.hash !== old", arg=before)
    expect_count_of_polars(page, served)
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.hash.includes('points')")
    drag(page, HISTOGRAM["en"], 0.3, 0.7)
    page.wait_for_function("() => location.hash.includes('points')")
    drawn = page.locator(HISTOGRAM["en"]).bounding_box()
    page.mouse.dblclick(drawn["x"] + drawn["width"] * 0.5, drawn["y"] + drawn["height"] * 0.5)
    page.wait_for_function("() => !location.hash.includes('points')")

    low = page.get_by_label("Points, from")
    low.fill("500")
    low.press("Enter")
    low.press("Tab")
    page.wait_for_function("() => decodeURIComponent(location.hash).includes('\"from\":500.0')")
    expect_count_of_polars(page, served)
    page.get_by_label("Points, to").fill("nonsense")
    page.get_by_label("Points, to").press("Tab")
    expect(page.get_by_text("This is not a number")).to_be_visible()

    bars = page.locator("[role=img][aria-label^='Bars of: grade']").bounding_box()
    grades = plot_frame(served.portfolio).levels["grade"]
    row = 8 + (grades.index("D") + 0.5) / len(grades) * (bars["height"] - 62)
    page.mouse.click(bars["x"] + bars["width"] * 0.5, bars["y"] + row)
    page.wait_for_function("() => location.hash.includes('grade')")
    cohort = expect_count_of_polars(page, served)
    tapped = cohort.conditions["grade"].values
    assert len(tapped) == 1

    page.get_by_text("Choose with check boxes").click()
    boxes = page.get_by_role("group", name="Grade").get_by_role("checkbox")
    assert boxes.evaluate_all("all => all.filter(b => b.checked).length") == 1
    boxes.last.press(" ")
    expect(page.locator(".chips")).to_contain_text(" or ")
    expect_count_of_polars(page, served)

    page.get_by_role("button", name="Invert").press("Enter")
    expect(page.locator("#cohort-title")).to_contain_text("All but")
    page.wait_for_function("() => location.hash.includes('not')")
    assert expect_count_of_polars(page, served).inverted
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as Parquet").click()
    saved = pl.read_parquet(download.value.path())
    assert len(saved) == count_shown(page)
    page.get_by_role("tab", name="Its clients").click()
    first = page.locator(".clients tbody th").first
    expect(first).to_have_text(str(saved["SK_ID_CURR"][0]))
    page.get_by_label("Name of the cohort").fill("Worth a look")
    page.get_by_label("Name of the cohort").press("Enter")
    page.wait_for_function("() => location.hash.includes('Worth')")
    link = page.get_by_role("link", name="Compare a client with it")
    assert "cohort=" in link.get_attribute("href")
    assert f"client={served.portfolio.ids[3]}" in link.get_attribute("href")
    page.get_by_role("button", name="Select all").click()
    expect(page.locator(".count b")).to_have_text(f"{everyone:,}")


@pytest.mark.parametrize(
    ("lang", "theme", "size"),
    [("fr", "dark", "phone"), pytest.param("en", "light", "desktop", marks=pytest.mark.slow)],
)
def test_axe_finds_nothing_and_nothing_overflows(visit: Visit, lang: str, theme: str, size: str) -> None:
    where = quote('{"name":"<b>x</b>","where":{"grade":{"in":["C","D"]},"AMT_CREDIT":{"from":300000,"to":null}}}')
    columns = ("DAYS_BIRTH", "annuity_income_ratio", "NAME_INCOME_TYPE", "AMT_INCOME_TOTAL", "points")
    address = f"#cohort={where}&columns={quote(','.join(columns))}"
    page = open_portfolio(visit, address, lang=lang, theme=theme, size=size)
    expect(page.locator(".chips li")).to_have_count(2)
    for column in columns[:4]:
        label = lower_first(column_label(column, translator(lang)))
        expect(page.locator(f'[role=img][aria-label*=": {label}"]')).to_have_count(1)
    expect(page.locator("#cohort-title")).to_contain_text("<b>x</b>")
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize(
    ("cohort", "said"),
    [
        ("{nonsense", "The cohort of the address cannot be used"),
        ('{"where":{"points":{"from":99999,"to":null}}}', "No client meets these conditions"),
    ],
)
def test_a_bad_cohort_is_a_sentence(visit: Visit, cohort: str, said: str) -> None:
    page = visit(f"/portfolio#client=1&cohort={quote(cohort)}")
    expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()


@pytest.mark.long
def test_closed_pages_leave_nothing(visit: Visit, server: str) -> None:
    def census() -> dict[str, int]:
        with urllib.request.urlopen(f"{server}/census") as answer:  # noqa: S310 - our own server
            return json.load(answer)

    for _ in range(2):
        page = open_portfolio(visit)
        drag(page, HISTOGRAM["en"], 0.35, 0.6)
        page.wait_for_function("() => location.hash.includes('points')")
        page.context.close()
    for _ in range(40):
        left = census()
        if left["brushes"] == 0 and left["dynamic_maps"] == 0:
            break
        time.sleep(0.5)
    assert (left["brushes"], left["dynamic_maps"]) == (0, 0)
