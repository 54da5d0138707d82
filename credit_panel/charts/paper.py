"""Plots on paper: the same layers over the same axes as SVG, for documents that no browser draws.

HoloViews' Bokeh pictures are drawn by a browser, and its matplotlib ones would be set in other letters and colours than
the pages: what a document needs of a plot is these few shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from credit_panel.charts.axis import Axis
from credit_panel.charts.figure import render
from credit_panel.charts.palette import look, palette
from credit_panel.charts.plot import Layer, Plot
from credit_panel.colours import Palette
from credit_panel.locale import Translator

WIDTH = 680
"""Width of every picture, in pixels of the SVG."""

_TOP, _RIGHT, _LETTER, _ENTRY = 10, 18, 6.6, 19


def svg(plot: Plot, t: Translator) -> str:
    """Return a plot as SVG in the light colours of the theme, its legend under it.

    Raises
    ------
    ValueError
        When a layer is an image, whose pixels no document shows.
    """
    colours = palette(dark=False)
    longest = max((len(words) for _, words in plot.y.marks), default=0)
    left = round(longest * _LETTER) + (34 if plot.y.label else 14)
    below = 46 if plot.x.label else 26
    named = [layer for layer in plot.layers if layer.name]
    height = plot.height - below - _TOP
    room = _Room(left, _TOP, WIDTH - left - _RIGHT, height, plot.x, plot.y)
    legend_top = plot.height + 8
    values = {
        "key": plot.key,
        "width": WIDTH,
        "height": legend_top + _ENTRY * len(named) + 4,
        "summary": plot.summary,
        "fonts": look().fonts,
        "frame": {"left": left, "top": _TOP, "width": room.width, "height": height},
        "colours": colours,
        "across": plot.x.label,
        "up": plot.y.label,
        "marks": _marks(room),
        "shapes": [shape for layer in plot.layers for shape in _shapes(layer, room, colours)],
        "legend": [
            _entry(layer, left, legend_top + _ENTRY * place, colours) | {"words": layer.name}
            for place, layer in enumerate(named)
        ],
    }
    return str(render("charts", "paper.svg", t, values))


@dataclass(frozen=True, slots=True)
class _Room:
    """Where the axes lie, in pixels."""

    left: float
    top: float
    width: float
    height: float
    across: Axis
    up: Axis

    def x(self, value: float) -> float:
        return round(self.left + (value - self.across.low) / (self.across.high - self.across.low) * self.width, 2)

    def y(self, value: float) -> float:
        share = (value - self.up.low) / (self.up.high - self.up.low)
        return round(self.top + (1 - share) * self.height, 2)


def _marks(room: _Room) -> list[dict[str, Any]]:
    bottom, right = room.top + room.height, room.left + room.width
    upright = [
        {
            "line": f"M{room.left} {room.y(at)}H{right}",
            "x": room.left - 6,
            "y": room.y(at) + 4,
            "anchor": "end",
            "words": words,
        }
        for at, words in room.up.marks
        if room.up.low <= at <= room.up.high
    ]
    level = [
        {"line": "", "x": room.x(at), "y": bottom + 17, "anchor": "middle", "words": words}
        for at, words in room.across.marks
        if room.across.low <= at <= room.across.high
    ]
    return upright + level


def _shapes(layer: Layer, room: _Room, colours: Palette) -> list[dict[str, Any]]:
    if layer.kind == "image":
        raise ValueError(f"{layer.name!r} is an image, which is not drawn on paper.")
    columns = {name: np.asarray(values) for name, values in layer.known().items()}
    count = len(next(iter(columns.values()))) if columns else 0
    if not count:
        return []
    look_ = _look(layer, colours)
    if layer.kind == "texts":
        anchor = "start" if layer.style.get("text_align") == "left" else "middle"
        shift = 0 if layer.style.get("text_baseline") == "bottom" else 4
        places = zip(columns["x"], columns["y"], columns["text"], strict=True)
        return [
            {"words": str(words), "x": room.x(x), "y": room.y(y) + shift, "anchor": anchor, "fill": look_["stroke"]}
            for x, y, words in places
        ]
    if layer.kind in ("line", "band"):
        return [{**look_, "path": _outline(layer.kind, columns, room)}]
    opacity = columns.get("alpha", np.full(count, look_["opacity"]))
    paths = (_path(layer, {name: values[row] for name, values in columns.items()}, room) for row in range(count))
    return [{**look_, "opacity": float(alpha), "path": path} for path, alpha in zip(paths, opacity, strict=True)]


def _outline(kind: str, columns: dict[str, np.ndarray], room: _Room) -> str:
    x = [room.x(value) for value in columns["x"]]
    if kind == "line":
        return "M" + "L".join(f"{a} {room.y(b)}" for a, b in zip(x, columns["y"], strict=True))
    high = [f"{a} {room.y(b)}" for a, b in zip(x, columns["high"], strict=True)]
    low = [f"{a} {room.y(b)}" for a, b in zip(x, columns["low"], strict=True)]
    return "M" + "L".join(high + low[::-1]) + "Z"


def _path(layer: Layer, row: dict[str, Any], room: _Room) -> str:
    """Return the outline of one row of a layer that has one shape a row."""
    match layer.kind:
        case "dots":
            return _dot(room.x(row["x"]), room.y(row["y"]), layer)
        case "boxes":
            left, right = room.x(row["left"]), room.x(row["right"])
            return f"M{left} {room.y(row['bottom'])}V{room.y(row['top'])}H{right}V{room.y(row['bottom'])}Z"
        case "whiskers" if "x" in row:
            return f"M{room.x(row['x'])} {room.y(row['low'])}V{room.y(row['high'])}"
        case "whiskers":
            return f"M{room.x(row['low'])} {room.y(row['y'])}H{room.x(row['high'])}"
        case "upright":
            return f"M{room.x(row['x'])} {room.top}v{room.height}"
        case _:
            return f"M{room.left} {room.y(row['y'])}h{room.width}"


def _dot(x: float, y: float, layer: Layer) -> str:
    half = layer.style.get("size", 9) / 2
    if layer.style.get("marker") == "diamond":
        return f"M{x} {y - half}l{half} {half}l{-half} {half}l{-half} {-half}Z"
    return f"M{x - half} {y}a{half} {half} 0 1 0 {2 * half} 0a{half} {half} 0 1 0 {-2 * half} 0Z"


def _look(layer: Layer, colours: Palette) -> dict[str, Any]:
    """Return the colours and lines of a layer."""
    colour, style = getattr(colours, layer.tone), layer.style
    look_ = {
        "fill": "none",
        "stroke": colour,
        "width": style.get("line_width", 1.5),
        "dashed": "line_dash" in style,
        "opacity": float(style.get("alpha", 1.0)),
    }
    if layer.kind in ("band", "boxes"):
        return look_ | {"fill": colour, "stroke": "none"}
    if layer.kind == "dots":
        return look_ | {"fill": colours.card if style.get("hollow") else colour, "stroke": colour}
    return look_


def _entry(layer: Layer, left: float, top: float, colours: Palette) -> dict[str, Any]:
    """Return the swatch of a layer in the legend, and where its name stands."""
    match layer.kind:
        case "dots":
            path = _dot(left + 11, top + 7, layer)
        case "boxes" | "band":
            path = f"M{left + 3} {top + 1}h16v11h-16Z"
        case "upright" | "whiskers":
            path = f"M{left + 11} {top}v13"
        case _:
            path = f"M{left} {top + 7}h22"
    return {**_look(layer, colours), "path": path, "x": left + 30, "y": top + 11}
