"""The log of decisions that this process keeps; the journal is imported and opened when it is first used."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

if TYPE_CHECKING:
    from credit_panel.decisions.journal_log import JournalLog


@cache
def lasting_log(settings: Settings, served: ServedModel) -> JournalLog:
    """Return the log of the process that lasts: that of its pages and of its API."""
    from credit_panel.decisions.journal_log import JournalLog
    from credit_panel.journal.opening import current_journal

    return JournalLog(partial(current_journal, settings), served)
