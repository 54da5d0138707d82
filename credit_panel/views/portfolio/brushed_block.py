"""A linked picture on the page: what a visitor draws on it is a gesture of the brush."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import holoviews as hv
from pydantic import Field

from credit_panel.charts.plot import Plot
from credit_panel.state.brush import BrushState
from credit_panel.views.parts.component import Key, Message, Number
from credit_panel.views.parts.pictured import PicturedBlock


class Dragged(Message):
    """A box was drawn, its ends in the numbers of the axes."""

    kind: Literal["drag"]
    key: Key
    left: Number
    bottom: Number
    right: Number
    top: Number


class Tapped(Message):
    """A place was tapped."""

    kind: Literal["tap"]
    key: Key
    x: Number
    y: Number


class Lifted(Message):
    """What was drawn on a picture is taken away."""

    kind: Literal["lift"]
    key: Key


class BrushedBlock(PicturedBlock):
    """One linked picture."""

    message = Annotated[Dragged | Tapped | Lifted, Field(discriminator="kind")]

    def __init__(self, brush: BrushState, **params: Any) -> None:
        super().__init__("portfolio/linked", **params)
        self._brush = brush
        self.on_message(self._receive)

    def heard(self, key: str) -> hv.streams.LinkedStream:
        """Return the stream that hears of gestures on the picture where HoloViews draws it."""
        streams = {"bars": self._brush.tap_stream, "scatter": self._brush.box_stream}
        return streams[key]() if key in streams else self._brush.range_stream(key)

    def _receive(self, message: Dragged | Tapped | Lifted) -> None:
        plot: Plot | None = self._shown.get(message.key)
        if plot is None:
            return
        if isinstance(message, Lifted):
            roles = {"width": (plot.key,), "box": ("x", "y")}.get(plot.gesture, ())
            self._brush.cohort.where_all({self._brush.axis(role).column: None for role in roles})
        elif isinstance(message, Tapped):
            if plot.gesture == "tap":
                self._brush.tap_row(message.y)
        elif plot.gesture == "width":
            self._brush.brush(plot.key, message.left, message.right)
        elif plot.gesture == "box":
            self._brush.brush_box((message.left, message.right), (message.bottom, message.top))
