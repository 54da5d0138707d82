"""The numbers behind the linked pictures, as tables: what a screen reader and a spreadsheet read."""

from __future__ import annotations

import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.charts.linked.words import (
    bars_summary,
    bars_table,
    histogram_summary,
    histogram_table,
    scatter_summary,
    scatter_table,
)
from credit_panel.locale import Translator
from credit_panel.state.brush import BrushState
from credit_panel.views.parts.drawn_view import HtmlView


class LinkedNumbers(HtmlView):
    """One table a picture, with the sentence that says what it shows."""

    style = "portfolio/linked_numbers"

    brush = param.ClassSelector(class_=BrushState, allow_None=NoNone, doc="What the pictures show and choose.")

    @param.depends("brush.version", "brush.first", "brush.second", "brush.bars", "brush.x", "brush.y", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def html(self, t: Translator) -> Markup:
        """Return the tables as safe HTML in the language of `t`."""
        brush = self.brush
        tables = [
            ("first", histogram_summary(brush, "first", t), histogram_table(brush, "first", t)),
            ("second", histogram_summary(brush, "second", t), histogram_table(brush, "second", t)),
            ("bars", bars_summary(brush, t), bars_table(brush, t)),
        ]
        if all(brush.axis(role).is_drawable for role in ("x", "y")):
            tables.append(("scatter", scatter_summary(brush, t), scatter_table(brush, t)))
        values = {"tables": tables}
        return render("views", "portfolio/linked_numbers.html", t, values)
