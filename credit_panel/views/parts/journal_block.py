"""A block about what the journal holds: escaped HTML whose boxes and buttons act, with times in the reader's zone."""

from __future__ import annotations

from typing import Any

import param

from credit_panel.locale import LANGUAGES, Language
from credit_panel.views.parts.component import Component
from credit_panel.views.parts.scripts import scripts
from credit_panel.views.what_if.controls import Pressed


class JournalBlock(Component):
    """The block in the browser; none of Panel's own keeps what is typed over a redraw."""

    block = param.String(default="", doc="Safe HTML, made by a template.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The language in which the browser writes the times."
    )

    message = Pressed

    _esm = scripts("parts/focus", "parts/drafts", "parts/messages", "parts/texts", "parts/journal_block")

    sheets = ("client/case_file",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})
