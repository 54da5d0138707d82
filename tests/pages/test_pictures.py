"""The pictures answer the pointer: numbers in words, a nearer look, and a file; on every page that has some."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from credit_panel.portfolio import ServedModel
from pages.conftest import Visit
from pages.sound import expect_sound
from pages.test_client import clients

pytestmark = pytest.mark.ui

AXES = """key => {
  const figures = []
  const look = root => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) { look(node.shadowRoot) }
      if (node.dataset?.picture === key) { figures.push(node.querySelector("[role=img]")) }
    }
  }
  look(document)
  const { model } = Bokeh.index.roots.find(view => view.el === figures[0])
  const marks = axis => [...axis.major_label_overrides.values()]
  return { x: [model.x_range.start, model.x_range.end], marks: marks(model.below.find(part => part.ticker)) }
}"""
"""The ends of a picture's lower axis, and what is written beside it."""

SVG = "{http://www.w3.org/2000/svg}"

ON_A_CANVAS = """() => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) { at = at.shadowRoot.activeElement }
  return at?.classList.contains("bk-canvas-events") ?? false
}"""


ADDRESSES = {
    "model": "/model",
    "cost": "/model#tab=cost",
    "importance": "/model#tab=importance",
    "compare": "/client#client={client}&tab=compare&feature=AMT_CREDIT",
    "what-if": "/client#client={client}&tab=what-if",
    "portfolio": "/portfolio",
}


def open_page(visit: Visit, served: ServedModel, where: str, **settings: str) -> Page:
    return visit(ADDRESSES[where].format(client=clients(served)[0]), **settings)


def picture(page: Page, key: str) -> Locator:
    found = page.locator(f'[data-picture="{key}"]')
    expect(found.locator("[role=img]")).to_be_visible(timeout=60_000)
    found.scroll_into_view_if_needed()
    return found


def at(found: Locator, across: float, up: float) -> tuple[float, float]:
    box = found.locator("[role=img]").bounding_box()
    assert box is not None
    return box["x"] + box["width"] * across, box["y"] + box["height"] * (1 - up)


PICTURES = {
    "model": [("roc", (0.5, 0.5), r"Threshold\s*\d+\.\d+%\s*Repaying clients refused\s*\d+\.\d+%")],
    "cost": [("cost", (0.5, 0.5), r"Threshold\s*\d+\.\d+%\s*Cost a client\s*0\.\d+")],
    "compare": [("distribution", (0.4, 0.26), r"Range\s*\d.*Repaid\s*\d+\.\d% \(\d+\)")],
    "what-if": [("curve", (0.5, 0.5), r"Probability of default\s*\d+\.\d+%")],
    "portfolio": [
        ("first", (0.5, 0.3), r"Points\s*\d+ to \d+\s*All clients\s*\d+\s*Cohort\s*\d+"),
        ("second", (0.5, 0.9), r"Age\s*\d+ to \d+\s*All clients\s*\d+\s*Cohort\s*\d+"),
        ("bars", (0.5, 0.5), r"Grade\s*[A-F]\s*All clients\s*\d+\s*Cohort\s*\d+"),
        (
            "scatter",
            (0.55, 0.6),
            r"Credit amount requested\s*\d+.k to \d+.k\s*Mean external score\s*0\.\d+ to 0\.\d+.*Cohort\s*\d",
        ),
        ("default-rate", (0.668, 0.47), r"Clients of known outcome\s*\d+\s*Default rate\s*\d+\.\d%"),
    ],
    "importance": [
        ("strongest-features", (0.2, 0.917), r"Feature\s*\S.*Theme\s*\S.*Average strength, points\s*\d"),
    ],
}
"""By page, its pictures: where one is pointed at, and what it reads out there."""
LONG = {"model", "compare", "portfolio"}
"""Those that take over 4 seconds."""


@pytest.mark.parametrize(
    "where", [pytest.param(where, marks=[pytest.mark.long] if where in LONG else []) for where in PICTURES]
)
def test_a_picture_reads_out_its_numbers_zooms_and_is_saved(visit: Visit, served: ServedModel, where: str) -> None:
    page = open_page(visit, served, where)
    for key, spot, words in PICTURES[where]:
        found = picture(page, key)
        for shift in (0.02, 0.0):
            x, y = at(found, spot[0] + shift, spot[1])
            page.mouse.move(x, y)
        tip = page.locator(".bk-Tooltip").filter(visible=True).first
        expect(tip).to_be_visible()
        expect(tip).to_have_text(re.compile(words, re.DOTALL))
        page.mouse.move(0, 0)

        whole = page.evaluate(AXES, key)
        tools = found.get_by_role("group", name=re.compile("Tools of the picture"))
        tools.get_by_role("button", name="Zoom in").click()
        page.wait_for_function(f"([key, low]) => ({AXES})(key).x[0] > low", arg=[key, whole["x"][0]])
        nearer = page.evaluate(AXES, key)
        assert nearer["x"][1] < whole["x"][1]
        tools.get_by_role("button", name="Show all of it").press("Enter")
        page.wait_for_function(f"([key, low]) => ({AXES})(key).x[0] === low", arg=[key, whole["x"][0]])
        assert page.evaluate(AXES, key) == whole

        with page.expect_download() as saved:
            tools.get_by_role("button", name="Save as a picture").press("Enter")
        assert saved.value.suggested_filename == f"{key}.png"
        assert saved.value.path().read_bytes().startswith(b"\x89PNG")
        with page.expect_download() as saved:
            tools.get_by_role("button", name="Save as a drawing (SVG)").press("Enter")
        assert saved.value.suggested_filename == f"{key}.svg"
        drawing = ElementTree.parse(saved.value.path()).getroot()  # noqa: S314 - the page has just made it
        assert drawing.tag == f"{SVG}svg"
        assert any(text.text for text in drawing.iter(f"{SVG}text"))
    assert "cohort" not in page.evaluate("location.hash")


