"""Plots as HoloViews objects, drawn by hvPlot where its API reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import holoviews as hv
import holoviews.plotting.bokeh  # draws what is here; `hv.extension` would choose for the whole process, notebooks too
import numpy as np
import pandas as pd
from bokeh.core.properties import field, value
from bokeh.models import BoxSelectTool, BoxZoomTool, FixedTicker, HoverTool
from bokeh.models import Plot as Figure
from hvplot import hvPlot

from credit_panel.charts.figure import render
from credit_panel.charts.palette import look, palette, ramp
from credit_panel.charts.plot import Layer, Plot
from credit_panel.colours import Palette
from credit_panel.locale import translator

BACKEND = "bokeh"
"""HoloViews' backend of every picture, whichever its user has chosen for others."""


def overlay(plot: Plot, *, dark: bool = False) -> hv.Overlay:
    """Return a plot as HoloViews draws it, which takes ``.opts``, ``*`` an annotation and ``+`` a neighbour.

    Parameters
    ----------
    dark
        Whether it is drawn on a dark ground.
    """
    colours = palette(dark=dark)
    options = {
        "responsive": True,
        "height": plot.height,
        "show_grid": True,
        "gridstyle": {"xgrid_line_alpha": 0},
        "fontsize": {"labels": "13px", "ticks": "13px"},
        "shared_axes": False,
        "title": "",
        "xlim": (plot.x.low, plot.x.high),
        "ylim": (plot.y.low, plot.y.high),
        "xlabel": plot.x.label,
        "ylabel": plot.y.label,
    }
    layers = []
    for place, layer in enumerate(plot.layers):
        # the first layer has the frame too: options of an overlay are lost in an overlay of the user's
        own, hooks = (_style(layer, colours), [_dressing(layer, place, colours)])
        if not place:
            own, hooks = own | options | {"default_tools": _TOOLS}, [*hooks, _framing(plot, colours)]
        layers.append(element(layer).opts(backend=BACKEND, **{"default_tools": [], **own, "hooks": hooks}))
    whole = options | {"show_legend": False, "hooks": [_framing(plot, colours)]}
    return hv.Overlay(layers).opts(hv.Options("Overlay", backend=BACKEND, **whole))


_TOOLS = ["box_zoom", "zoom_in", "zoom_out", "reset", "save"]

_HVPLOT = {"legend": False, "responsive": True, "hover": False}
"""Without the second hvPlot would settle the width."""


def _dressing(layer: Layer, place: int, colours: Palette) -> Callable[[Any, Any], None]:
    """Return a hook that gives a layer its columns and what is read out of it."""

    def dress(drawn: Any, _: Any) -> None:
        renderer = drawn.handles["glyph_renderer"]
        renderer.update(name=layer_name(place), nonselection_glyph=None, selection_glyph=None)
        renderer.data_source.data = source_columns(layer)
        if "alpha" in layer.columns:
            renderer.glyph.fill_alpha = field("alpha")
        if layer.readings:
            _read_out(drawn.state, renderer, layer, colours)

    return dress


def element(layer: Layer) -> hv.Element:
    """Return the element of a layer: hvPlot's where it has one, HoloViews' own for what is measured out already."""
    frame = pd.DataFrame(layer.known() if layer.kind != "image" else ())
    match layer.kind:
        case "line":
            return hvPlot(frame).line(x="x", y="y", **_HVPLOT)
        case "dots":
            return hvPlot(frame).scatter(x="x", y="y", **_HVPLOT)
        case "band":
            return hvPlot(frame).area(x="x", y="low", y2="high", **_HVPLOT)
        case "texts":
            return hvPlot(frame).labels(x="x", y="y", text="text", **_HVPLOT)
        case "whiskers":
            frame = pd.DataFrame(source_columns(layer))
            return hv.Segments(frame, ["x", "low", "x1", "high"] if "x" in frame else ["low", "y", "high", "y1"])
        case "boxes":
            return hv.Rectangles(frame, ["left", "bottom", "right", "top"])
        case "image":
            clients = hv.Dimension("clients", range=(1, layer.columns["most"]))
            return hv.Image(layer.columns["image"], bounds=layer.columns["bounds"], vdims=clients)
        case "upright":
            return hv.VLines(frame, "x")
        case _:
            return hv.HLines(frame, "y")


def source_columns(layer: Layer) -> dict[str, Any]:
    """Return the columns of the source of a layer: its own, but where HoloViews draws from others."""
    columns = layer.known()
    if layer.kind == "whiskers":
        along = "x" if "x" in columns else "y"
        return columns | {f"{along}1": columns[along]}
    if layer.kind == "band":
        x, low, high = (np.asarray(columns[name]) for name in ("x", "low", "high"))
        return {"x": np.concatenate([x, x[::-1]]), "y": np.concatenate([high, low[::-1]])}
    if layer.kind == "image":
        left, bottom, right, top = columns["bounds"]
        sizes = {"x": [left], "y": [bottom], "dw": [right - left], "dh": [top - bottom]}
        return {"image": [columns["image"][::-1]], **sizes}
    return columns


