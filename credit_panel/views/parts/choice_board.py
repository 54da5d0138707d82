"""The head of a tab that asks what to look at: which model is shown, a question, and a list to choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import param

from credit_panel.charts.palette import css_variables
from credit_panel.views.parts.component import Component, Key, Message
from credit_panel.views.parts.scripts import scripts
from credit_panel.views.parts.style_sheets import css, dressed

_CARD = css("parts/choice_card")


class Choice(Message):
    """The key of what was chosen."""

    value: Key


class ChoiceBoard(Component):
    """A title and a list; nothing to choose from is said in a sentence in the place of the list.

    Parameters
    ----------
    on_choice
        What to do with the key that was chosen.
    """

    options = param.List(default=[], item_type=tuple, doc="What can be chosen, as (key, name).")

    chosen = param.String(default="", doc="Key of what is chosen; empty when nothing is.")

    words = param.Dict(default={}, doc="The texts in the reader's language: eyebrow, title, label, none, empty.")

    message = Choice

    _esm = scripts("parts/elements", "parts/messages", "parts/choice_board")

    sheets = ("parts/choice_board",)

    def __init__(self, on_choice: Callable[[str], None], **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})
        self.on_message(lambda choice: on_choice(choice.value))


def choice_card(*parts: pn.viewable.Viewable) -> pn.Column:
    """Return a card with a board and what may stand beside it."""
    card = pn.Column(*parts, sizing_mode="stretch_width", margin=0, css_classes=["card"])
    return pn.Column(dressed(card, lambda: [css_variables(), _CARD]), sizing_mode="stretch_width", margin=0)
