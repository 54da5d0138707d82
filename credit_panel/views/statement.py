"""The accessibility statement, in the reader's language."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import panel as pn
import param

from credit_panel.charts.figure import render
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.views.client_view import stylesheets


class StatementView(pn.viewable.Viewer):
    """What WCAG 2.2 AA covers in these pages, how that was tested, the known limits, and how to report."""

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    def __init__(self, **params: Any) -> None:
        self._pane = pn.pane.HTML("", sizing_mode="stretch_width", margin=0, stylesheets=stylesheets("statement"))
        super().__init__(**params)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._pane

    @param.depends("language", watch=True, on_init=True)
    def _draw(self) -> None:
        values = {"version": version("credit-panel")}
        self._pane.object = str(render("views", "accessibility.html", translator(self.language), values))
