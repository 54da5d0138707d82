"""What the linked pictures share: they follow the version of one brush, and send it their gestures.

Each is a HoloViews `DynamicMap`. The scatter is rasterised by hvPlot from the one plot frame; the bars of the
histograms are counts in bins that were cut once a process, and so cost a few milliseconds at 356,255 clients.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import holoviews as hv
import numpy as np

from credit_panel.state.brush import BrushState

hv.extension("bokeh")
hv.renderer("bokeh").webgl = False  # rectangles and images gain nothing from it, and a slow driver loses much


Version = hv.streams.Stream.define("Version", version=0)
"""How many times what a picture shows has changed; a frame in its place would be hashed at every change."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One linked picture.

    Parameters
    ----------
    object
        What is shown.
    version
        What draws it again when it gets another number.
    """

    object: hv.DynamicMap
    version: hv.streams.Stream


def linked(draw: Callable[[], Sequence[Any]], gesture: hv.streams.LinkedStream, options: dict[str, Any]) -> Picture:
    """Return a picture of some layers.

    Parameters
    ----------
    draw
        Returns the layers, the lowest first; always as many, of the same kinds.
    gesture
        The stream through which the brush hears of a drag or a tap on the picture.
    options
        Of the whole picture.
    """
    version = Version()
    drawn: list[Any] = []

    def ground(version: int) -> Any:
        drawn[:] = draw()
        return drawn[0]

    def others(version: int) -> hv.Overlay:
        return hv.Overlay(drawn[1:])

    # a stream is heard on a layer of its own only, not on a map that returns all layers at once
    lowest = hv.DynamicMap(ground, streams=[version])
    gesture.source = lowest
    picture = lowest * hv.DynamicMap(others, streams=[version])
    return Picture(picture.opts(hv.opts.Overlay(**options)), version)


def said_of(brush: BrushState, say: Callable[[BrushState], str]) -> Callable[[], str]:
    """Return what a picture of the brush is called, without keeping the brush alive.

    HoloViews keeps the options of a picture, which hold this, for the whole process until the picture is freed; and the
    brush leads back to its pictures.
    """
    alive = weakref.ref(brush)

    def said() -> str:
        brush = alive()
        return "" if brush is None else say(brush)

    return said


def redraw(pictures: Iterable[Picture], version: int) -> None:
    """Draw pictures again."""
    for picture in pictures:
        picture.version.event(version=version)


def position_of(brush: BrushState, column: str) -> float | None:
    """Return where the open client lies on an axis, None without one or without a value."""
    if brush.marked is None:
        return None
    position = float(brush.plots.frame[column].iat[brush.marked])
    return position if np.isfinite(position) else None
