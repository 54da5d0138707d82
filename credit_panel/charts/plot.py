"""What a picture shows, before anything draws it: layers over two axes, in the colours of what they mean.

A plot holds numbers and words alone, so that it costs no import: `picture` draws it with HoloViews where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from markupsafe import Markup

from credit_panel.charts.axis import Axis
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator

MOST_POINTS = 200
"""Points of a line: as many as its pixels show."""

Kind = Literal["line", "band", "dots", "whiskers", "boxes", "image", "upright", "level", "texts"]
"""How a layer is drawn, and the columns that it takes:

- ``line``: through ``x`` and ``y``; ``band``: between ``low`` and ``high`` along ``x``; ``dots``: at ``x`` and ``y``;
- ``whiskers``: from ``low`` to ``high`` at ``x``, or lying at ``y``;
- ``boxes``: from ``left`` and ``bottom`` to ``right`` and ``top``, as opaque as ``alpha`` says where it is given;
- ``image``: the counts of ``image``, the top row first, over ``bounds`` (left, bottom, right, top), in colours up to
  ``most``;
- ``upright`` and ``level``: lines across the whole picture at ``x`` or ``y``; ``texts``: ``text`` at ``x`` and ``y``.
"""

Tone = Literal["favourable", "adverse", "review", "ink", "mute", "notice", "adverse_text", "others"]
"""What a colour means, by the names of the palette."""

Gesture = Literal["", "width", "box", "tap"]
"""What a visitor chooses clients with on a picture: a drag along it, a box on it, a tap; empty for none."""

Reading = tuple[str, Sequence[str]]
"""A line of what is read out under the pointer: its name, and the words of each row."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer of a plot.

    Parameters
    ----------
    kind
        How it is drawn.
    columns
        Its numbers by name, one a row; rows in which one is not known are left out.
    tone
        Its colour.
    name
        What the legend calls it; one without a name stands in no legend.
    style
        Options of HoloViews that are this layer's own.
    readings
        What is read out of a row under the pointer; nothing where there is none.
    """

    kind: Kind
    columns: Mapping[str, Any]
    tone: Tone = "favourable"
    name: str = ""
    style: Mapping[str, Any] = field(default_factory=dict)
    readings: Sequence[Reading] = ()

    def known(self) -> dict[str, Any]:
        """Return the columns, those of the readings among them, without the rows in which a number is not known."""
        if self.kind == "image":
            return dict(self.columns)
        texts = {f"words{i}": words for i, (_, words) in enumerate(self.readings)}
        columns = {name: np.asarray(values) for name, values in {**self.columns, **texts}.items()}
        numbers = [values for values in columns.values() if values.dtype.kind == "f"]
        kept = np.logical_and.reduce([np.isfinite(values) for values in numbers]) if numbers else slice(None)
        return {name: values[kept] for name, values in columns.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """One picture: layers over two axes, the lowest first.

    Parameters
    ----------
    key
        Its name among the pictures of a page, of small letters, digits and hyphens.
    x, y
        Its axes.
    layers
        The lowest first.
    height
        Pixels.
    summary
        The sentence that stands for it.
    title
        What its tools are named by; empty for the title of its figure.
    gesture
        What a visitor chooses clients with; without one, a drag looks nearer.
    """

    key: str
    x: Axis
    y: Axis
    layers: Sequence[Layer]
    height: int = 300
    summary: str = ""
    title: str = ""
    gesture: Gesture = ""


def plotted(title: str, plot: Plot, summary: str, table: Table, t: Translator) -> Figure:
    """Return a figure whose picture is a plot: the place where it is drawn, and its legend in the reader's language."""
    return Figure(title, place_of(plot, t), summary, table, (replace(plot, summary=summary),))


def place_of(plot: Plot, t: Translator, note: str = "") -> Markup:
    """Return the place of a plot with the legend under it, and a note after that."""
    banded = any(layer.kind == "band" for layer in plot.layers)
    legend = [
        {
            "name": layer.name,
            "tone": layer.tone.replace("_", "-"),
            "kind": _swatch(layer, banded),
            # where each box is as opaque as it is heavy, one of the middle stands for all
            "opacity": 0.6 if "alpha" in layer.columns else layer.style.get("alpha", 1),
        }
        for layer in plot.layers
        if layer.name
    ]
    return render("charts", "picture.html", t, {"plot": plot, "legend": legend, "note": note})


def readings_of(table: Table) -> list[Reading]:
    """Return what is read out of a layer that has a row for each of a table: the table's own words."""
    return [(name, [row[place] for row in table.rows]) for place, name in enumerate(table.columns)]


def line(name: str, x: np.ndarray, y: np.ndarray, readings: Sequence[Reading] = (), tone: Tone = "favourable") -> Layer:
    """Return a line of the main kind."""
    return Layer("line", {"x": x, "y": y}, tone, name, {"line_width": 2.5}, readings)


def dashes(name: str, x: np.ndarray, y: np.ndarray) -> Layer:
    """Return a line to hold others against."""
    return Layer("line", {"x": x, "y": y}, "review", name, {"line_width": 1.5, "line_dash": "dashed"})


def band(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> Layer:
    """Return the interval along a line, which goes before it."""
    return Layer("band", {"x": x, "low": low, "high": high}, style={"alpha": 0.2, "line_alpha": 0})


def spot(x: float | None, y: float | None, name: str, readings: Sequence[tuple[str, str]], *, now: bool) -> Layer:
    """Return one marked place, hollow for what is and full for what is tried; an empty layer where it has no place."""
    known = x is not None and y is not None and bool(np.isfinite([x, y]).all())
    columns = {"x": [x] if known else [], "y": [y] if known else []}
    style: dict[str, Any] = {"size": 13 if now else 17, "line_width": 2.5, "hollow": not now}
    words = [(label, [text] if known else []) for label, text in readings]
    return Layer("dots", columns, "adverse" if now else "ink", name if known else "", style, words)


def thinned(count: int, most: int = MOST_POINTS) -> np.ndarray:
    """Return at most `most` positions from 0 to `count` - 1, evenly spread, both ends among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _swatch(layer: Layer, banded: bool) -> str:
    if layer.kind == "line":
        return "dashes" if "line_dash" in layer.style else "banded" if banded else "line"
    if layer.kind == "upright" and layer.style.get("line_dash") == "dashed":
        return "upright dashes"
    if layer.kind == "level" and "line_dash" not in layer.style:
        return "line"
    if layer.kind == "dots" and layer.style.get("hollow"):
        return "ring"
    if layer.kind == "dots" and "marker" in layer.style:
        return str(layer.style["marker"])
    return layer.kind
