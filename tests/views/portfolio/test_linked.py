"""The linked view: pictures that choose and are chosen from, in the browser and as HoloViews objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import holoviews as hv
import hvplot.polars  # gives Polars' frames their .hvplot
import numpy as np
import pytest

from credit_panel.portfolio import Between, ServedModel
from credit_panel.state import CohortState
from credit_panel.state.brush import BrushState
from credit_panel.views.portfolio.brushed_block import BrushedBlock
from credit_panel.views.portfolio.linked import LinkedView

assert hvplot.polars


@pytest.fixture(autouse=True)
def _bokeh() -> Iterator[None]:
    before = hv.Store.current_backend
    hv.Store.set_current_backend("bokeh")
    yield
    hv.Store.set_current_backend(before)


@pytest.fixture
def brush(served: ServedModel) -> BrushState:
    return BrushState(cohort=CohortState(served))


@pytest.fixture
def view(brush: BrushState) -> LinkedView:
    view = LinkedView(brush=brush, language="en")
    brush.hand_over = lambda gesture: gesture()
    return view


def block(view: LinkedView, key: str) -> BrushedBlock:
    blocks = {next(iter(found.words["titles"])): found for found in view.__panel__().select(BrushedBlock)}
    return blocks[key]


def drawn(shown: Any) -> list[Any]:
    """Return the plots of HoloViews that are drawn from a source, the lowest first."""
    plot = hv.renderer("bokeh").get_plot(shown)
    return plot.traverse(lambda part: part, [lambda part: bool(getattr(part, "handles", {}).get("glyph_renderer"))])


def tops(plots: list[Any], place: int = 2) -> float:
    return float(np.sum(plots[place].handles["source"].data["top"]))


def streams_of(plots: list[Any]) -> list[Any]:
    return [stream for plot in plots for callback in plot.callbacks for stream in callback.streams]


def test_a_column_with_one_value_is_a_sentence_and_no_picture(brush: BrushState) -> None:
    axis = replace(brush.axis("first"), edges=np.array([0.0, 1.0]))
    brush.plots = replace(brush.plots, axes={**brush.plots.axes, axis.column: axis})
    view = LinkedView(brush=brush, language="en")
    assert {*view.plots} == {"second", "bars", "scatter", "default-rate"}
    notes = [head.content["note"] for head in view.__panel__().select(lambda part: hasattr(part, "content"))]
    assert notes.count("All clients have the same value, or none: no picture.") == 1


def test_what_the_browser_draws_is_a_gesture(view: LinkedView, brush: BrushState) -> None:
    ends = {"bottom": 0, "top": 1e6}
    block(view, "first").receive({"serial": 1, "kind": "drag", "key": "first", "left": 600, "right": 500, **ends})
    assert brush.cohort.cohort.conditions == {"points": Between(500.0, 600.0)}
    across, up = brush.axis("x"), brush.axis("y")
    box = {"left": across.low + 0.2, "right": across.high, "bottom": up.low + 0.1, "top": up.high}
    block(view, "scatter").receive({"serial": 1, "kind": "drag", "key": "scatter", **box})
    assert {*brush.cohort.cohort.conditions} == {"points", "AMT_CREDIT", "ext_source_mean"}
    block(view, "bars").receive({"serial": 1, "kind": "tap", "key": "bars", "x": 1, "y": 0})
    assert brush.chosen() == {brush.plots.levels["grade"][-1]}
    block(view, "scatter").receive({"serial": 2, "kind": "lift", "key": "scatter"})
    assert {*brush.cohort.cohort.conditions} == {"points", "grade"}
    block(view, "bars").receive({"serial": 2, "kind": "lift", "key": "bars"})  # a tap takes a bar away
    block(view, "first").receive({"serial": 2, "kind": "lift", "key": "first"})
    assert {*brush.cohort.cohort.conditions} == {"grade"}


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "drag", "key": "scatter", "left": 500, "right": 600, "bottom": 0, "top": 1},
        {"kind": "drag", "key": "first", "left": float("nan"), "right": 600, "bottom": 0, "top": 1},
        {"kind": "drag", "key": "first", "left": "500", "right": 600, "bottom": 0, "top": 1},
        {"kind": "tap", "key": "first", "x": 500, "y": 1},
        {"kind": "drag", "key": "first", "left": 500, "right": 600, "bottom": 0},
    ],
)
def test_what_is_no_gesture_of_the_picture_changes_nothing(view: LinkedView, message: dict[str, Any]) -> None:
    first = block(view, "first")
    first.receive({"serial": 7, **message})
    assert view.brush.cohort.cohort.conditions == {}
    assert first.answered == 7


def test_a_brush_sends_numbers_alone(view: LinkedView, brush: BrushState) -> None:
    before = {key: (block(view, key).drawings, block(view, key).numbers) for key in ("first", "bars", "scatter")}
    brush.brush("first", 480, 560)
    for key, (drawings, numbers) in before.items():
        assert block(view, key).drawings[key] is drawings[key]
        assert json.loads(block(view, key).numbers[key])["summary"] != json.loads(numbers[key])["summary"]


def test_a_picture_under_an_annotation_follows_the_brush_and_takes_its_gestures(
    view: LinkedView, brush: BrushState
) -> None:
    plots = drawn(view.plots["first"].opts(title="Mine") * hv.VLine(550) + hv.Curve([1, 2]))
    brush.brush("first", 400, 520)
    assert tops(plots) == len(brush.cohort.members)
    assert plots[0].state.html_attributes["role"] == "img"
    (stream,) = streams_of(plots)
    stream.event(boundsx=(560, 640))
    assert brush.cohort.cohort.conditions == {"points": Between(560.0, 640.0)}
    assert tops(plots) == len(brush.cohort.members)
    brush.first = "DAYS_BIRTH"
    assert plots[0].state.x_range.start == brush.axis("first").low
    assert view.plots["first"] is view.plots["first"]


def test_tools_that_a_user_asks_for_stay(view: LinkedView) -> None:
    plots = drawn(view.plots["first"].opts(hv.opts.Rectangles(tools=["crosshair"])))
    kinds = [type(tool).__name__ for tool in plots[0].state.toolbar.tools]
    assert {"CrosshairTool", "HoverTool", "BoxSelectTool", "BoxZoomTool", "ResetTool", "SaveTool"} <= {*kinds}
    assert type(plots[0].state.toolbar.active_drag).__name__ == "BoxSelectTool"


def test_a_picture_of_ones_own_joins_the_brush_in_three_lines(view: LinkedView, brush: BrushState) -> None:
    own = view.join(lambda clients: clients.hvplot.scatter("AMT_CREDIT", "points", alpha=0.2), "AMT_CREDIT", "points")
    plots = drawn(own.opts(tools=["crosshair"]) + view.plots["first"])
    kinds = {type(tool).__name__ for tool in plots[0].state.toolbar.tools}
    assert {"CrosshairTool", "BoxSelectTool"} <= kinds
    brush.brush("first", 500, 560)
    assert len(plots[0].handles["source"].data["points"]) == len(brush.cohort.members)
    stream = next(stream for stream in streams_of(plots) if isinstance(stream, hv.streams.BoundsXY))
    stream.event(bounds=(200_000, 520, 900_000, 545))
    conditions = {"AMT_CREDIT": Between(200_000.0, 900_000.0), "points": Between(520.0, 545.0)}
    assert brush.cohort.cohort.conditions == conditions
    points = plots[0].handles["source"].data["points"]
    assert len(points) == len(brush.cohort.members) == tops(plots[1:])
    assert min(points) >= 520


def test_a_histogram_of_ones_own_keeps_its_hooks(view: LinkedView, brush: BrushState) -> None:
    seen = []
    own = view.join(
        lambda clients: clients.hvplot.hist("AMT_ANNUITY").opts(hooks=[lambda plot, _: seen.append(plot)]),
        x="AMT_ANNUITY",
    )
    plots = drawn(own)
    assert seen
    (stream,) = streams_of(plots)
    stream.event(bounds=(10_000, 0, 30_000, 50))
    assert brush.cohort.cohort.conditions == {"AMT_ANNUITY": Between(10_000.0, 30_000.0)}
