"""The page of the accessibility statement."""

from __future__ import annotations

from typing import Any

import panel as pn

from credit_panel.locale import translator
from credit_panel.pages.visitor_page import READING, VisitorPage
from credit_panel.views.statement import StatementView
from credit_panel.views.style_sheets import ON_PAPER


class AccessibilityPage(VisitorPage):
    """One visitor's /accessibility page."""

    key = "accessibility"

    def __init__(self) -> None:
        super().__init__()
        self.statement = StatementView(language=self.language)
        self.speak()

    def content(self) -> list[Any]:
        """Return the statement."""
        return [pn.Column(self.statement, sizing_mode="stretch_width", margin=0, stylesheets=[READING, ON_PAPER])]

    def speak(self) -> None:
        """Put the statement into the reader's language."""
        self.statement.language = self.language
        self.header.heading = translator(self.language).gettext("Accessibility statement")


def serve_accessibility() -> None:
    """Build and serve the page for the visitor of the running session."""
    AccessibilityPage().serve()
