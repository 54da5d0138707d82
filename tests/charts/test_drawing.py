"""HoloViews draws each layer once; another plot of the same layers changes numbers, and nothing is made anew."""

from __future__ import annotations

from typing import Any

import holoviews as hv
import numpy as np
import pytest
from bokeh.document import Document
from bokeh.models import BoxZoomTool, HoverTool

from credit_panel.charts.axis import share_axis
from credit_panel.charts.drawing import PlotPicture
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


def drawn(picture: PlotPicture) -> Any:
    return hv.renderer("bokeh").get_plot(picture.object)


def sources(shown: Any) -> list[dict[str, Any]]:
    return [dict(part.handles["source"].data) for part in shown.subplots.values()]


def test_a_plot_is_a_named_picture_with_tools_and_words_under_the_pointer() -> None:
    shown = drawn(PlotPicture(plot()))
    assert shown.state.html_attributes == {"role": "img", "aria-label": "Goes up 1.0."}
    assert isinstance(shown.state.toolbar.active_drag, BoxZoomTool)
    assert shown.state.toolbar_location is None
    tips = [tool.tooltips for tool in shown.state.toolbar.tools if isinstance(tool, HoverTool)]
    assert len(tips) == 3
    assert "&lt;b&gt;" in tips[0]
    assert "<b>@words0</b>" in tips[0]
    assert shown.state.output_backend == "svg"


def test_another_plot_changes_the_one_that_is_shown() -> None:
    picture = PlotPicture(plot())
    shown, fresh = drawn(picture), drawn(PlotPicture(plot(0.5, tried=False)))
    assert picture.takes(plot(0.5, tried=False))
    picture.show(plot(0.5, tried=False))
    for mine, theirs in zip(sources(shown), sources(fresh), strict=True):
        assert mine.keys() == theirs.keys()
        for name, column in mine.items():
            assert list(column) == list(theirs[name])
    assert shown.state.html_attributes["aria-label"] == "Goes up 0.5."
    assert shown.state.y_range.end == shown.state.y_range.reset_end == 0.5
    assert shown.state.yaxis[0].major_label_overrides == fresh.state.yaxis[0].major_label_overrides


def test_what_has_not_changed_is_not_sent() -> None:
    picture = PlotPicture(plot())
    shown, document, sent = drawn(picture), Document(), []
    document.add_root(shown.state)
    document.on_change(lambda event: sent.append(event.attr))
    picture.show(plot())
    assert sent == []


def test_a_plot_drawn_later_is_that_of_now() -> None:
    picture = PlotPicture(plot())
    picture.show(plot(0.5))
    shown = drawn(picture)
    assert shown.state.y_range.end == 0.5
    assert sources(shown)[2]["y"][-1] == pytest.approx(0.5)


def test_other_layers_are_another_picture() -> None:
    picture, other = PlotPicture(plot()), plot()
    assert picture.takes(other)
    assert not picture.takes(Plot(other.key, other.x, other.y, other.layers[1:]))


def test_it_takes_options_annotations_and_neighbours() -> None:
    picture = PlotPicture(plot())
    composed = hv.renderer("bokeh").get_plot(picture.object.opts(title="Mine") * hv.VLine(0.5) + hv.Curve([1, 2]))
    picture.show(plot(0.5))
    parts = composed.traverse(lambda part: part)
    (followed,) = [part for part in parts if len(getattr(part, "subplots", None) or {}) == 10]
    assert sources_end(followed) == pytest.approx(0.5)


def sources_end(shown: Any) -> float:
    return float(list(shown.subplots.values())[2].handles["source"].data["y"][-1])
