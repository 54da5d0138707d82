"""The views of the pages are alive in JupyterLab, and bring all they need from this machine."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from credit_panel.charts.palette import PALETTES
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome, Scenario, what_if
from credit_panel.settings import Settings
from notebooks.keeping import FOLDER
from notebooks.laboratory import Laboratory, laboratory

pytestmark = pytest.mark.ui

RUN_ALL = ("Run", "Run All Cells")
IDLE = re.compile(r"\| Idle$")
"""What the status bar says once a kernel waits; a cell that is run earlier asks for a kernel in a dialog."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the laboratory."""
    return tmp_path_factory.mktemp("laboratory")


@pytest.fixture(scope="module")
def lab(settings: Settings, folder: Path) -> Iterator[Laboratory]:
    """A JupyterLab with copies of the notebooks."""
    for path in FOLDER.glob("*.ipynb"):
        shutil.copy(path, folder)
    with laboratory(settings, folder) as running:
        yield running


@pytest.fixture
def page(lab: Laboratory, browser: Browser) -> Iterator[Page]:
    """A page of the laboratory; at the end, nothing has failed in it and it has asked no other host."""
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: complaints.append(r.url) if outside(r.url, lab.address) else None)
    yield page
    page.close()
    assert complaints == []


def run(page: Page, lab: Laboratory, name: str) -> None:
    """Open a notebook and run all its cells."""
    page.goto(lab.notebook(f"{name}.ipynb"))
    page.get_by_text(IDLE).wait_for(timeout=60_000)
    for item in RUN_ALL:
        page.get_by_role("menuitem", name=item, exact=True).first.click()


OWN = """
import panel as pn
import hvplot.polars
import credit_panel as cp
pn.extension()
cohort = cp.CohortState(cp.current_model())
brush = cp.BrushState(cohort=cohort)
linked = cp.LinkedView(brush=brush)
pn.Column(pn.bind(lambda _: f"{len(cohort.members)} are chosen", brush.param.version), linked)
"""
JOINED = """
mine = linked.join(lambda clients: clients.hvplot.scatter("AMT_CREDIT", "points"), x="AMT_CREDIT", y="points")
mine.opts(alpha=0.2, width=500) + linked.plots["second"]
"""
INK = """key => {
  const slots = []
  const look = root => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) { look(node.shadowRoot) }
      if (node.dataset?.picture === key) { slots.push(node) }
    }
  }
  look(document)
  const figure = Bokeh.index.roots.find(view => view.el === slots[0].querySelector("[role=img]"))
  const card = getComputedStyle(slots[0].querySelector(".tools")).backgroundColor
  return [figure?.model.below[0].major_label_text_color, card]
}"""
"""The colours of a picture's numbers, and of the card under it."""


@pytest.mark.slow
def test_an_own_picture_shares_the_brush_and_a_dark_theme_reaches_the_pictures(
    page: Page, lab: Laboratory, folder: Path, served: ServedModel
) -> None:
    cells = [nbformat.v4.new_code_cell(code.strip()) for code in (OWN, JOINED)]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "own.ipynb")
    run(page, lab, "own")
    chosen = page.get_by_text(re.compile(r"^\d+ are chosen$"))
    expect(chosen).to_have_text(f"{len(served.portfolio)} are chosen", timeout=90_000)
    picture = page.locator(".jp-CodeCell").nth(1).locator(".bk-Canvas").first
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6, steps=6)
    page.mouse.up()
    chosen.scroll_into_view_if_needed()
    expect(chosen).not_to_have_text(f"{len(served.portfolio)} are chosen")

    page.locator("[data-picture=first] [role=img]").wait_for()
    light, dark = (PALETTES[theme] for theme in ("light", "dark"))
    assert page.evaluate(INK, "first") == [light.mute, rgb(light.card)]
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    page.wait_for_function(f"ink => ({INK})('first')[0] === ink", arg=dark.mute)
    assert page.evaluate(INK, "first") == [dark.mute, rgb(dark.card)]


def rgb(colour: str) -> str:
    """Return a colour as browsers write it."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour.lstrip("#")))


def outside(url: str, address: str) -> bool:
    """Whether a request leaves the server at `address`."""
    return url.startswith(("http", "ws")) and not url.startswith((address, address.replace("http", "ws", 1)))


@pytest.mark.long
def test_a_slider_moved_in_a_cell_changes_the_numbers_beside_it(
    page: Page, lab: Laboratory, served: ServedModel
) -> None:
    run(page, lab, "01_one_client")
    slider = page.locator('[data-lever="AMT_CREDIT"] input[type=range]')
    slider.wait_for(timeout=90_000)
    client = next(int(i) for i in served.portfolio.ids if served.explain_client(int(i)).outcome is Outcome.REFUSE)
    row, before = served.portfolio.client(client), served.explain_client(client)
    expect(page.locator(".verdict .headline")).to_contain_text(f"Client {client}")
    expect(page.locator(".verdict .probability b")).to_have_text(f"{before.probability:.1%}")

    slider.focus()
    for _ in range(8):
        slider.press("ArrowLeft")
    wanted = float(slider.input_value())
    assert wanted != row["AMT_CREDIT"][0]
    after = what_if(served.scorer, row, Scenario({"AMT_CREDIT": wanted}), before=before).after
    expect(page.get_by_role("row", name=re.compile("^Points"))).to_contain_text(f"{after.points:.0f}")

    term = page.locator(".verdict button.term").first
    told = term.locator("xpath=following-sibling::*[1]")
    expect(told).to_be_hidden()
    term.focus()
    expect(told).to_be_visible()
    slider.focus()
    expect(told).to_be_hidden()
    term.hover()
    told.hover()
    expect(told).to_be_visible()


@pytest.mark.slow
def test_a_brush_drawn_in_a_cell_chooses_whom_polars_chooses(page: Page, lab: Laboratory, served: ServedModel) -> None:
    run(page, lab, "02_portfolio_and_brushing")
    count, low, high = (page.locator(at) for at in (".count b", '[data-stop="low-first"]', '[data-stop="high-first"]'))
    low.wait_for(timeout=90_000)
    count.scroll_into_view_if_needed()
    page.locator('[data-action="clear"]').click()
    expect(count).to_have_text(f"{len(served.portfolio):,}")

    picture = page.locator("[data-picture=first] [role=img]")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    middle = box["y"] + box["height"] * 0.5
    histogram = page.locator("[role=img][aria-label^='Histogram']").first
    everyone = histogram.get_attribute("aria-label") or ""
    page.mouse.move(box["x"] + box["width"] * 0.4, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, middle, steps=6)
    page.mouse.up()
    expect(count).not_to_have_text(f"{len(served.portfolio):,}")
    points = served.portfolio.column("points")

    def chosen() -> int:
        return int(points.is_between(float(low.input_value() or "nan"), float(high.input_value() or "nan")).sum())

    for _ in range(40):  # the boxes and the count arrive one after the other
        if count.inner_text() == f"{chosen():,}":
            break
        page.wait_for_timeout(250)
    assert 0 < chosen() < len(served.portfolio)
    expect(count).to_have_text(f"{chosen():,}")
    expect(histogram).not_to_have_attribute("aria-label", everyone)
