"""Tell every open page that its server ends, while there is still a line to tell it on."""

from __future__ import annotations

from functools import cache

from bokeh.document import Document

from credit_panel.pages.open_pages import OpenPages
from credit_panel.portfolio import ServedModel
from credit_panel.server.draining import DRAIN, Tell

_PAGES = OpenPages()


def hear_of_the_end(served: ServedModel, document: Document, tell: Tell) -> None:
    """Have the method `tell` called in the session of `document` when the server is told to end."""
    _PAGES.add(document, tell, served)
    _listen()


@cache
def _listen() -> None:
    DRAIN.tell_by(_PAGES.tell)
