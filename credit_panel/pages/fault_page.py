"""What a visitor sees when the model or the portfolio cannot be used: a sentence, not a blank page."""

from __future__ import annotations

import panel as pn

from credit_panel.charts.figure import render
from credit_panel.errors import CreditPanelError
from credit_panel.locale import Language, translator
from credit_panel.pages.frame import serve_page, visitor_language
from credit_panel.views import Header
from credit_panel.views.parts.fault_words import fault_words
from credit_panel.views.parts.style_sheets import stylesheets


def fault_pane(error: CreditPanelError, language: Language) -> pn.pane.HTML:
    """Return what a visitor is told of `error`, which may name folders of the server: the log alone has all of it."""
    t = translator(language)
    values = {"sentence": fault_words(error, t), "language": language}
    block = render("views", "shell/fault.html", t, values)
    return pn.pane.HTML(str(block), sizing_mode="stretch_width", margin=24, stylesheets=stylesheets("client/decision"))


def serve_fault(error: CreditPanelError) -> None:
    """Serve a page that says the sentence of `error`."""
    language = visitor_language()
    serve_page(Header(language=language), [fault_pane(error, language)])
