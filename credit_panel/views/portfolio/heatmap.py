"""The default rate over the two columns of the scatter, within the cohort."""

from __future__ import annotations

import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.cohort.heatmap import heatmap_figure
from credit_panel.charts.figure import render
from credit_panel.locale import Translator
from credit_panel.portfolio.cohorts.figures import cohort_figures, served_arrays
from credit_panel.portfolio.statistics.rate_grid import rate_grid
from credit_panel.state.brush import BrushState
from credit_panel.views.parts.pictured import PicturedView
from credit_panel.views.portfolio.brush_card import not_drawn


class RateMapView(PicturedView):
    """A heat map that follows the brush and the columns of the scatter."""

    style = "portfolio/heatmap"

    brush = param.ClassSelector(class_=BrushState, allow_None=NoNone, doc="What is chosen, and the two columns.")

    @param.depends("brush.version", "brush.x", "brush.y", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def html(self, t: Translator) -> Markup:
        """Return the map with its sentence and its table."""
        brush, served = self.brush, self.brush.cohort.served
        grid = rate_grid(brush.plots, brush.x, brush.y, served_arrays(served).target, brush.mask)
        places = [brush.position(column) for column in (brush.x, brush.y)]
        marked = None if places[0] is None or places[1] is None else (places[0], places[1])
        reference = cohort_figures(served, None).whole.observed.value or 0.0
        figure = heatmap_figure(grid, reference, marked, t)
        return render(
            "views",
            "portfolio/heatmap.html",
            t,
            {"figure": self.pictured(figure), "missing": not_drawn(brush, (brush.x, brush.y), t)},
        )
