"""The default rate over the two columns of the scatter, within the cohort."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.charts.linked import position_of
from credit_panel.charts.rate_map import rate_map_figure
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.portfolio.cohort_figures import book_arrays, cohort_figures
from credit_panel.portfolio.rate_grid import rate_grid
from credit_panel.state.brush import BrushState
from credit_panel.views.client_view import stylesheets


class RateMapView(pn.viewable.Viewer):
    """A heat map that follows the brush and the columns of the scatter."""

    brush = param.ClassSelector(class_=BrushState, allow_None=NoNone, doc="What is chosen, and the two columns.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    def __init__(self, **params: Any) -> None:
        self._pane = pn.pane.HTML("", sizing_mode="stretch_width", margin=0, stylesheets=stylesheets("rate_map"))
        super().__init__(**params)
        self._draw()

    def __panel__(self) -> pn.viewable.Viewable:
        return self._pane

    @param.depends("brush.version", "brush.across", "brush.up", "language", watch=True)
    def _draw(self) -> None:
        t, brush = translator(self.language), self.brush
        book = brush.cohort.book
        grid = rate_grid(brush.plots, brush.across, brush.up, book_arrays(book).target, brush.mask)
        places = [position_of(brush, column) for column in (brush.across, brush.up)]
        marked = None if places[0] is None or places[1] is None else (places[0], places[1])
        usual = cohort_figures(book, None).book.observed.value or 0.0
        figure = rate_map_figure(grid, usual, marked, t)
        self._pane.object = str(render("views", "rate_map.html", t, {"figure": figure}))
