"""What a visitor sees when the model or the portfolio cannot be used: a sentence, not a blank page."""

from __future__ import annotations

import panel as pn

from credit_panel.charts.figure import render
from credit_panel.errors import CreditPanelError
from credit_panel.locale import translator
from credit_panel.pages.frame import serve_page, visitor_language
from credit_panel.views import Header
from credit_panel.views.style_sheets import stylesheets


def serve_fault(error: CreditPanelError) -> None:
    """Serve a page that says the sentence of `error`."""
    language = visitor_language()
    block = render("views", "fault.html", translator(language), {"sentence": str(error)})
    pane = pn.pane.HTML(str(block), sizing_mode="stretch_width", margin=24, stylesheets=stylesheets("decision"))
    serve_page(Header(language=language), [pane])
