"""What a page shows of plots: how each is drawn, as HoloViews draws its kind, and the numbers that are put into that.

HoloViews takes a tenth of a second for a picture, and most of it is the same for all that have the same layers. So a
page does not have its pictures drawn: each kind is drawn once in the life of the process, of made-up numbers, and the
browser puts those of a plot into it. What stands in its place are the columns of the sources, as HoloViews makes them.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import holoviews as hv
import numpy as np
from bokeh.document import Document
from bokeh.embed import json_item

from credit_panel.charts.axis import Axis
from credit_panel.charts.overlay import BACKEND, overlay, source_columns, tooltips
from credit_panel.charts.palette import look, palette
from credit_panel.charts.plot import Layer, Plot
from credit_panel.colours import Look


@dataclass(frozen=True, slots=True)
class _Kind:
    """What pictures have in common that differ by their numbers and words alone."""

    layers: tuple[tuple[str, str, tuple[tuple[str, Any], ...], tuple[str, ...], bool], ...]
    height: int
    gesture: str
    look: Look
    dark: bool


_MOST_SENT = np.iinfo(np.uint16).max
_IMAGE = {"image": np.ones((2, 2)), "bounds": (0.0, 0.0, 1.0, 1.0), "most": 2}


def drawing(plot: Plot, *, dark: bool) -> str:
    """Return how a plot is drawn, as JSON that Bokeh embeds: the same for all plots of its kind, with none of its data.

    Parameters
    ----------
    dark
        Whether on a dark ground.
    """
    layers = tuple(
        (one.kind, one.tone, tuple(one.style.items()), tuple(one.columns), bool(one.readings)) for one in plot.layers
    )
    return _draw(_Kind(layers, plot.height, plot.gesture, look(), dark))


@cache
def kind_name(drawn: str) -> str:
    """Return a name for what `drawing` returned, so that pictures of one kind can share it."""
    return hashlib.blake2b(drawn.encode(), digest_size=8).hexdigest()


def numbers(plot: Plot, *, dark: bool) -> str:
    """Return what a plot puts into its `drawing`, as JSON: columns and words of each layer, axes, and its sentence."""
    colours = palette(dark=dark)
    layers = [{"columns": _columns(layer), "tooltips": tooltips(layer, colours)} for layer in plot.layers]
    axes = {
        name: {
            "label": axis.label,
            "ends": [float(axis.low), float(axis.high)],
            "marks": [(float(at), words) for at, words in axis.marks],
            "unit": axis.unit,
        }
        for name, axis in (("x", plot.x), ("y", plot.y))
    }
    shown = {"summary": plot.summary, "gesture": plot.gesture, "layers": layers, **axes}
    return json.dumps(shown, allow_nan=False)


def _columns(layer: Layer) -> dict[str, Any]:
    columns = source_columns(layer)
    if layer.kind == "image":
        (counts,) = columns.pop("image")
        # two bytes a cell: colours of more than so many clients, which takes millions, are all the same
        packed = base64.b64encode(np.minimum(counts, _MOST_SENT).astype("<u2")).decode("ascii")
        most = min(int(layer.columns["most"]), _MOST_SENT)
        return columns | {"image": {"counts": packed, "shape": counts.shape, "most": most}}
    return {name: np.asarray(column).tolist() for name, column in columns.items()}


@cache
def _draw(kind: _Kind) -> str:
    made_up = [
        Layer(
            layer,  # type: ignore[arg-type]
            _IMAGE if layer == "image" else {n: ["", ""] if n == "text" else np.array([0.0, 1.0]) for n in names},
            tone,  # type: ignore[arg-type]
            style=dict(style),
            readings=[("", ["", ""])] if read_out else (),
        )
        for layer, tone, style, names, read_out in kind.layers
    ]
    axis = Axis("", 0, 1)
    plot = overlay(Plot("", axis, axis, made_up, kind.height, gesture=kind.gesture), dark=kind.dark)  # type: ignore[arg-type]
    # in this mode the drawing takes the document that it is given, and not the one that all in the process share
    shown = hv.renderer(BACKEND).instance(mode="server").get_plot(plot, Document())
    try:
        # the page has buttons in place of the toolbar, which screen readers name; a name comes with what is shown
        shown.state.update(toolbar_location=None, html_attributes={})
        return json.dumps(json_item(shown.state))
    finally:
        shown.cleanup()
