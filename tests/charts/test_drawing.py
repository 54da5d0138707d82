"""HoloViews draws each kind of picture once, and what is put into it later is what HoloViews would draw."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import holoviews as hv
import numpy as np
import pytest
from bokeh.document import Document
from bokeh.models import BoxZoomTool, HoverTool, ResetTool, SaveTool, ZoomInTool, ZoomOutTool

from credit_panel.charts.axis import share_axis
from credit_panel.charts.drawing import drawing, numbers
from credit_panel.charts.live_plot import LivePlot
from credit_panel.charts.overlay import element, overlay
from credit_panel.charts.plot import Layer, Plot, band, dashes, line, spot
from credit_panel.locale import translator

EN = translator("en")
X = np.linspace(0, 1, 50)
BAD = "<b>@x{safe}</b>"


def plot(times: float = 1.0, *, tried: bool = True) -> Plot:
    y = X * times
    layers = (
        band(X, y - 0.1, y + 0.1),
        dashes("chance", np.array([0.0, 1.0]), np.array([0.0, 1.0])),
        line("model", X, y, [(BAD, [EN.percent(v) for v in y])]),
        spot(0.3 if tried else None, 0.4, "tried", [("Share", "40%")], now=True),
        Layer("whiskers", {"x": X, "low": y - 0.1, "high": y + 0.1}),
        Layer("boxes", {"left": X, "bottom": 0 * X, "right": X + 0.01, "top": y}, readings=[("Count", ["1"] * 50)]),
        Layer("texts", {"x": [0.1], "y": [0.2], "text": ["here"]}),
        Layer("level", {"y": [0.3 * times]}),
        Layer("upright", {"x": [0.3]}),
    )
    return Plot("roc", share_axis("x", 1, EN), share_axis("y", times, EN), layers, summary=f"Goes up {times}.")


def drawn(shown: Any) -> Any:
    return hv.renderer("bokeh").get_plot(shown)


def columns_of(shown: Any) -> list[dict[str, list[Any]]]:
    sources = [part.handles["source"].data for part in shown.subplots.values()]
    return [{name: list(column) for name, column in source.items()} for source in sources]


def put(plot: Plot) -> dict[str, Any]:
    return dict(json.loads(numbers(plot, dark=False)))


def test_a_plot_is_a_named_picture_with_tools_and_words_under_the_pointer() -> None:
    figure = drawn(overlay(plot())).state
    assert figure.html_attributes == {"role": "img", "aria-label": "Goes up 1.0."}
    assert isinstance(figure.toolbar.active_drag, BoxZoomTool)
    for tool in (ZoomInTool, ZoomOutTool, ResetTool, SaveTool):
        assert [isinstance(one, tool) for one in figure.toolbar.tools].count(True) == 1
    tips = [tool.tooltips for tool in figure.toolbar.tools if isinstance(tool, HoverTool)]
    assert len(tips) == 3
    assert "&lt;b&gt;" in tips[0]
    assert "<b>@words0</b>" in tips[0]
    assert figure.output_backend == "svg"


def test_what_is_put_into_a_drawing_is_what_holoviews_draws() -> None:
    shown = drawn(overlay(plot(0.5)))
    for mine, theirs in zip(put(plot(0.5))["layers"], columns_of(shown), strict=True):
        assert mine["columns"] == theirs


@pytest.mark.parametrize("place", range(len(plot().layers)))
def test_the_columns_are_those_that_holoviews_makes_of_the_layer(place: int) -> None:
    """Without the hook that puts them: an upgrade that names or orders them otherwise is noticed."""
    bare = element(plot().layers[place])
    theirs = {name: list(column) for name, column in drawn(bare).handles["source"].data.items()}
    mine = put(plot())["layers"][place]["columns"]
    assert {name: column for name, column in mine.items() if name in theirs} == theirs
    assert all(name.startswith("words") for name in mine.keys() - theirs.keys())


def test_one_drawing_serves_all_plots_of_its_kind_and_holds_none_of_their_numbers() -> None:
    first = drawing(plot(), dark=False)
    assert drawing(replace(plot(0.5, tried=False), key="other", summary="Secret."), dark=False) is first
    assert drawing(plot(), dark=True) != first
    assert drawing(replace(plot(), layers=plot().layers[1:]), dark=False) != first
    for secret in ("Goes up", "tried", "40%", "here", BAD):
        assert secret not in first
    Document.from_json(json.loads(first)["doc"])


def test_a_plot_without_rows_is_put_as_empty_columns() -> None:
    nowhere = put(plot(tried=False))["layers"][3]["columns"]
    assert nowhere == {"x": [], "y": [], "words0": []}


def test_a_live_plot_becomes_another_where_it_is_shown() -> None:
    live = LivePlot(plot())
    composed = drawn(live.object.opts(title="Mine") * hv.VLine(0.5))
    live.show(plot(0.5, tried=False))
    fresh = drawn(overlay(plot(0.5, tried=False)))
    for mine, theirs in zip(columns_of(composed), columns_of(fresh), strict=False):
        assert mine == theirs
    assert composed.state.html_attributes["aria-label"] == "Goes up 0.5."
    assert composed.state.y_range.end == composed.state.y_range.reset_end == 0.5
    assert composed.state.yaxis[0].major_label_overrides == fresh.state.yaxis[0].major_label_overrides
    assert len([tool for tool in composed.state.toolbar.tools if isinstance(tool, HoverTool)]) == 3


def test_it_takes_options_annotations_neighbours_and_tools_of_ones_own() -> None:
    live = LivePlot(plot())
    beside = drawn(live.object * hv.VLine(0.5) + hv.Curve([1, 2]))
    assert len(beside.subplots) == 2
    lines = overlay(plot()).opts(hv.Options("Curve", backend="bokeh", tools=["crosshair"]))
    tools = [type(tool).__name__ for tool in drawn(lines).state.toolbar.tools]
    assert "CrosshairTool" in tools
    assert tools.count("HoverTool") == 3


def test_a_cell_of_more_clients_than_two_bytes_hold_is_sent_as_the_most_they_do() -> None:
    image = {"image": np.array([[70_000, 3]], np.uint32), "bounds": (0.0, 0.0, 1.0, 1.0), "most": 70_000}
    layers = (Layer("image", image, "others"),)
    full = Plot("scatter", share_axis("x", 1, EN), share_axis("y", 1, EN), layers, 100)
    sent = json.loads(numbers(full, dark=False))["layers"][0]["columns"]["image"]
    assert np.frombuffer(base64.b64decode(sent["counts"]), "<u2").tolist() == [65_535, 3]
    assert sent["most"] == 65_535
