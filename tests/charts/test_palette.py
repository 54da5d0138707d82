"""Every pair of colours that the product puts together can be told apart (axe cannot see inside a picture)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import holoviews as hv
import pytest
from bokeh.model import Model

import credit_panel as cp
from credit_panel.charts.axis import Axis
from credit_panel.charts.drawing import drawing
from credit_panel.charts.overlay import overlay
from credit_panel.charts.palette import FORCED, PALETTES, Palette, css_variables, ramp
from credit_panel.charts.plot import Layer, Plot
from credit_panel.colours import MARK_ON, TEXT_ON, contrast
from credit_panel.errors import SettingsError
from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState

OTHERS = {"favourable": "#3d5a98", "brand": "#5b2a86"}


@pytest.fixture(autouse=True)
def _own_look() -> Iterator[None]:
    yield
    cp.theme()


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_reaches_a_contrast_of_4_5(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize(("mark", "ground"), MARK_ON)
def test_marks_reach_a_contrast_of_3(palette: Palette, mark: str, ground: str) -> None:
    assert contrast(getattr(palette, mark), getattr(palette, ground)) >= 3


@pytest.mark.parametrize("canvas", ["#ffffff", "#000000", "#fffaef", "#2d3236", "#202020"])  # Windows' contrast themes
def test_marks_show_on_every_forced_ground(canvas: str) -> None:
    assert min(contrast(mark, canvas) for mark in (FORCED["favourable"], FORCED["adverse"], FORCED["review"])) >= 3


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_the_style_sheet_holds_both_themes_of_every_colour() -> None:
    css = css_variables()
    assert "--adverse-text: light-dark(#7a3d00, #f5c265);" in css
    assert css.count("light-dark(") == len(Palette.__dataclass_fields__)


def plot() -> Plot:
    axis = Axis("x", 0, 1, [(0, "0"), (1, "1")])
    return Plot("one", axis, axis, [Layer("line", {"x": [0.0, 1.0], "y": [0.0, 1.0]})])


def sheets_of(root: Model) -> str:
    return "".join(str(sheet) for model in root.references() for sheet in getattr(model, "stylesheets", ()))


def test_a_theme_reaches_pictures_and_the_style_sheets_of_new_views(served: ServedModel) -> None:
    own, state = drawing(plot(), dark=False), ClientState(served, client_id=int(served.portfolio.ids[0]))
    cp.theme(light=OTHERS, fonts="Inter, Arial")
    drawn = hv.renderer("bokeh").get_plot(overlay(plot()))
    assert next(iter(drawn.subplots.values())).handles["glyph"].line_color == OTHERS["favourable"]
    assert drawn.state.xaxis[0].axis_label_text_font == "Inter, Arial"
    there = drawing(plot(), dark=False)
    assert there != own
    assert OTHERS["favourable"] in json.dumps(json.loads(there))
    assert drawing(plot(), dark=True) != there
    for view in (cp.DecisionView(state=state), cp.WhatIfView(scenario=cp.ScenarioState(client=state))):
        css = sheets_of(view.__panel__().get_root())
        assert "--brand: light-dark(#5b2a86, #0b4f6c);" in css
        assert "--brand: light-dark(#0b4f6c, #0b4f6c);" not in css
    cp.theme()
    assert drawing(plot(), dark=False) is own


@pytest.mark.long
def test_a_theme_reaches_views_that_are_drawn_already(served: ServedModel) -> None:
    state = ClientState(served, client_id=int(served.portfolio.ids[0]))
    views = (
        cp.DecisionView(state=state),
        cp.WhatIfView(scenario=cp.ScenarioState(client=state)),
        cp.LinkedView(brush=cp.BrushState(cohort=cp.CohortState(served))),
        cp.ImportanceView(served=served),
    )
    roots = [view.__panel__().get_root() for view in views]
    linked, importance = views[2:]
    picture = hv.renderer("bokeh").get_plot(linked.plots["first"])
    cp.theme(light=OTHERS, fonts="Inter, Arial")
    for root in roots:
        css = sheets_of(root)
        assert "--brand: light-dark(#5b2a86, #0b4f6c);" in css
        assert "--brand: light-dark(#0b4f6c, #0b4f6c);" not in css
        assert "--fonts: Inter, Arial;" in css
    pictures = roots[3]
    assert OTHERS["favourable"] in json.dumps(pictures.data.kinds)
    assert picture.state.xaxis[0].axis_label_text_font == "Inter, Arial"
    cp.theme(ground="dark")
    assert importance.dark
    assert "#18212b" in json.dumps(pictures.data.kinds)
    importance.dark = False  # as a page does, which knows better
    cp.theme()
    assert not importance.dark
    assert "--brand: light-dark(#0b4f6c, #0b4f6c);" in sheets_of(roots[0])


def test_a_theme_that_cannot_be_read_changes_nothing() -> None:
    with pytest.raises(SettingsError, match="The theme leaves a contrast of"):
        cp.theme(light={"ink": "#dddddd"})
    with pytest.raises(ValueError, match="ground is 'grey': give 'light' or 'dark'"):
        cp.theme(ground="grey")  # type: ignore[arg-type]
    assert "--ink: light-dark(#16202e" in css_variables()


def test_a_dark_ground_is_that_of_plots_and_of_new_views(served: ServedModel) -> None:
    light = hv.render(cp.plots.importance(most=5, served=served), backend="bokeh")
    cp.theme(ground="dark")
    dark = hv.render(cp.plots.importance(most=5, served=served), backend="bokeh")
    assert (light.background_fill_color, dark.background_fill_color) == ("#ffffff", "#18212b")
    assert contrast(dark.xaxis[0].major_label_text_color, dark.border_fill_color) >= 4.5
    assert cp.ImportanceView(served=served).dark


def test_a_ramp_goes_from_faint_to_strong() -> None:
    for palette in PALETTES.values():
        strengths = [contrast(shade, palette.card) for shade in ramp(palette, "favourable")]
        assert strengths == sorted(strengths)
