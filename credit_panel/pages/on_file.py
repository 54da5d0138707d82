"""What is on file of the clients of a page: looked up in the journal before they are opened, and beside all visitors.

No lookup holds the event loop. Where nothing may be changed and none was, there is none; else whoever opens a client
waits for the journal, is told so, and is shown the portfolio's data with a sentence when it does not answer.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import panel as pn

from credit_panel.amendments.client_data import ClientData
from credit_panel.amendments.on_file import on_file
from credit_panel.change_setting import keeps_changes
from credit_panel.errors import CreditPanelError, JournalError
from credit_panel.locale import translator
from credit_panel.views.parts.latest_work import outcome_of

if TYPE_CHECKING:
    from credit_panel.pages.visitor_page import VisitorPage

PATIENCE = 2.0
"""Seconds that the journal gets."""

_UNTOLD = 0.3
"""Seconds of waiting that are not worth a notice."""

_KEPT = 16
"""How many clients' answers a page keeps: those on screen, and some before them."""

_READING = ThreadPoolExecutor(4, thread_name_prefix="on-file")


class LookUp:
    """Looks up what is on file for one visitor.

    Parameters
    ----------
    page
        The visitor's page, whose notice says that it waits.
    go_on
        Called once the client of the address is open: with its parts, of which those about the client are to follow.
    """

    def __init__(self, page: VisitorPage, go_on: Callable[[dict[str, str]], None] = lambda _: None) -> None:
        self._page, self._served, self._go_on = page, page.served, go_on
        self._found: OrderedDict[int, ClientData | CreditPanelError] = OrderedDict()

    def data_of(self, client_id: int) -> ClientData:
        """Return what was found of a client; nobody is asked here.

        Raises
        ------
        JournalError
            When it could not be looked up.
        """
        if on_file().asks_nobody:
            return ClientData(self._served, client_id)
        found = self._found.get(client_id)
        if isinstance(found, ClientData):
            self._found.move_to_end(client_id)
            return found
        raise found if isinstance(found, JournalError) else _unsaid()

    def ahead(self, client_id: int, then: Callable[[], None]) -> bool:
        """Return whether `data_of` can say it by now; if not, have it looked up, and call `then` when it can."""
        if on_file().asks_nobody:
            return True
        document = pn.state.curdoc

        def end(found: ClientData | CreditPanelError) -> None:
            if document is None or document.session_context is not None:  # else the page was closed meanwhile
                self._found[client_id] = found
                self._found.move_to_end(client_id)
                while len(self._found) > _KEPT:
                    self._found.popitem(last=False)
                self._take_up(client_id, then)

        async def look() -> None:
            found = await self._answer(client_id)
            pn.state.execute(partial(end, found), schedule=True)

        pn.state.execute(look)
        return False

    def _take_up(self, client_id: int, then: Callable[[], None]) -> None:
        """Go on with what waited; an address that asked for the client is followed to its end."""
        page = self._page
        page.following = page.parts.get("client") == str(client_id)
        try:
            with pn.io.hold():
                then()
                if page.following:
                    self._go_on(page.parts)
        finally:
            page.following = False

    async def _answer(self, client_id: int) -> ClientData | CreditPanelError:
        _load()
        asked = _READING.submit(outcome_of, partial(on_file().data_of, self._served, client_id))
        answer = asyncio.wrap_future(asked)
        if not (await asyncio.wait([answer], timeout=_UNTOLD))[0]:
            told = translator(self._page.language).gettext(
                "Looking up what is on file of client {number}…", number=client_id
            )
            before = self._page.header.notice
            pn.state.execute(partial(self._tell, before, told), schedule=True)
            await asyncio.wait([answer], timeout=PATIENCE - _UNTOLD)
            pn.state.execute(partial(self._tell, told, before), schedule=True)
        if answer.done():
            return answer.result()
        answer.cancel()
        # where nothing may be changed, it is not urgent whether anything was
        return _unsaid() if keeps_changes() else ClientData(self._served, client_id)

    def _tell(self, before: str, notice: str) -> None:
        """Put a notice in the place of another; one that came between stays."""
        if self._page.header.notice == before:
            self._page.header.notice = notice


def _load() -> None:
    """Import what reads a journal, which no thread does."""
    for name in ("credit_panel.amendments.change_log", "credit_panel.journal.opening"):
        import_module(name)


def _unsaid() -> JournalError:
    return JournalError("unreachable", "The journal does not say soon enough what is on file.")
