"""The foot of every page: the accessibility statement, the glossary, the API, and which versions speak."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import panel as pn
import param

from credit_panel.charts.figure import render
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.scoring import ModelStamp
from credit_panel.views.client_view import stylesheets


class Footer(pn.viewable.Viewer):
    """The links and versions below a page."""

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    model = param.ClassSelector(
        class_=ModelStamp, default=None, allow_None=True, doc="The model that scores; None where none could be opened."
    )

    def __init__(self, **params: Any) -> None:
        self._pane = pn.pane.HTML("", sizing_mode="stretch_width", margin=0, stylesheets=stylesheets("footer"))
        super().__init__(**params)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._pane

    @param.depends("language", "model", watch=True, on_init=True)
    def _draw(self) -> None:
        values = {"version": version("credit-panel"), "model": self.model}
        self._pane.object = str(render("views", "footer.html", translator(self.language), values))
