"""The component of the what-if that holds the levers, and what it sends back.

One component holds all levers, since each Material widget costs 15 ms of the server, and since a slider that also has
a number box, an error and a missing value would be four of them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import param
from pydantic import Field

from credit_panel.views.parts.component import Component, Count, Key, Message, Number, Text
from credit_panel.views.parts.scripts import scripts


class Moved(Message):
    """A slider was moved; moves of one `gesture` are undone as one."""

    kind: Literal["move"]
    lever: Key
    value: Number
    gesture: Count


class Typed(Message):
    """A text was typed into the box of a lever."""

    kind: Literal["type"]
    lever: Key
    text: Text


class TakenBack(Message):
    """A lever goes back to the client's own value."""

    kind: Literal["back"]
    lever: Key


class ToolUsed(Message):
    """One of the buttons above the levers was pressed."""

    kind: Literal["undo", "redo", "reset"]


LeverMessage = Moved | Typed | TakenBack | ToolUsed
"""What the browser sends of the levers."""


class LeverBoard(Component):
    """Sliders with number boxes, and undo, redo and reset.

    The browser sends one message at a time: while the server answers, a moving slider keeps its latest value only, so
    that a slow server never falls behind. A value that was not answered when the line was lost is sent again.
    """

    levers = param.List(default=[], item_type=dict, doc="What each lever shows, in their order.")

    words = param.Dict(default={}, doc="The board's texts in the reader's language.")

    able = param.Dict(default={}, doc="Whether undo, redo and reset have something to do.")

    heading: param.Selector[str] = param.Selector(
        default="h1", objects=["h1", "h2"], doc="Element of the board's title: a page has one h1."
    )

    message = Annotated[LeverMessage, Field(discriminator="kind")]

    _esm = scripts(
        "parts/elements",
        "parts/focus",
        "parts/drafts",
        "parts/messages",
        "parts/texts",
        "parts/slider_box",
        "what_if/levers",
    )

    sheets = ("parts/slider_box", "what_if/levers")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})
