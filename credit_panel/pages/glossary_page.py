"""The page of the glossary; the entry that is looked at stands in the address."""

from __future__ import annotations

from typing import Any

from credit_panel.locale import translator
from credit_panel.pages.visitor_page import VisitorPage, column
from credit_panel.state.comparison import comparable
from credit_panel.views.shell.glossary import GlossaryView


class GlossaryPage(VisitorPage):
    """One visitor's /glossary page."""

    key = "glossary"

    def __init__(self) -> None:
        super().__init__()
        scorer = self.served.scorer
        features = list(dict.fromkeys((*scorer.features, *scorer.without_histories.features)))
        others = [name for name in comparable(self.served) if name not in features]
        self.glossary = GlossaryView(features=features, others=others, language=self.language)
        self.set_language()

    def content(self) -> list[Any]:
        """Return the glossary."""
        return [column(self.glossary)]

    def follow(self, parts: dict[str, str]) -> None:
        """Bring the entry of the address into view."""
        self.glossary.term = parts.get("term", "")

    def set_language(self) -> None:
        """Put the glossary into the reader's language."""
        self.glossary.language = self.language
        self.header.heading = translator(self.language).gettext("Glossary")


def serve_glossary() -> None:
    """Build and serve the page for the visitor of the running session."""
    GlossaryPage().serve()