@pytest.mark.long
def test_a_drag_on_a_linked_picture_chooses_or_looks_nearer_as_one_likes(visit: Visit, served: ServedModel) -> None:
    page = open_page(visit, served, "portfolio")
    found = picture(page, "first")
    expect(picture(page, "default-rate").locator("[data-tool=box]")).to_be_hidden()
    whole = page.evaluate(AXES, "first")["x"]
    toggle = found.get_by_role("button", name="Drag to zoom, not to choose")

    def drag() -> None:
        page.mouse.move(*at(found, 0.4, 0.5))
        page.mouse.down()
        page.mouse.move(*at(found, 0.7, 0.5), steps=4)
        page.mouse.up()

    toggle.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    drag()
    page.wait_for_function(f"low => ({AXES})('first').x[0] > low", arg=whole[0])
    assert "cohort" not in page.evaluate("location.hash")
    low, high = page.evaluate(AXES, "first")["x"]
    toggle.press("Enter")
    drag()
    page.wait_for_function("() => location.hash.includes('cohort')")
    assert page.evaluate(AXES, "first")["x"] == [low, high]  # whoever looks at a part goes on looking at it
    box = page.get_by_label("Points, from")
    assert low < float(box.input_value()) < high


def test_a_part_of_an_axis_has_its_own_round_numbers_in_the_readers_language(visit: Visit, served: ServedModel) -> None:
    page = open_page(visit, served, "model", lang="fr")
    found = picture(page, "roc")
    before = page.evaluate(AXES, "roc")["marks"]
    found.locator("[data-tool=nearer]").click()
    page.wait_for_function(f"([key, old]) => String(({AXES})(key).marks) !== old", arg=["roc", ",".join(before)])
    marks = page.evaluate(AXES, "roc")["marks"]
    assert all(re.fullmatch(r"\d+(,\d+)?\u202f%", mark) for mark in marks)
    assert 3 <= len(marks) <= 8


def test_a_box_that_is_drawn_is_looked_at(visit: Visit, served: ServedModel) -> None:
    page = open_page(visit, served, "model")
    found = picture(page, "roc")
    page.mouse.move(*at(found, 0.3, 0.8))
    page.mouse.down()
    page.mouse.move(*at(found, 0.6, 0.4), steps=4)
    page.mouse.up()
    page.wait_for_function(f"key => ({AXES})(key).x[0] > 0.05", arg="roc")


def test_another_value_changes_the_picture_that_is_there(visit: Visit, served: ServedModel) -> None:
    page = open_page(visit, served, "cost")
    found = picture(page, "cost")
    found.locator("[role=img]").evaluate("node => { node.dataset.mine = 'yes' }")
    label = found.locator("[role=img]").get_attribute("aria-label")
    box = page.get_by_role("textbox", name="Cost ratio")
    box.fill("5")
    box.press("Enter")
    expect(found.locator("[role=img]")).not_to_have_attribute("aria-label", label or "")
    expect(found.locator("[role=img]")).to_have_attribute("data-mine", "yes")


@pytest.mark.long
def test_another_ground_draws_the_picture_anew_and_lets_the_old_one_go(visit: Visit, served: ServedModel) -> None:
    page = open_page(visit, served, "model", theme="light")
    found = picture(page, "roc")
    expect(page.locator("[data-picture] [role=img]")).to_have_count(5)
    pictures = page.evaluate("Bokeh.index.roots.length")
    found.locator("[role=img]").evaluate("node => { node.dataset.old = 'yes' }")
    page.get_by_role("button", name=re.compile("dark", re.IGNORECASE)).click()
    expect(found.locator("[role=img]")).not_to_have_attribute("data-old", "yes")
    expect(found.locator("[role=img]")).to_have_count(1)
    page.wait_for_function("known => Bokeh.index.roots.length === known", arg=pictures)


@pytest.mark.parametrize(
    ("where", "key"),
    [
        ("what-if", "curve"),
        pytest.param("model", "roc", marks=pytest.mark.long),
        pytest.param("compare", "distribution", marks=pytest.mark.long),
    ],
)
def test_no_picture_stops_the_tab_key_and_the_page_is_sound(
    visit: Visit, served: ServedModel, where: str, key: str
) -> None:
    page = open_page(visit, served, where, theme="dark", size="phone")
    picture(page, key)
    for _ in range(30):
        page.keyboard.press("Tab")
        assert not page.evaluate(ON_A_CANVAS)
    expect_sound(page)
