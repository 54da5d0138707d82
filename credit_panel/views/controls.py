"""The two components of the what-if that send something back: the levers, and a block of HTML with buttons.

One component holds all levers, since each Material widget costs 15 ms of the server, and since a slider that also has
a number box, an error and a missing value would be four of them.
"""

from __future__ import annotations

from typing import Any, ClassVar

import panel as pn
import param

from credit_panel.views.scripts import scripts
from credit_panel.views.style_sheets import stylesheets


class LeverBoard(pn.custom.JSComponent):
    """Sliders with number boxes, and undo, redo and reset.

    The browser sends ``{kind, lever, value | text, gesture, serial}``, one message at a time: while the server
    answers, a moving slider keeps its latest value only, so that a slow server never falls behind. A value that was not
    answered when the line was lost is sent again.
    """

    levers = param.List(default=[], item_type=dict, doc="What each lever shows, in their order.")

    words = param.Dict(default={}, doc="The board's texts in the reader's language.")

    able = param.Dict(default={}, doc="Whether undo, redo and reset have something to do.")

    answered = param.Integer(default=0, doc="Serial number of the last message that was answered.")

    heading: param.Selector[str] = param.Selector(
        default="h1", objects=["h1", "h2"], doc="Element of the board's title: a page has one h1."
    )

    _esm = scripts("elements", "drafts", "latest_message", "slider_box", "levers")

    _stylesheets: ClassVar[list[str]] = stylesheets("slider_box", "levers")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})


class ActionBlock(pn.custom.JSComponent):
    """A block of escaped HTML; a press on one of its ``data-action`` buttons is sent as ``{action, value}``."""

    block = param.String(default="", doc="Safe HTML, made by a template.")

    _esm = scripts("actions")

    _stylesheets: ClassVar[list[str]] = stylesheets("what_if")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})
