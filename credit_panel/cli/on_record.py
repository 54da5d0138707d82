"""Changes by the command line, kept in the journal of the portfolio in use: what it does not take is not done."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from credit_panel.settings import Settings


@contextmanager
def on_record(settings: Settings, kind: Literal["USER_CHANGED", "KEY_CHANGED"], **content: Any) -> Iterator[None]:
    """Keep a change of users or keys, where there is a journal or a portfolio that may have one.

    Raises
    ------
    JournalError
        When the journal does not take it.
    """
    if settings.journal == "off" or not settings.portfolio_dir().is_dir():
        yield
        return
    from credit_panel.journal.opening import open_journal
    from credit_panel.journal.records import Kind

    journal = open_journal(settings)
    try:
        with journal.database.writing() as transaction:
            journal.add(transaction, Kind[kind], person=f"command:{getpass.getuser()}", content=content)
            yield
    finally:
        journal.close()
