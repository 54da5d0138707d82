"""Tell every open page that its server ends, while there is still a line to tell it on."""

from __future__ import annotations

import contextlib
import threading
import weakref

from bokeh.document import Document

from credit_panel.server.draining import DRAIN, Tell

_PAGES: weakref.WeakKeyDictionary[Document, weakref.WeakMethod[Tell]] = weakref.WeakKeyDictionary()
"""What each page does; weak on both sides, since a page holds its document and would never be let go."""

_LOCK = threading.Lock()


def hear_of_the_end(document: Document, tell: Tell) -> None:
    """Have the method `tell` called in the session of `document` when the server is told to end."""
    with _LOCK:
        if not _PAGES:
            DRAIN.tell_by(_tell_all)
        _PAGES[document] = weakref.WeakMethod(tell)


def _tell_all() -> None:
    with _LOCK:
        pages = list(_PAGES.items())
    for document, page in pages:
        tell = page()
        if tell is not None:
            with contextlib.suppress(Exception):  # a page that closes meanwhile must not keep the others from hearing
                document.add_next_tick_callback(tell)
