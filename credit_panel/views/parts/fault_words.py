"""What a visitor is told when the model or the portfolio cannot be used."""

from __future__ import annotations

import logging

from credit_panel.errors import CreditPanelError, ReplacedError
from credit_panel.locale import Translator
from credit_panel.views.parts.latest_work import unforeseen_words

logger = logging.getLogger("credit_panel")


def fault_words(error: CreditPanelError, t: Translator) -> str:
    """Return a sentence for visitors; that of the error may name folders of the server, and goes to its log alone."""
    if isinstance(error, ReplacedError):
        return t.gettext(
            "The portfolio was replaced or damaged since the server opened it: start the server again, and build the "
            "portfolio again if that does not help."
        )
    logger.error("%s", error)
    return unforeseen_words(t)
