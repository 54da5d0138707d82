"""The default rate over the two columns of the scatter, within the cohort."""

from __future__ import annotations

import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.cohort.heatmap import rate_map_figure
from credit_panel.charts.figure import render
from credit_panel.charts.linked.picture import position_of
from credit_panel.locale import Translator
from credit_panel.portfolio.cohorts.figures import book_arrays, cohort_figures
from credit_panel.portfolio.statistics.rate_grid import rate_grid
from credit_panel.state.brush import BrushState
from credit_panel.views.parts.drawn_view import HtmlView
from credit_panel.views.portfolio.brush_card import not_drawn


class RateMapView(HtmlView):
    """A heat map that follows the brush and the columns of the scatter."""

    style = "portfolio/rate_map"

    brush = param.ClassSelector(class_=BrushState, allow_None=NoNone, doc="What is chosen, and the two columns.")

    @param.depends("brush.version", "brush.across", "brush.up", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def html(self, t: Translator) -> Markup:
        """Return the map with its sentence and its table."""
        brush, book = self.brush, self.brush.cohort.book
        grid = rate_grid(brush.plots, brush.across, brush.up, book_arrays(book).target, brush.mask)
        places = [position_of(brush, column) for column in (brush.across, brush.up)]
        marked = None if places[0] is None or places[1] is None else (places[0], places[1])
        usual = cohort_figures(book, None).book.observed.value or 0.0
        figure = rate_map_figure(grid, usual, marked, t)
        return render(
            "views",
            "portfolio/rate_map.html",
            t,
            {"figure": figure, "missing": not_drawn(brush, (brush.across, brush.up), t)},
        )