def _style(layer: Layer, colours: Palette) -> dict[str, Any]:
    colour = getattr(colours, layer.tone)
    if layer.kind == "image":
        return {"cmap": ramp(colours, layer.tone), "cnorm": "log", "clipping_colors": {"min": "transparent"}}
    own = {name: option for name, option in layer.style.items() if name not in ("hollow", "outlined")}
    if layer.kind == "dots":
        hollow, outlined = (layer.style.get(name, False) for name in ("hollow", "outlined"))
        edge = colour if hollow or outlined else colours.card
        style = {"size": 9, "line_color": edge, "line_width": 1 if outlined else 1.5, **own}
        return style | {"fill_color": colours.card if hollow else colour}
    if layer.kind == "texts":
        return {"text_color": colour, "text_font_size": "13px", "text_font": value(look().fonts), **own}
    edge = {"line_color": colour} if layer.kind == "boxes" else {}
    return {"color": colour, **edge, **own}


def _read_out(figure: Figure, renderer: Any, layer: Layer, colours: Palette) -> None:
    """Have a layer read out in its words: a line at the nearest of its points, all else under the pointer."""
    tool: Any = next((tool for tool in figure.toolbar.tools if tool.name == renderer.name), None)
    if tool is None:
        tool = HoverTool(name=renderer.name, renderers=[renderer], line_policy="nearest")
        figure.add_tools(tool)
    tool.update(mode="vline" if layer.kind == "line" else "mouse", tooltips=tooltips(layer, colours))


def tooltips(layer: Layer, colours: Palette) -> str | None:
    """Return what is read out under the pointer: a line a name and column of the source."""
    if not layer.readings:
        return None
    rows = [(label, f"words{place}") for place, (label, _) in enumerate(layer.readings)]
    values = {"rows": rows, "ink": colours.ink, "mute": colours.mute, "card": colours.card}
    return str(render("charts", "reading.html", translator("en"), values))


def layer_name(place: int) -> str:
    """Return the name of a layer's renderer, and of the tool that reads it out."""
    return f"layer-{place}"


def _framing(plot: Plot, colours: Palette) -> Callable[[Any, Any], None]:
    """Return a hook that gives a figure its frame."""
    return lambda drawn, _: _frame(drawn.state, plot, colours)


def _frame(figure: Figure, plot: Plot, colours: Palette) -> None:
    """Give a figure its axes, letters and lines of the theme's kind, and the sentence that stands for it."""
    figure.update(
        # sharp on paper and at any size; what is made of pixels is as sharp without
        output_backend="canvas" if any(layer.kind == "image" for layer in plot.layers) else "svg",
        html_attributes={"role": "img", "aria-label": plot.summary},
        background_fill_alpha=0,
        border_fill_alpha=0,
        outline_line_color=None,
        min_border_right=14,
    )
    figure.toolbar.active_drag = _drag(figure, plot)
    for name, axis in (("x", plot.x), ("y", plot.y)):
        ticker = FixedTicker(ticks=[float(at) for at, _ in axis.marks])
        getattr(figure, f"{name}_range").update(
            start=axis.low, end=axis.high, reset_start=axis.low, reset_end=axis.high
        )
        getattr(figure, f"{name}axis")[0].update(
            axis_label=axis.label,
            ticker=ticker,
            major_label_overrides={float(at): words for at, words in axis.marks},
            minor_tick_line_color=None,
            major_tick_line_color=None,
            axis_line_color=None,
            major_label_text_font=look().fonts,
            major_label_text_color=colours.mute,
            axis_label_text_font=look().fonts,
            axis_label_text_font_style="normal",
            axis_label_text_color=colours.mute,
        )
        for grid in getattr(figure, f"{name}grid"):
            grid.update(ticker=ticker, grid_line_color=colours.line)


def _drag(figure: Figure, plot: Plot) -> Any:
    """Return the tool that a drag uses: the one that chooses, added to what a user asked for, else the one to zoom."""
    kind = BoxSelectTool if plot.gesture in ("width", "box") else BoxZoomTool
    found = next((tool for tool in figure.toolbar.tools if isinstance(tool, kind)), None)
    if plot.gesture == "width":
        for tool in figure.toolbar.tools:
            if isinstance(tool, BoxZoomTool):
                tool.dimensions = "width"  # as the other drag on it does
    if kind is BoxSelectTool and found is None:
        # who listens is told where it was drawn; that it also picks what lies under it would be two messages for one
        found = BoxSelectTool(dimensions="width" if plot.gesture == "width" else "both", renderers=[])
        figure.add_tools(found)
    return None if plot.gesture == "tap" else found
