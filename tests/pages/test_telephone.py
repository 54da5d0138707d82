"""Pages under a thumb, on a telephone's screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Scenario, what_if
from pages.conftest import Visit

pytestmark = pytest.mark.ui
HISTOGRAM = "[role=img][aria-label^='Histogram of: points']"


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
    """Move one finger over the screen, as the browser hears it from a touch screen."""
    hand = page.context.new_cdp_session(page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start[0], "y": start[1]}]})
    for step in range(1, steps + 1):
        x, y = (a + (b - a) * step / steps for a, b in zip(start, end, strict=True))
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(20)
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.long
def test_a_thumb_scrolls_across_a_histogram_and_brushes_along_it(visit: Visit) -> None:
    page = visit("/portfolio", size="phone")
    picture = page.locator(HISTOGRAM).first
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    page.wait_for_function("() => Bokeh.documents[0].is_idle")
    box = picture.bounding_box()
    x, y = box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.7
    swipe(page, (x, y), (x + 12, y - 150))
    page.wait_for_timeout(600)
    assert picture.bounding_box()["y"] < box["y"] - 60
    assert "cohort" not in page.evaluate("location.hash")
    box = picture.bounding_box()
    y = box["y"] + box["height"] * 0.5
    swipe(page, (box["x"] + box["width"] * 0.3, y), (box["x"] + box["width"] * 0.7, y + 4))
    page.wait_for_function("() => location.hash.includes('cohort')")


LEVERS = ("AMT_CREDIT", "AMT_INCOME_TOTAL")


def moved_most(served: ServedModel) -> int:
    """Return the client, of the first few, whose points a little more of each lever moves most."""

    def least_moved(client_id: int) -> float:
        client = served.portfolio.client(client_id)
        before = served.scorer.explain_one(client)
        more = [Scenario({lever: client[lever][0] * 1.3}) for lever in LEVERS]
        found = [what_if(served.scorer, client, scenario, before=before).after for scenario in more]
        return min(abs(after.points - before.points) for after in found)

    return max(map(int, served.portfolio.ids[:40]), key=least_moved)


@pytest.mark.long
def test_a_thumb_scrolls_across_a_slider_and_moves_it_along(visit: Visit, served: ServedModel) -> None:
    page = visit(f"/client#client={moved_most(served)}&tab=what-if", size="phone")
    slider = page.locator("[data-lever=AMT_CREDIT] input[type=range]")
    slider.evaluate("slider => slider.scrollIntoView({ block: 'center' })")
    page.wait_for_function("() => Bokeh.documents[0].is_idle")
    box, value = slider.bounding_box(), slider.input_value()
    x, y = box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2
    swipe(page, (x, y), (x + 4, y - 150))
    page.wait_for_timeout(600)
    assert slider.bounding_box()["y"] < box["y"] - 60
    assert slider.input_value() == value
    assert "what-if" not in page.evaluate("location.hash.replace('tab=what-if', '')")
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    swipe(page, (x, y), (x - box["width"] * 0.2, y + 3))
    page.wait_for_function("() => location.hash.replace('tab=what-if', '').includes('what-if')")
    assert slider.input_value() != value


@pytest.mark.long
def test_the_outcome_stays_in_view_while_a_slider_moves(visit: Visit, served: ServedModel) -> None:
    page = visit(f"/client#client={moved_most(served)}&tab=what-if", size="phone")
    slider = page.locator("[data-lever=settled_debt]")
    slider.scroll_into_view_if_needed()
    result = page.locator(".board .result")
    for lever in LEVERS:
        page.locator(f"[data-lever={lever}] input[type=range]").scroll_into_view_if_needed()
        before = result.inner_text()
        page.locator(f"[data-lever={lever}] input[type=range]").press("End")
        expect(result).not_to_have_text(before)
        expect(result).to_be_in_viewport(ratio=1)


def test_the_facts_come_before_the_form_of_the_decision(visit: Visit, served: ServedModel) -> None:
    page = visit(f"/client#client={served.portfolio.ids[0]}", size="phone")
    expect(page.locator("#record-title")).to_be_visible()
    tops = [page.locator(s).first.bounding_box()["y"] for s in ("#headline", ".facts section", "#record-title")]
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("size", ["phone", "narrow"])
def test_no_name_of_a_group_of_fields_lies_on_what_unfolds_it(visit: Visit, size: str) -> None:
    page = visit("/application", lang="fr", size=size)
    apart = page.locator("fieldset").evaluate_all(
        """all => all.map(set => {
          const words = node => {
            const range = document.createRange()
            range.selectNodeContents(node)
            return [...range.getClientRects()]
          }
          const [name, fold] = [set.querySelector("legend"), set.querySelector("details > summary")]
          if (!name || !fold) { return true }
          const mark = fold.getBoundingClientRect()
          return words(name).every(each =>
            each.right <= mark.left || each.bottom <= mark.top || each.top >= mark.bottom)
        })"""
    )
    assert len(apart) > 5
    assert all(apart)
