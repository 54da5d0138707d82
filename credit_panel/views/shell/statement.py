"""The accessibility statement, in the reader's language."""

from __future__ import annotations

from importlib.metadata import version

from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.locale import Translator
from credit_panel.views.parts.drawn_view import HtmlView


class StatementView(HtmlView):
    """What WCAG 2.2 AA covers in these pages, how that was tested, the known limits, and how to report."""

    style = "shell/statement"

    def html(self, t: Translator) -> Markup:
        """Return the statement."""
        return render("views", "shell/accessibility.html", t, {"version": version("credit-panel")})
