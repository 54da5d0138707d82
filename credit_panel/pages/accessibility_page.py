"""The page of the accessibility statement."""

from __future__ import annotations

from typing import Any

from credit_panel.locale import translator
from credit_panel.pages.visitor_page import VisitorPage, column
from credit_panel.views.shell.statement import StatementView


class AccessibilityPage(VisitorPage):
    """One visitor's /accessibility page."""

    key = "accessibility"

    def __init__(self) -> None:
        super().__init__()
        self.statement = StatementView(language=self.language)
        self.set_language()

    def content(self) -> list[Any]:
        """Return the statement."""
        return [column(self.statement)]

    def set_language(self) -> None:
        """Put the statement into the reader's language."""
        self.statement.language = self.language
        self.header.heading = translator(self.language).gettext("Accessibility statement")


def serve_accessibility() -> None:
    """Build and serve the page for the visitor of the running session."""
    AccessibilityPage().serve()
