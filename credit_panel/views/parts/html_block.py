"""The one component of ours that shows HTML and acts: what its templates mark with ``data-action`` is sent."""

from __future__ import annotations

import base64
from typing import Any

import param

from credit_panel.locale import LANGUAGES, Language
from credit_panel.views.parts.component import Component, Key, Message, Text
from credit_panel.views.parts.scripts import scripts


class Pressed(Message):
    """A button was pressed, a box left, or an entry of a list chosen: its action, and its value."""

    action: Key
    value: Text


class HtmlBlock(Component):
    """A block of escaped HTML whose buttons, boxes and lists act; the focus stays where it was, and what is typed.

    None of Panel's own keeps either over a redraw. What differs between the blocks are style sheets and parameters.
    """

    block = param.String(default="", doc="Safe HTML, made by a template.")

    status = param.String(
        default=None, allow_None=True, doc="What the block shows, spoken when it changes; None where nothing is."
    )

    language: param.Selector[Language | None] = param.Selector(
        default=None, objects=[None, *LANGUAGES], doc="The language in which the browser writes times; None for none."
    )

    drafts = param.String(default="", doc="Under which name the tab keeps what is typed, over a lost line; or none.")

    resent = param.String(default="", doc="The same of what was sent and not answered, to be sent again.")

    about_client = param.Boolean(default=False, doc="Whether both are about the client of the address alone.")

    message = Pressed

    _esm = scripts(
        "parts/focus", "parts/drafts", "parts/messages", "parts/texts", "parts/saved_file", "parts/html_block"
    )

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})

    def save_file(self, name: str, kind: str, content: bytes) -> None:
        """Have the browser save a file, of a media type, under a name."""
        self._send_msg({"name": name, "kind": kind, "content": base64.b64encode(content).decode()})
