"""The log of decisions that this process keeps; the journal is imported and opened when it is first used."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

if TYPE_CHECKING:
    from credit_panel.decisions.journal_log import JournalLog


@cache
def _log(settings: Settings) -> JournalLog:
    from credit_panel.decisions.journal_log import JournalLog
    from credit_panel.journal.opening import current_journal

    return JournalLog(partial(current_journal, settings))


_noted: set[Settings] = set()
"""Those of whose log it is known what is served."""


def lasting_log(settings: Settings, served: ServedModel) -> JournalLog:
    """Return the log of the process that lasts: that of its pages and of its API.

    Parameters
    ----------
    served
        What is served; the first that is told goes on record, and then those that `note_served` is told.
    """
    log = _log(settings)
    if settings not in _noted:
        note_served(settings, served)
    return log


def note_served(settings: Settings, served: ServedModel) -> JournalLog:
    """Have it go on record which model is served from now on, once the journal takes it; return the log."""
    _noted.add(settings)
    log = _log(settings)
    log.serves(served)
    return log
