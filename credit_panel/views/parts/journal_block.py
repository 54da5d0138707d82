"""A block about what the journal holds, with times in the reader's zone."""

from __future__ import annotations

from typing import Any

from credit_panel.views.parts.html_block import HtmlBlock


class JournalBlock(HtmlBlock):
    """The block in the browser, which keeps what is typed about a client."""

    sheets = ("client/case_file",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"language": "fr", "drafts": "credit-panel-case", "about_client": True, **params})
