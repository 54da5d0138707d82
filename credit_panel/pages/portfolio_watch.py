"""Notice when the portfolio under the server is replaced, and have every open page give up what it shows of the former.

One thread looks for all pages of the process: it takes microseconds a second. A page that went on would show one client
of the former portfolio beside figures of the new one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cache

from bokeh.document import Document

from credit_panel.errors import CreditPanelError
from credit_panel.pages.open_pages import OpenPages
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.kept import forget_kept
from credit_panel.portfolio.served_model import is_served

SECONDS = 1.0
"""How long a change may go unnoticed where no visitor does anything."""

GiveUp = Callable[[CreditPanelError], None]

_PAGES = OpenPages()


def watch(served: ServedModel, document: Document, give_up: GiveUp) -> None:
    """Have the method `give_up` called in the session of `document` when the portfolio that it shows was replaced."""
    _PAGES.add(document, give_up, served)
    _begin_to_look()


@cache
def _begin_to_look() -> None:
    threading.Thread(target=_look_after_pages, name="watch the portfolio", daemon=True).start()


def _look_after_pages() -> None:
    former = False
    while True:
        time.sleep(SECONDS)
        before, former = former, _look()
        if before and not former:
            forget_kept()  # what was worked out anew for those who still looked at a former model


def _look() -> bool:
    """Tell the pages whose portfolio was replaced; return whether a page shows another model than the one served."""
    shown = _PAGES.shown()
    for served in shown:
        try:
            served.portfolio.check_current(histories=True)
        except CreditPanelError as error:
            _PAGES.tell(error, of=served)  # and on: a page may be opened while it is so
    return not all(is_served(served) for served in shown)
