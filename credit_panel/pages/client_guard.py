"""Who may leave the client's view: whoever knows the code of the branch, or the password of who is logged in."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from credit_panel.access.gate import Visitor
from credit_panel.access.people import User
from credit_panel.errors import CreditPanelError
from credit_panel.locale import Translator
from credit_panel.rate_limit import RateLimit
from credit_panel.server.server_settings import client_mode_pin
from credit_panel.server.visitor import gate
from credit_panel.views import Header
from credit_panel.views.parts.latest_work import LatestWork
from credit_panel.views.shell.header import Leaving

TRIES = RateLimit("10/minute;60/hour", "The limit of passwords")
"""How often one name may try to leave. All who come without one share it: their code has few characters."""


class ClientGuard:
    """Holds the client's view of one page until the advisor is back.

    Where a code is set (``CREDIT_PANEL_CLIENT_MODE_PIN``) it is what is asked for, whoever is logged in: a password
    that opens all files is better not typed beside a client. Without a code, it takes the password of who is logged in
    here. Where neither can be asked for (no login, a provider, a proxy) the advisor confirms, and the browser's Back
    leads back as well.

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
        self._pin = client_mode_pin()
        self._name = "" if visitor is None else visitor.name
        has_password = visitor is not None and visitor.user is not None and visitor.user.ready
        header.pin = bool(self._pin)
        header.guarded = header.pin or (has_password and gate().settings.openid is None)
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
        elif not self._pin:
            self._work.begin(lambda _: gate().people.knows(self._name, message.password), self._answer)
        elif secrets.compare_digest(message.password.strip().encode(), self._pin.encode()):
            self._let_go()
        else:
            self._refuse(t.gettext("This is not the code."))

    def _answer(self, found: User | CreditPanelError | None) -> None:
        if isinstance(found, User):
            self._let_go()
        else:
            self._refuse(self._words().gettext("This is not the password."))

    def _let_go(self) -> None:
        self._header.param.update(refused="", mode="advisor")

    def _refuse(self, sentence: str) -> None:
        self._header.refused = ""  # said again
        self._header.refused = sentence
