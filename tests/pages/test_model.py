"""The /model page as a validator uses it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hand_made.challenger import CHALLENGER
from hand_made.hostile import long_category
from playwright.sync_api import Page, expect

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Policy
from pages.conftest import Visit
from pages.sound import expect_sound

pytestmark = pytest.mark.ui
EN = translator("en")
TABS = {"performance": 1, "cost": 2, "importance": 1, "fairness": 2, "drift": 2, "card": 5, "compare": 3}
"""The tabs by their key in the address, and the cards that each shows at least."""


def open_tab(visit: Visit, tab: str, **settings: str) -> Page:
    page = visit(f"/model#tab={tab}", **settings)
    expect(page.get_by_role("tab", selected=True)).to_have_attribute("data-key", tab)
    expect(page.locator("h1:visible")).to_have_count(1)
    if tab == "drift":
        expect(page.locator(".drifts")).to_be_visible()
    return page


@pytest.mark.slow
def test_the_tabs_are_sound(visit: Visit) -> None:
    """In the light, in English and on a desktop, test_accessibility.py sees them."""
    lang = "fr"
    page = open_tab(visit, "performance", lang=lang, theme="dark", size="narrow")
    for tab in TABS:
        button = page.locator(f'[role="tab"][data-key="{tab}"]')
        button.click()
        expect(page.get_by_role("tabpanel", name=button.text_content(), exact=True)).to_be_visible()
        if tab == "drift":
            expect(page.locator(".drifts")).to_be_visible()
        if tab == "compare":
            page.get_by_label(translator(lang).gettext("The other model")).select_option(CHALLENGER)
        expect(page.locator(".card:visible").nth(TABS[tab] - 1)).to_be_visible()
        for summary in page.locator("details:visible > summary").all()[:2]:
            summary.click()
        expect_sound(page)


HOLD_BACK = """() => {
  const later = window.setTimeout
  window.held = []
  window.setTimeout = (call, wait, ...given) => (wait === 250 ? window.held.push(call) : later(call, wait, ...given))
}"""
"""Hold back what puts the address right a quarter of a second later, to have it come at the worst of times."""


@pytest.mark.long
def test_an_address_that_comes_while_the_last_one_is_put_right_is_followed(visit: Visit) -> None:
    """What was asked for in vain leaves the address a moment later: by then somebody may have given another one."""
    page = open_tab(visit, "cost")
    code = page.locator("code:visible")
    page.evaluate("location.hash = '#tab=cost&ratio=5'")
    expect(code).to_contain_text("--cost-ratio 5")
    page.evaluate(HOLD_BACK)
    page.evaluate("location.hash = '#tab=cost&ratio=a%20lot'")
    expect(code).to_contain_text("--cost-ratio 10")
    page.wait_for_function("held.length > 0")
    page.evaluate("() => { location.hash = '#tab=cost&ratio=8'; for (const call of held) { call() } }")
    expect(code).to_contain_text("--cost-ratio 8")
    assert page.evaluate("location.hash") == "#tab=cost&ratio=8"


@pytest.mark.long
def test_the_cost_ratio_moves_the_figures_stands_in_the_address_and_nothing_is_saved(
    visit: Visit, served: ServedModel
) -> None:
    page = open_tab(visit, "cost")
    trained = served.portfolio.select(None, ("probability", "fold")).drop_nulls("fold")
    accepted = page.locator(".tiles dd b:visible").nth(1)

    def share(ratio: float) -> str:
        return EN.percent(float((trained["probability"] <= Policy(ratio).threshold).mean()))

    expect(accepted).to_have_text(share(10))
    box = page.get_by_role("textbox", name="Cost ratio")
    box.fill("5")
    box.press("Enter")
    expect(accepted).to_have_text(share(5))
    expect(page.locator(".tiles dd b:visible").first).to_have_text(EN.percent(1 / 6))
    expect(page.locator("code:visible")).to_contain_text("--cost-ratio 5")
    expect(page.get_by_role("status").first).to_contain_text("Cost ratio 5:")
    page.wait_for_function("() => location.hash === '#tab=cost&ratio=5'")
    page.reload()
    expect(accepted).to_have_text(share(5))
    page.evaluate("location.hash = '#tab=cost&ratio=a%20lot'")
    expect(accepted).to_have_text(share(10))
    expect(page.get_by_role("alert").filter(has_text="number")).to_be_hidden()
    page.evaluate("location.hash = '#tab=cost&ratio=5'")
    expect(accepted).to_have_text(share(5))
    slider = page.get_by_role("slider", name="Cost ratio")
    slider.press("ArrowRight")
    expect(accepted).to_have_text(share(5.5))
    box.fill("a lot")
    box.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="This is not a number")).to_be_visible()
    expect(accepted).to_have_text(share(5.5))
    page.get_by_role("button", name="Back to the shipped ratio").click()
    expect(accepted).to_have_text(share(10))
    page.wait_for_function("() => location.hash === '#tab=cost'")
    level = page.locator("select:visible").filter(has=page.locator("option[value='0.95']"))
    level.select_option("0.95")
    page.wait_for_function("() => location.hash === '#tab=cost&review=0.95'")
    page.reload()
    expect(level).to_have_value("0.95")


@pytest.mark.long
def test_a_dropped_file_is_held_against_the_training_clients(visit: Visit, served: ServedModel, tmp_path: Path) -> None:
    page = open_tab(visit, "drift")
    frame = served.portfolio.select(None, None).filter(pl.col("TARGET").is_not_null())
    moved, few, other = (tmp_path / name for name in ("moved.csv", "few.parquet", "other.csv"))
    frame.select("AMT_ANNUITY", "AMT_GOODS_PRICE", AMT_CREDIT=pl.col("AMT_CREDIT") * 3).write_csv(moved)
    frame.select("AMT_CREDIT").head(50).write_parquet(few)
    pl.DataFrame({"colour": np.repeat(["blue", "green"], 300)}).write_csv(other)
    page.locator("input[type=file]").set_input_files(moved)
    first = page.locator(".drifts summary").first
    expect(page.get_by_label("Held against the training clients")).to_have_value("file:moved.csv")
    expect(page.get_by_text("could not be compared")).to_be_visible()
    expect(first).to_contain_text("moved far")
    first.press("Enter")
    expect(page.locator(".drifts details").first.locator("[role=img]")).to_be_visible()
    expect(page.locator(".drifts [role=img]")).to_have_count(1)  # what is folded away is not drawn
    for path, words in ((few, "There are 50 applications"), (other, "No column of the file has the name of a field")):
        page.locator("input[type=file]").set_input_files(path)
        expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
        expect(page.get_by_role("status").first).to_have_text("The drift could not be worked out.")
    expect_sound(page)
    costly = tmp_path / "costly.parquet"
    costly.write_bytes(long_category(20_000))
    page.locator("input[type=file]").set_input_files(costly)
    expect(page.get_by_label("Held against the training clients")).to_have_value("file:costly.parquet")
    stopped = re.compile("The file took over (512 MB of memory|10 seconds) to read, and was stopped")
    expect(page.get_by_role("alert").filter(has_text=stopped)).to_be_visible(timeout=30_000)
    page.get_by_label("Held against the training clients").select_option("test")
    expect(page.locator(".drifts")).to_be_visible()


@pytest.mark.long
def test_the_tab_stands_in_the_address_and_the_language_reaches_hidden_tabs(visit: Visit) -> None:
    page = open_tab(visit, "card")
    expect(page.get_by_role("heading", level=1, name="Model card")).to_be_visible()
    page.locator('[role="tab"][data-key="compare"]').click()
    page.get_by_label("The other model").select_option(CHALLENGER)
    expect(page.get_by_role("heading", name="Who changes side")).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("The comparison is worked out.")
    page.wait_for_function(f"() => location.hash === '#tab=compare&other={CHALLENGER}'")
    page.reload()
    expect(page.get_by_role("heading", name="Who changes side")).to_be_visible()
    page.get_by_label("Language").select_option("fr")
    expect(page.get_by_role("heading", name="Qui change de côté")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Fiche du modèle")).to_be_visible()
    expect(page).to_have_title(re.compile("^Modèle"))
