"""A view with pictures sends them once its ground is known, and another value sends their numbers alone."""

from __future__ import annotations

import json

import holoviews as hv
import panel as pn
from bokeh.document import Document
from bokeh.models import Model
from bokeh.models import Plot as Figure

from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState, CohortState
from credit_panel.state.brush import BrushState
from credit_panel.state.comparison import ComparisonState
from credit_panel.state.model_policy import PolicyState
from credit_panel.views.compare.view import CompareView
from credit_panel.views.model.cost import CostView
from credit_panel.views.model.fairness import FairnessView
from credit_panel.views.model.importance import ImportanceView
from credit_panel.views.model.performance import PerformanceView
from credit_panel.views.parts.pictured import PicturedBlock
from credit_panel.views.portfolio.heatmap import RateMapView


def block_of(view: pn.viewable.Viewer) -> PicturedBlock:
    (found,) = view.__panel__().select(PicturedBlock)
    return found


def models_of(view: pn.viewable.Viewer) -> set[Model]:
    return view.__panel__().get_root(Document()).references()


def test_pictures_wait_until_the_ground_is_known(served: ServedModel) -> None:
    view = PerformanceView(served=served, language="en", dark=None)
    block = block_of(view)
    assert (block.drawings, block.numbers) == ({}, {})
    view.dark = True
    assert list(block.drawings) == list(block.numbers) == list(view.plots)
    assert list(view.plots) == ["roc", "precision-recall", "calibration", "lift", "separation"]


def test_a_session_holds_no_model_of_a_picture(served: ServedModel) -> None:
    view = PerformanceView(served=served, language="en")
    assert not any(isinstance(model, Figure) for model in models_of(view))


def test_another_value_sends_numbers_alone_and_another_ground_draws_anew(served: ServedModel) -> None:
    state = PolicyState(served)
    view = CostView(served=served, state=state, language="en")
    block, before = block_of(view), dict(block_of(view).drawings)
    state.try_ratio(5)
    assert all(block.drawings[key] is drawn for key, drawn in before.items())
    shown = json.loads(block.numbers["cost"])
    assert "At a cost ratio of 5 " in shown["summary"]
    assert [len(layer["columns"]["x"]) for layer in shown["layers"]][2:] == [1, 1]
    assert {*block.kinds} == {*block.drawings.values()}
    view.dark = True
    assert not any(block.drawings[key] == drawn for key, drawn in before.items())


def test_plots_are_live_objects_that_follow_the_view(served: ServedModel) -> None:
    state = PolicyState(served)
    view = CostView(served=served, state=state, language="en")
    mine = hv.renderer("bokeh").get_plot(view.plots["cost"].opts(title="Mine") * hv.VLine(0.1))
    state.try_ratio(5)
    assert "At a cost ratio of 5 " in mine.state.html_attributes["aria-label"]
    assert view.plots["cost"] is view.plots["cost"]


def test_every_tab_of_the_model_gives_its_pictures(served: ServedModel) -> None:
    assert {*FairnessView(served=served, language="en").plots} == {"fairness-code-gender", "fairness-age-band"}
    assert {*ImportanceView(served=served, language="en").plots} == {"strongest-features"}


def test_a_category_has_no_picture_and_a_number_has_them_again(served: ServedModel) -> None:
    client = ClientState(served)
    client.open(int(served.portfolio.ids[0]))
    comparison = ComparisonState(client=client, cohort=CohortState(served))
    view = CompareView(comparison=comparison, language="en")
    comparison.feature = "AMT_CREDIT"
    assert {*view.plots} == {"distribution", "default-rates", "two-features"}
    comparison.feature = "NAME_INCOME_TYPE"
    assert {*view.plots} == set()
    comparison.feature = "AMT_CREDIT"
    assert {*view.plots} == {"distribution", "default-rates", "two-features"}
    assert isinstance(view.plots["distribution"] * hv.VLine(0) + view.plots["two-features"], hv.Layout)


def test_the_rate_map_follows_the_brush_by_its_numbers_alone(served: ServedModel) -> None:
    brush = BrushState(cohort=CohortState(served))
    view = RateMapView(brush=brush, language="en")
    block = block_of(view)
    drawn, shown = block.drawings["default-rate"], block.numbers["default-rate"]
    brush.brush("first", 480, 620)
    assert block.drawings["default-rate"] is drawn
    assert block.numbers["default-rate"] != shown
