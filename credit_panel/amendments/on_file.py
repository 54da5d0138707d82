"""What is on file of a client, as one process reads it: the portfolio's data, or what they were changed to since.

Where nothing may be changed and nothing was, no journal is opened for it. What was changed while it was allowed counts
on when it is no longer.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from credit_panel.amendments.client_data import ClientData
from credit_panel.amendments.version import FIRST, UnknownVersionError, Version
from credit_panel.change_setting import SETTING, keeps_changes
from credit_panel.errors import JournalError
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

if TYPE_CHECKING:
    from credit_panel.amendments.change_log import ChangeLog

logger = logging.getLogger("credit_panel")

PAUSE = 5.0
"""Seconds for which a journal that did not answer is not asked again: visitors would wait for it one by one."""


LOOKS_AGAIN = 60.0
"""The same where nothing may be changed, and it is only asked whether anything was."""

PATIENCE = 2.0
"""Seconds for which that is waited for; whoever asks later meanwhile does not wait at all."""


class OnFile:
    """The changed data of a portfolio's clients.

    Parameters
    ----------
    log
        Returns the versions in the journal; it may raise `JournalError`. None where no journal is kept.
    keeps
        Whether data may be changed; if not, what was changed before is looked for once.
    now
        The clock, in seconds.
    """

    def __init__(
        self,
        log: Callable[[], ChangeLog] | None,
        *,
        keeps: bool = False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log, self._now = log, now
        self._any: bool | None = True if keeps else None
        self._lock = threading.Lock()
        self._looking: tuple[float, threading.Thread] | None = None
        self._looks_again = 0.0
        self._trouble: tuple[float, JournalError] | None = None

    @property
    def asks_nobody(self) -> bool:
        """Whether what is on file is known without a journal: nothing may be changed, and as far as is known none was.

        A journal that has been asked whether anything was, and has not answered in time, is not waited for again.
        """
        if self._log is None or self._any is not None:
            return not (self._log and self._any)
        began = self._looking
        return self._now() < self._looks_again or (began is not None and self._now() >= began[0] + PATIENCE)

    def data_of(self, served: ServedModel, client_id: int, version: int | None = None) -> ClientData:
        """Return a client's data.

        Parameters
        ----------
        version
            Number of the version; None for the last one.

        Raises
        ------
        UnknownClientError
            When the portfolio has no such client.
        UnknownVersionError
            When the client has no such version, or it is no longer kept.
        JournalError
            When it cannot be looked up.
        """
        served.portfolio.check_client(client_id)
        log = self._changed()
        latest = None if log is None else self._asked(lambda: log.latest(client_id))
        number = FIRST if latest is None else latest.number
        if version == FIRST:
            return ClientData(served, client_id, latest=number)
        if version in (None, number):
            return ClientData(served, client_id, latest, number)
        for each in () if latest is None else self.versions(client_id):
            if each.number == version:
                return ClientData(served, client_id, each, number)
        raise UnknownVersionError(client_id, version or FIRST, number)

    def versions(self, client_id: int) -> tuple[Version, ...]:
        """Return the versions of a client's data that changes have made, as far as they are kept.

        Raises
        ------
        JournalError
            When they cannot be looked up.
        """
        log = self._changed()
        return () if log is None else self._asked(lambda: log.versions(client_id))

    def latest_numbers(self, client_ids: Iterable[int]) -> Mapping[int, int]:
        """Return the number of the last version of each of some clients; whose data nobody has changed is left out.

        Raises
        ------
        JournalError
            When it cannot be looked up.
        """
        log = self._changed()
        return {} if log is None else self._asked(lambda: log.latest_numbers(client_ids))

    def _changed(self) -> ChangeLog | None:
        """Return where changed data are looked up; None where there are none."""
        if self._log is None:
            return None
        if self._any is None:
            self._look(self._log)
        return self._asked(self._log) if self._any else None

    def _look(self, opened: Callable[[], ChangeLog]) -> None:
        """Have it looked for in a thread of its own whether anything was changed, and wait for that, though not long.

        What may not be changed is read without a journal, as ever: one that does not answer keeps nobody waiting.
        """
        with self._lock:
            if self._any is None and self._looking is None and self._now() >= self._looks_again:
                looking = threading.Thread(target=self._look_once, args=(opened,), name="changed before", daemon=True)
                self._looking = self._now(), looking
                looking.start()
            began = self._looking
        if began is not None:
            began[1].join(max(0.0, began[0] + PATIENCE - self._now()))

    def _look_once(self, opened: Callable[[], ChangeLog]) -> None:
        """Find out whether anything was changed while it was allowed; a journal that fails is asked again later."""
        try:
            self._any = opened().has_any()
        except JournalError as error:
            logger.warning("Whether data of clients were changed before is not known yet: %s", error)
        finally:
            with self._lock:
                self._looking, self._looks_again = None, self._now() + LOOKS_AGAIN
        if self._any:
            logger.warning("Data of clients were changed: they are read as changed, though %s is off.", SETTING)

    def _asked[Found](self, ask: Callable[[], Found]) -> Found:
        """Return what the journal answers; one that did not a moment ago is not asked."""
        if self._trouble is not None and self._now() < self._trouble[0]:
            raise JournalError(self._trouble[1].fault, str(self._trouble[1]))
        try:
            found = ask()
        except JournalError as error:
            self._trouble = (self._now() + PAUSE, error)
            raise
        self._trouble = None
        return found


def change_log(settings: Settings) -> ChangeLog:
    """Return the versions of clients' data in the journal of this process, which it opens."""
    from credit_panel.amendments.change_log import ChangeLog
    from credit_panel.journal.opening import current_journal

    return ChangeLog(partial(current_journal, settings))


_NAMES = (SETTING, *(f"CREDIT_PANEL_{name}" for name in ("DATA_DIR", "MODEL", "JOURNAL_URL", "JOURNAL_KEY")))
"""Settings that say where changes are on file, and whether there may be any."""


@cache
def _on_file(*_: str | None) -> tuple[OnFile, Path | None]:
    """Return what is read by the settings of the environment, and the file that has to be there for it."""
    settings, keeps = Settings.from_env(), keeps_changes()
    log = None if settings.journal == "off" else partial(change_log, settings)
    return OnFile(log, keeps=keeps), None if keeps else settings.journal_file()


def on_file() -> OnFile:
    """Return what this process reads, by the settings of its environment.

    Raises
    ------
    SettingsError
        When they cannot be used.
    """
    found, file = _on_file(*map(os.environ.get, _NAMES))  # to read all settings takes as long as a score
    return _NOTHING if file is not None and not file.exists() else found  # to look would make a journal


def on_file_of(settings: Settings) -> OnFile:
    """Return what a command reads of the portfolio that it names; a journal is read where there is one, never made."""
    file = settings.journal_file()
    if settings.journal == "off" or (file is not None and not file.exists()):
        return _NOTHING
    return OnFile(partial(change_log, settings), keeps=True)


_NOTHING = OnFile(None)
