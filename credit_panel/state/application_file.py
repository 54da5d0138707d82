"""The file of applications that one visitor sends: its scores, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import param

from credit_panel.errors import CreditPanelError
from credit_panel.home_credit.application_file import ApplicationFile
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.application_scores import ApplicationScores, score_read
from credit_panel.portfolio.joined_histories import join_histories
from credit_panel.scoring.elsewhere import ManyElsewhere, ServiceError
from credit_panel.state.history_files import HistoryFilesState
from credit_panel.uploads import applications_of_upload


class ApplicationFileState(param.Parameterized):
    """One visitor's file; it belongs to one session, and nothing of it is ever saved.

    Parameters
    ----------
    served
        The model to score with; shared by all visitors, and immutable.
    elsewhere
        Scores the applications in its place; where it does not, `score_again` asks once more.
    """

    file_name = param.String(default="", doc="Name of the file, as the browser gave it; empty before one was sent.")

    scores = param.ClassSelector(
        class_=ApplicationScores, default=None, allow_None=True, doc="Its scores; None when it could not be read."
    )

    error = param.ClassSelector(
        class_=CreditPanelError, default=None, allow_None=True, doc="Why nothing of it could be read."
    )

    busy = param.Boolean(default=False, doc="Whether it is being read or scored.")

    everyone = param.Boolean(
        default=False,
        doc="Whether an application without a row in the files of histories counts as that of somebody who has none.",
    )

    def __init__(self, served: ServedModel, *, elsewhere: ManyElsewhere | None = None, **params: Any) -> None:
        self.served, self._elsewhere = served, elsewhere
        self.histories = HistoryFilesState()
        self._file: ApplicationFile | None = None
        self._asked: object = None
        super().__init__(**params)

    def take(self, name: str, content: bytes) -> Callable[[Callable[[], bool]], ApplicationScores]:
        """Take a file and return what reads and scores it; what that returns or raises is for `finish`."""
        self._file, self._asked = None, (asked := object())
        self.param.update(file_name=name, scores=None, error=None, busy=True)

        def read(wanted: Callable[[], bool]) -> ApplicationScores:
            file = applications_of_upload(content, wanted)
            if self._asked is asked:
                self._file = file
            return self._scored(file)

        return read

    def score_again(self) -> Callable[[Callable[[], bool]], ApplicationScores] | None:
        """Return what scores the file with the histories that are there by now, or that could not be scored elsewhere.

        None when it is up to date, or nothing of it could be read.
        """
        file = self._file
        if file is None or (self.scores is not None and self.is_current(self.scores)):
            return None
        self.param.update(error=None, busy=True)
        return lambda wanted: self._scored(file)

    def is_current(self, scores: ApplicationScores) -> bool:
        """Return whether scores are of the histories that are there by now."""
        if scores.joined is None:
            return not self.histories.files
        return scores.joined.files == self.histories.files and scores.joined.everyone == self.everyone

    def finish(self, outcome: ApplicationScores | CreditPanelError) -> None:
        """Show the scores, or why there are none."""
        if isinstance(outcome, ApplicationScores):
            self.param.update(scores=outcome, error=None, busy=False)
        else:
            self.refuse(self.file_name, outcome)

    def refuse(self, name: str, error: CreditPanelError) -> None:
        """Say why a file is not read."""
        if not isinstance(error, ServiceError):
            self._file = None
        self.param.update(file_name=name, scores=None, error=error, busy=False)

    def _scored(self, file: ApplicationFile) -> ApplicationScores:
        # asked for here, in a thread: histories that came while the file was read are there by now
        files, everyone = self.histories.files, self.everyone
        joined = join_histories(file.applications, files, everyone=everyone) if files else None
        return score_read(file, self.served, joined, elsewhere=self._elsewhere)
