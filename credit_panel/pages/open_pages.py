"""The open pages that are to hear of something; none of them is kept from being let go."""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any

from bokeh.document import Document

from credit_panel.portfolio import ServedModel

Hear = Callable[..., None]


class OpenPages:
    """What each open page does once something has happened.

    It is weak on all sides: a page holds its document, and both would never be let go.
    """

    def __init__(self) -> None:
        self._pages: weakref.WeakKeyDictionary[Document, tuple[weakref.WeakMethod[Hear], weakref.ref[ServedModel]]]
        self._pages = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def add(self, document: Document, hear: Hear, served: ServedModel) -> None:
        """Have the method `hear` called in the session of `document`, which shows what is `served`."""
        with self._lock:
            self._pages[document] = weakref.WeakMethod(hear), weakref.ref(served)

    def shown(self) -> list[ServedModel]:
        """Return what the pages show, each once."""
        with self._lock:
            found = {id(served): served for _, shown in self._pages.values() if (served := shown()) is not None}
        return list(found.values())

    def tell(self, *arguments: Any, of: ServedModel | None = None, but: ServedModel | None = None) -> None:
        """Tell the pages that have not heard yet, each once.

        Parameters
        ----------
        of, but
            Tell those alone that show this, or all but those.
        """
        with self._lock:
            told = {
                document: hear()
                for document, (hear, shown) in self._pages.items()
                if (of is None or shown() is of) and (but is None or shown() is not but)
            }
            for document in told:
                del self._pages[document]
        for document, hear in told.items():
            if hear is not None:
                with contextlib.suppress(Exception):  # a page that closes meanwhile keeps no other from hearing
                    document.add_next_tick_callback(partial(hear, *arguments))
