"""Plots as HoloViews objects: drawn by hvPlot where its API reaches, and changed in place when their numbers change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import holoviews as hv
import pandas as pd
from bokeh.core.properties import field, value
from bokeh.models import FixedTicker
from hvplot import hvPlot

from credit_panel.charts.axis import Axis
from credit_panel.charts.bokeh_theme import FONT_SIZES, Look, look, tooltip, zoomable
from credit_panel.charts.palette import FONTS
from credit_panel.charts.picture import LiveLayer, Picture
from credit_panel.charts.plot import Layer, Plot


class PlotPicture(Picture):
    """A plot as it is shown, which becomes another of the same layers without being drawn anew.

    Parameters
    ----------
    plot
        What it shows at first.
    dark
        Whether it is drawn on a dark ground.
    """

    def __init__(self, plot: Plot, *, dark: bool = False) -> None:
        self._plot, self.is_dark = plot, dark
        self._look = look("dark" if dark else "light")
        layers = [_live(layer, self._look, self._columns(place)) for place, layer in enumerate(plot.layers)]
        super().__init__(layers, lambda: self._plot.summary, _frame(plot))

    def takes(self, plot: Plot) -> bool:
        """Return whether it can become a plot: one of the same layers."""
        return [_kept(one) for one in plot.layers] == [_kept(one) for one in self._plot.layers]

    def show(self, plot: Plot) -> None:
        """Become another plot, which it `takes`."""
        before, self._plot = self._plot, plot
        for drawn in list(self._plots[0]):
            for axis, old, new in (("x", before.x, plot.x), ("y", before.y, plot.y)):
                if old != new:
                    _turn(drawn.state, axis, new)
        for place, drawn in ((place, one) for place, plots in enumerate(self._plots) for one in list(plots)):
            self._read_out(drawn, place)
        self.redraw()

    def _columns(self, place: int) -> Callable[[], Mapping[str, Any]]:
        return lambda: self._plot.layers[place].known()

    def _dress(self, plot: Any, place: int) -> None:
        """Draw as SVG, which is sharp on paper and at any size."""
        self._read_out(plot, place)
        if "alpha" in self._plot.layers[place].columns:
            plot.handles["glyph"].update(fill_alpha=field("alpha"))
        if not place:
            plot.state.output_backend = "svg"
            for axis, now in (("x", self._plot.x), ("y", self._plot.y)):
                _turn(plot.state, axis, now)

    def _read_out(self, plot: Any, place: int) -> None:
        """Have a layer read out under the names of now."""
        hover, layer = plot.handles.get("hover"), self._plot.layers[place]
        if hover is not None and layer.readings:
            hover.tooltips = _tips(layer, self._look)


_HVPLOT = {"legend": False, "responsive": True}
"""Without the second hvPlot would settle the width."""


def element(layer: Layer, columns: Mapping[str, Any]) -> hv.Element:
    """Return the element of a layer: hvPlot's where it has one, HoloViews' own for what is measured out already."""
    frame = pd.DataFrame(dict(columns))
    words = [name for name in columns if name.startswith("words")]
    match layer.kind:
        case "line":
            return hvPlot(frame).line(x="x", y="y", hover_cols=words, hover=False, **_HVPLOT)
        case "dots":
            return hvPlot(frame).scatter(x="x", y="y", hover_cols=words, hover=False, **_HVPLOT)
        case "band":
            return hvPlot(frame).area(x="x", y="low", y2="high", hover=False, **_HVPLOT)
        case "texts":
            return hvPlot(frame).labels(x="x", y="y", text="text", hover=False, **_HVPLOT)
        case "whiskers":
            upright = ["x", "low", "x1", "high"]
            ends = upright if "x" in columns else ["low", "y", "high", "y1"]
            return hv.Segments(_both_ends(frame)[ends], ends)
        case "boxes":
            shades = [name for name in columns if name == "alpha"]
            return hv.Rectangles(frame, ["left", "bottom", "right", "top"], [*words, *shades])
        case "upright":
            return hv.VLines(frame, "x")
        case _:
            return hv.HLines(frame, "y")


def _both_ends(frame: pd.DataFrame) -> pd.DataFrame:
    along = "x" if "x" in frame else "y"
    return frame.assign(**{f"{along}1": frame[along]})


def _live(layer: Layer, colours: Look, data: Callable[[], Mapping[str, Any]]) -> LiveLayer:
    first = element(layer, layer.known())

    def draw(columns: Mapping[str, Any]) -> hv.Element:
        frame = pd.DataFrame(dict(columns))
        if layer.kind == "whiskers":
            frame = _both_ends(frame)
        return first.clone(frame[[dimension.name for dimension in first.dimensions()]])

    return LiveLayer(draw, data, _style(layer, colours))


def _style(layer: Layer, colours: Look) -> dict[str, Any]:
    colour = getattr(colours.palette, layer.tone)
    style: dict[str, Any] = {
        "color": colour,
        **{k: v for k, v in layer.style.items() if k not in ("hollow", "outlined")},
    }
    if layer.kind == "dots":
        hollow = layer.style.get("hollow", False)
        style = {"size": 9, "line_color": colour if hollow else colours.ground, "line_width": 1.5, **style}
        style |= {"fill_color": colours.ground if hollow else colour}
        if layer.style.get("outlined"):
            style |= {"line_color": colour, "line_width": 1}
        del style["color"]
    if layer.kind == "texts":
        style = {"text_color": style.pop("color"), "text_font_size": "13px", "text_font": value(FONTS), **style}
    if layer.readings:
        along = "vline" if layer.kind == "line" else "mouse"
        style |= {"tools": ["hover"], "hover_tooltips": _tips(layer, colours), "hover_mode": along}
    return style


def _tips(layer: Layer, colours: Look) -> str:
    return tooltip([(label, f"words{i}") for i, (label, _) in enumerate(layer.readings)], colours)


def _kept(layer: Layer) -> tuple[object, ...]:
    return layer.kind, layer.tone, len(layer.readings), tuple(layer.style.items())


def _frame(plot: Plot) -> dict[str, Any]:
    return {
        "responsive": True,
        "height": plot.height,
        "toolbar": None,
        "default_tools": [],
        "active_tools": [],
        "show_legend": False,
        "show_grid": True,
        "gridstyle": {"xgrid_line_alpha": 0},
        "fontsize": FONT_SIZES,
        "shared_axes": False,
        "title": "",
        "xlim": (plot.x.low, plot.x.high),
        "ylim": (plot.y.low, plot.y.high),
        "xlabel": plot.x.label,
        "ylabel": plot.y.label,
        "hooks": [zoomable],
    }


def _turn(figure: Any, name: str, axis: Axis) -> None:
    """Give one axis of a figure its ends, its name and its marks."""
    drawn, along = getattr(figure, f"{name}axis")[0], getattr(figure, f"{name}_range")
    along.update(start=axis.low, end=axis.high, reset_start=axis.low, reset_end=axis.high)
    ticker = FixedTicker(ticks=[place for place, _ in axis.marks])
    drawn.update(axis_label=axis.label, ticker=ticker)
    for grid in getattr(figure, f"{name}grid"):
        grid.ticker = ticker
    drawn.major_label_overrides = {float(place): words for place, words in axis.marks}
