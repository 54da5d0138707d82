"""One figure alone: what a notebook shows of a chart that it drew itself."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from param.parameters import NoNone

from credit_panel.charts.figure import Figure, render
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.views.model_view import html_pane


class FigureView(pn.viewable.Viewer):
    """A figure's title, sentence, picture and table, as the pages show them.

    The figure was drawn in one language; `language` is that of the words around it.

    Examples
    --------
    >>> from credit_panel.charts.reliability import reliability_figure  # doctest: +SKIP
    >>> FigureView(figure=reliability_figure(bins, probability, t), language="en")  # doctest: +SKIP
    """

    figure = param.ClassSelector(class_=Figure, allow_None=NoNone, doc="What is shown.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    def __init__(self, **params: Any) -> None:
        self._pane = html_pane()
        super().__init__(**params)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._pane

    @param.depends("figure", "language", watch=True, on_init=True)
    def _draw(self) -> None:
        self._pane.object = str(render("views", "figure_view.html", translator(self.language), {"figure": self.figure}))
