"""What the linked pictures share: HoloViews draws each of them once, and a brush then changes columns of a few layers.

A brush leaves the axes, the colours and most layers of a picture as they are. A `DynamicMap` works all of them out anew
and sends them, which takes seven times as long; so here only the elements whose data have changed are made again, and
HoloViews' own plots turn them into the columns that are sent.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import holoviews as hv
import holoviews.plotting.bokeh  # draws what is here; `hv.extension` would choose for the whole process, notebooks too
import numpy as np

from credit_panel.charts.linked.bokeh_theme import name_picture
from credit_panel.state.brush import BrushState

BACKEND = "bokeh"
"""HoloViews' backend of every linked picture, whichever its user has chosen for others."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer of a picture.

    Parameters
    ----------
    draw
        Returns the element of some data.
    data
        Returns what the layer shows now, a list or an array; as long as it is equal, the layer is left alone.
    style
        Options of the element.
    """

    draw: Callable[[Any], hv.Element]
    data: Callable[[], Any]
    style: Mapping[str, Any] = field(default_factory=dict)


class Picture:
    """One linked picture, which follows its layers' data when it is asked to.

    Parameters
    ----------
    layers
        The lowest first.
    gesture
        The stream through which the brush hears of a drag or a tap on the picture.
    say
        Returns the sentence that stands for the picture.
    options
        Of the whole picture.

    Attributes
    ----------
    object : holoviews.Overlay
        What is shown. It takes ``.opts``, and goes on following the brush under ``*`` and beside ``+`` of one's own.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        gesture: hv.streams.LinkedStream,
        say: Callable[[], str],
        options: Mapping[str, Any],
    ) -> None:
        self._layers, self._say = layers, say
        self._drawn = self._shown = [layer.data() for layer in layers]
        self._plots: list[weakref.WeakSet[Any]] = [weakref.WeakSet() for _ in layers]
        elements = [layer.draw(data) for layer, data in zip(layers, self._drawn, strict=True)]
        for place, (layer, element) in enumerate(zip(layers, elements, strict=True)):
            # each layer joins by itself, and the first carries the frame: so they do in an overlay of the user's too
            frame = {name: value for name, value in options.items() if name not in _OF_THE_WHOLE} if not place else {}
            hooks = [_joining(self, place), *(() if place else options["hooks"])]
            element.opts(backend=BACKEND, **{"default_tools": [], **layer.style, **frame, "hooks": hooks})
        # a stream is heard on a layer of its own only, not on an overlay
        gesture.source = elements[0]
        self.object = hv.Overlay(elements).opts(hv.Options("Overlay", backend=BACKEND, **options))

    def redraw(self) -> None:
        """Bring every plot of the picture up to date."""
        before, self._shown = self._shown, [layer.data() for layer in self._layers]
        for place in _differences(before, self._shown):
            for plot in list(self._plots[place]):
                self._change(plot, place)
        sentence = self._say()
        for plot in list(self._plots[0]):
            name_picture(plot.state, sentence)
            plot.push()

    def join(self, plot: Any, place: int) -> None:
        """Let a plot that HoloViews has just made of a layer follow it too."""
        self._plots[place].add(plot)
        if _differences(self._drawn[place : place + 1], self._shown[place : place + 1]):
            self._change(plot, place)
        if not place:
            plot.state.output_backend = "canvas"  # nothing here gains anything from WebGL, and a slow driver loses much
            name_picture(plot.state, self._say())

    def _change(self, plot: Any, place: int) -> None:
        element = self._layers[place].draw(self._shown[place])
        columns = plot.get_data(element, plot.current_ranges, plot.style[plot.cyclic_index])[0]
        _send(plot.handles["source"], columns)


def position_of(brush: BrushState, column: str) -> float | None:
    """Return where the open client lies on an axis, None without one or without a value."""
    if brush.marked is None:
        return None
    position = float(brush.plots.positions[column][brush.marked])
    return position if np.isfinite(position) else None


_OF_THE_WHOLE = frozenset({"hooks", "show_legend"})
"""Options of an overlay that its layers do not take, or take for themselves."""


def _joining(picture: Picture, place: int) -> Callable[[Any, Any], None]:
    """Return a hook through which plots join their picture, without keeping it alive.

    HoloViews keeps the options of a picture, which hold this, for the whole process until the picture is freed.
    """
    alive = weakref.ref(picture)

    def join(plot: Any, _: Any) -> None:
        if (picture := alive()) is not None:
            picture.join(plot, place)

    return join


def _differences(before: Sequence[Any], after: Sequence[Any]) -> list[int]:
    """Return the places at which two lists of layers' data differ."""
    pairs = enumerate(zip(before, after, strict=True))
    return [place for place, (old, new) in pairs if old is not new and not _equal(old, new)]


def _equal(old: Any, new: Any) -> bool:
    if isinstance(old, np.ndarray):
        return np.array_equal(old, new, equal_nan=old.dtype.kind == "f")
    return bool(old == new)


def _send(source: Any, columns: Mapping[str, Any]) -> None:
    """Put the columns that have changed into a source; all of them where the number of rows has."""
    known = source.data
    if all(len(values) == len(known[name]) for name, values in columns.items()):
        columns = {name: values for name, values in columns.items() if not np.array_equal(values, known[name])}
    if columns:
        known.update(columns)
