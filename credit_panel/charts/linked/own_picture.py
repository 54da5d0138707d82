"""A picture of a user's own under the brush: drawn of the chosen clients, and a box on it chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import holoviews as hv
from bokeh.models import BoxSelectTool

from credit_panel.state.brush import BrushState


def own_picture(
    brush: BrushState,
    draw: Callable[[Any], Any],
    x: str | None = None,
    y: str | None = None,
    columns: Sequence[str] | None = None,
) -> hv.DynamicMap:
    """Return a picture that is drawn anew of the chosen clients, and on which a box chooses.

    Parameters
    ----------
    draw
        Returns the picture, one element of HoloViews, of a frame of the chosen clients, one of Polars.
    x, y
        The columns of the portfolio along its axes, in whose numbers a box chooses; without both none is drawn.
    columns
        Those of the frame; `x` and `y` when None.
    """
    wanted = [name for name in (x, y) if name] if columns is None else list(columns)

    def drawn(version: int) -> Any:
        return _with_brush(draw(brush.cohort.frame(wanted)), x, y)

    shown = hv.DynamicMap(drawn, streams=[hv.streams.Params(brush, ["version"])])
    if x or y:
        brush.own_stream(x, y).source = shown
    return shown


def _with_brush(element: Any, x: str | None, y: str | None) -> Any:
    """Return the element with the tool that draws a box, beside the tools and hooks that its user gave it."""
    if not (x or y):
        return element
    dimensions: Literal["both", "width", "height"] = "both" if x and y else "width" if x else "height"

    def add(plot: Any, _: Any) -> None:
        toolbar = plot.state.toolbar
        found = next((tool for tool in toolbar.tools if isinstance(tool, BoxSelectTool)), None)
        if found is None:
            found = BoxSelectTool(dimensions=dimensions, renderers=[])
            plot.state.add_tools(found)
        toolbar.active_drag = found

    known = hv.Store.lookup_options("bokeh", element, "plot").kwargs.get("hooks", [])
    return element.opts(backend="bokeh", hooks=[*known, add])
