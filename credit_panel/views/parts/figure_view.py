"""One figure alone: what a notebook shows of a chart that it drew itself."""

from __future__ import annotations

import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import Figure, render, show_in_notebooks
from credit_panel.locale import Translator
from credit_panel.views.parts.pictured import PicturedView


class FigureView(PicturedView):
    """A figure's title, sentence, picture and table, as the pages show them.

    The figure was drawn in one language; `language` is that of the words around it.

    Examples
    --------
    >>> import credit_panel as cp
    >>> served, t = cp.current_model(), cp.translator("en")
    >>> held_out = cp.held_out_scores(served, served.portfolio.select(None, None)).probability
    >>> bins = served.scorer.manifest.metrics["reliability"]
    >>> shown = FigureView(figure=cp.figures.reliability_figure(bins, held_out, t), language="en")
    """

    style = "model/model"

    figure = param.ClassSelector(class_=Figure, allow_None=NoNone, doc="What is shown.")

    @param.depends("figure", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def html(self, t: Translator) -> Markup:
        """Return the figure with its sentence and its table."""
        return render("views", "parts/figure_view.html", t, {"figure": self.pictured(self.figure)})


show_in_notebooks(lambda figure: FigureView(figure=figure))
