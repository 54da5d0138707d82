"""The numbers behind the linked pictures, as tables: what a screen reader and a spreadsheet read."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.charts.linked_words import (
    bars_summary,
    bars_table,
    histogram_summary,
    histogram_table,
    scatter_summary,
)
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.state.brush import BrushState
from credit_panel.views.client_view import stylesheets


class LinkedNumbers(pn.viewable.Viewer):
    """One table a picture, with the sentence that says what it shows."""

    brush = param.ClassSelector(class_=BrushState, allow_None=NoNone, doc="What the pictures show and choose.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    shown = param.Boolean(default=True, doc="Whether the view is on screen; a hidden one waits to be redrawn.")

    def __init__(self, **params: Any) -> None:
        self._stale = True
        self._pane = pn.pane.HTML("", sizing_mode="stretch_width", margin=0, stylesheets=stylesheets("linked_numbers"))
        super().__init__(**params)
        self._redraw()

    def __panel__(self) -> pn.viewable.Viewable:
        return self._pane

    @param.depends("brush.version", "brush.first", "brush.second", "brush.bars", "brush.across", "brush.up", "language",
                   watch=True)  # fmt: skip
    def _redraw(self) -> None:
        self._stale = True
        self._show()

    @param.depends("shown", watch=True)
    def _show(self) -> None:
        if self.shown and self._stale:
            self._stale = False
            self._pane.object = str(self.html(translator(self.language)))
        self._pane.visible = self.shown

    def html(self, t: Translator) -> Markup:
        """Return the tables as safe HTML in the language of `t`."""
        brush = self.brush
        tables = [
            ("first", histogram_summary(brush, "first", t), histogram_table(brush, "first", t)),
            ("second", histogram_summary(brush, "second", t), histogram_table(brush, "second", t)),
            ("bars", bars_summary(brush, t), bars_table(brush, t)),
        ]
        return render("views", "linked_numbers.html", t, {"tables": tables, "scatter": scatter_summary(brush, t)})
