"""The server ends without cutting anybody off: once it is told to, it says so and takes no new pages.

New pages, lines and readiness are answered 503, on which a proxy turns to another server; what is being answered is
finished. What was recorded is on disk already: the journal writes each record through before it is told as recorded.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from credit_panel.server.command import FOOTER_PAGES, PAGES
from credit_panel.server.refusal import Refusal, refuse, route_of

SECONDS_TO_TELL = 3.0
"""How long open pages have to show that the server ends; a server without visitors ends at once."""

_ENDING = Refusal(503, "ending", "The server is about to be started again: try again in a moment.")
_REFUSED = frozenset(("", *PAGES, *FOOTER_PAGES, "readyz", "api/v1/readiness"))

Tell = Callable[[], None]


class Drain:
    """Whether a process was told to end, and who has to hear of it.

    All of it happens in the event loop's thread, in which Python runs the handlers of signals too.
    """

    def __init__(self) -> None:
        self._since: float | None = None
        self._tellers: list[Tell] = []
        self._lines = 0

    @property
    def has_begun(self) -> bool:
        """Whether the process was told to end."""
        return self._since is not None

    def begin(self) -> None:
        """Take no new pages from now on."""
        self._since = time.monotonic()

    def tell_by(self, tell: Tell) -> None:
        """Have a function called once the process was told to end."""
        self._tellers.append(tell)

    def is_over(self) -> bool:
        """Tell whoever has not heard yet; return whether all had their time."""
        if self._since is None:
            return False
        while self._tellers:
            self._tellers.pop()()
        return not self._lines or time.monotonic() - self._since > SECONDS_TO_TELL

    def around(self, app: ASGIApp) -> ASGIApp:
        """Return middleware that counts open lines, and takes no new pages and lines once the end has begun."""

        async def drained(scope: Scope, receive: Receive, send: Send) -> None:
            line = scope["type"] == "websocket"
            page = scope["type"] == "http" and route_of(scope).strip("/") in _REFUSED
            if self.has_begun and (line or page):
                await refuse(_ENDING, scope, receive, send, headers={"Retry-After": "5"})
                return
            self._lines += line
            try:
                await app(scope, receive, send)
            finally:
                self._lines -= line

        return drained


DRAIN = Drain()
"""That of this process."""
