"""Who may leave the client's view: whoever knows the password of who is logged in, where there is one."""

from __future__ import annotations

from collections.abc import Callable

from credit_panel.access.gate import Visitor
from credit_panel.access.people import User
from credit_panel.errors import CreditPanelError
from credit_panel.locale import Translator
from credit_panel.rate_limit import RateLimit
from credit_panel.server.visitor import gate
from credit_panel.views import Header
from credit_panel.views.parts.latest_work import LatestWork
from credit_panel.views.shell.header import Leaving

TRIES = RateLimit("10/minute", "The limit of passwords")
"""How often a password may be tried for one name."""


class ClientGuard:
    """Holds the client's view of one page until the advisor is back.

    Without a login, and where a provider or a proxy asks for it, there is no password here to ask for: the advisor
    confirms, and the browser's Back leads back as well.

    Parameters
    ----------
    header
        The bar, by which the view is left.
    visitor
        Who is logged in; None without a login.
    words
        Gives the translator of the reader's language.
    """

    def __init__(self, header: Header, visitor: Visitor | None, words: Callable[[], Translator]) -> None:
        self._header, self._words, self._work = header, words, LatestWork()
        self._name = "" if visitor is None or visitor.user is None or not visitor.user.ready else visitor.name
        header.guarded = bool(self._name) and gate().settings.openid is None
        header.on_message(self._leave)

    @property
    def holds(self) -> bool:
        """Whether the page stays as it is, whatever the address says."""
        return self._header.guarded and self._header.mode == "client"

    def _leave(self, message: Leaving) -> None:
        if not self.holds:
            return
        t = self._words()
        if wait := TRIES.seconds_to_wait(self._name):
            self._refuse(t.gettext("Too many tries: wait {n} seconds, then try again.", n=t.number(wait)))
            return
        self._work.begin(lambda _: gate().people.knows(self._name, message.password), self._answer)

    def _answer(self, found: User | CreditPanelError | None) -> None:
        if isinstance(found, User):
            self._header.param.update(refused="", mode="advisor")
        else:
            self._refuse(self._words().gettext("This is not the password."))

    def _refuse(self, sentence: str) -> None:
        self._header.refused = ""  # said again
        self._header.refused = sentence
