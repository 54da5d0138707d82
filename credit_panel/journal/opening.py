"""Where the journal lies: in a file beside the portfolio, unless the settings name a database or none at all."""

from __future__ import annotations

import threading

from credit_panel.errors import SettingsError
from credit_panel.journal.database import Database
from credit_panel.journal.journal import Journal
from credit_panel.journal.pseudonyms import read_key
from credit_panel.journal.sqlite import SqliteDatabase
from credit_panel.settings import Settings

_open: dict[Settings, Journal] = {}
_opening = threading.Lock()


def open_journal(settings: Settings) -> Journal:
    """Open the journal of the portfolio in use, made where there is none.

    Raises
    ------
    JournalError
        When it cannot be opened, or is of another version, portfolio or key.
    SettingsError
        When the settings turn it off, or name no database.
    """
    database = _database(settings)
    try:
        return Journal(database, read_key(settings.journal_key_file()), settings.model)
    except BaseException:
        database.close()
        raise


def current_journal(settings: Settings) -> Journal:
    """Return the journal of this process, opened when it is first asked for; one that did not open is tried again."""
    with _opening:
        if settings not in _open:
            _open[settings] = open_journal(settings)
        return _open[settings]


def _database(settings: Settings) -> Database:
    if (file := settings.journal_file()) is not None:
        return SqliteDatabase(file)
    if settings.journal == "off":
        raise SettingsError("The journal is turned off: unset CREDIT_PANEL_JOURNAL_URL to keep one.")
    from credit_panel.journal.postgresql import PostgresqlDatabase

    return PostgresqlDatabase(settings.journal)
