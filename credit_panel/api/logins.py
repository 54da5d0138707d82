"""Logins on record: who came and went, in the journal of the portfolio that is served."""

from __future__ import annotations

import logging

from credit_panel.errors import CreditPanelError
from credit_panel.settings import Settings

logger = logging.getLogger("credit_panel")


def note_login(what: str, name: str) -> None:
    """Keep that somebody logged in or out; where the journal does not take it, the log does.

    A journal that is locked or full keeps nobody out: who is to mend it has to come in.
    """
    settings = Settings.from_env()
    if settings.journal == "off":
        return
    from credit_panel.journal.opening import current_journal
    from credit_panel.journal.records import Kind

    try:
        current_journal(settings).append(Kind.LOGGED_IN, person=name, content={"what": what})
    except CreditPanelError as error:
        logger.error("That %s %s is not on record: %s", name, what, error)
