"""Notice when the portfolio under the server is replaced, and have every open page give up what it shows of the former.

One thread looks for all pages of the process: it takes microseconds a second. A page that went on would show one client
of the former portfolio beside figures of the new one.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from collections.abc import Callable
from functools import partial

from bokeh.document import Document

from credit_panel.errors import CreditPanelError
from credit_panel.portfolio import ServedModel

SECONDS = 1.0
"""How long a change may go unnoticed where no visitor does anything."""

GiveUp = Callable[[CreditPanelError], None]

_PAGES: weakref.WeakKeyDictionary[Document, weakref.WeakMethod[GiveUp]] = weakref.WeakKeyDictionary()
"""What each page does; weak on both sides, since a page holds its document and would never be let go."""

_LOCK = threading.Lock()
_WATCHED: set[int] = set()


def watch(served: ServedModel, document: Document, give_up: GiveUp) -> None:
    """Have the method `give_up` called in the session of `document` when the portfolio of `book` was replaced."""
    with _LOCK:
        _PAGES[document] = weakref.WeakMethod(give_up)
        begin = id(served) not in _WATCHED
        _WATCHED.add(id(served))
    if begin:
        threading.Thread(target=_look_after, args=(served,), daemon=True).start()


def _look_after(served: ServedModel) -> None:
    while True:
        time.sleep(SECONDS)
        try:
            served.portfolio.check_current(histories=True)
        except CreditPanelError as error:
            _announce(error)  # and on: a page may be opened while it is so


def _announce(error: CreditPanelError) -> None:
    with _LOCK:
        pages = list(_PAGES.items())
        _PAGES.clear()
    for document, page in pages:
        give_up = page()
        if give_up is not None:
            with contextlib.suppress(Exception):  # a page that closes meanwhile must not keep the others from hearing
                document.add_next_tick_callback(partial(give_up, error))
