"""The files of credit histories that one visitor sends beside a file of applications."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import param

from credit_panel.errors import CreditPanelError, UploadError
from credit_panel.home_credit.history_file import HistoryFile, HistoryUpload
from credit_panel.state.driving import settle
from credit_panel.state.kept_rows import KEPT_ROWS, too_much
from credit_panel.uploads import histories_of_upload

MOST_WAITING = 12
"""Files of one visitor that wait to be read: each is held whole meanwhile."""

MOST_FILES = 60
"""Files of one visitor: ten parts of each table."""

_MOST_FAULTS = 20


class HistoryFilesState(param.Parameterized):
    """One visitor's files of histories; they belong to one session, and nothing of them is ever saved.

    A file comes in the place of another one of the same table, unless both are named as parts of it.
    """

    files = param.ClassSelector(
        class_=tuple, default=(), constant=True, doc="What was read, a `HistoryFile` each, in the order of coming."
    )

    faults = param.ClassSelector(
        class_=tuple, default=(), constant=True, doc="Names of files that cannot be used, each with its error."
    )

    passed_over = param.ClassSelector(
        class_=tuple, default=(), constant=True, doc="Names of files of archives that are no tables."
    )

    waiting = param.ClassSelector(
        class_=tuple, default=(), constant=True, doc="Names of the files that are being read, or wait for it."
    )

    def take(self, name: str, content: bytes) -> Callable[[], HistoryUpload] | None:
        """Take a file and return what reads it, for `finish`; None when too many wait, which is told."""
        if len(self.waiting) >= MOST_WAITING:
            self.refuse(name, UploadError("busy"))
            return None
        settle(self, waiting=(*self.waiting, name), faults=self._others(name))
        return partial(histories_of_upload, name, content)

    def finish(self, name: str, outcome: HistoryUpload | CreditPanelError) -> None:
        """Add what was read of a file, or say why nothing was."""
        waiting = list(self.waiting)
        if name in waiting:
            waiting.remove(name)
        if isinstance(outcome, CreditPanelError):
            settle(self, waiting=tuple(waiting), faults=(*self._others(name), (name, outcome))[-_MOST_FAULTS:])
            return
        kept = list(self.files)
        for file in outcome.files:
            kept = [other for other in kept if not file.takes_the_place_of(other)] + [file]
        faults = (*self._others(name), *outcome.faults)
        try:
            if len(kept) > MOST_FILES:
                raise too_much()
            KEPT_ROWS.hold(self, sum(file.rows.estimated_size() for file in kept))
        except CreditPanelError as error:
            settle(self, waiting=tuple(waiting), faults=(*faults, (name, error))[-_MOST_FAULTS:])
            return
        settle(
            self,
            files=tuple(kept),
            waiting=tuple(waiting),
            faults=faults[-_MOST_FAULTS:],
            passed_over=outcome.passed_over,
        )

    def refuse(self, name: str, error: CreditPanelError) -> None:
        """Say why a file is not read."""
        settle(self, faults=(*self._others(name), (name, error))[-_MOST_FAULTS:])

    def remove(self, file: HistoryFile) -> None:
        """Take a file away."""
        kept = tuple(other for other in self.files if other is not file)
        KEPT_ROWS.hold(self, sum(other.rows.estimated_size() for other in kept))
        settle(self, files=kept)

    def _others(self, name: str) -> tuple[tuple[str, CreditPanelError], ...]:
        return tuple((other, error) for other, error in self.faults if other != name)
