"""The file of applications that one visitor sends: its scores, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import param

from credit_panel.errors import CreditPanelError
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.application_scores import ApplicationScores, score_file
from credit_panel.scoring.elsewhere import ManyElsewhere, ServiceError


class ApplicationFileState(param.Parameterized):
    """One visitor's file; it belongs to one session, and nothing of it is ever saved.

    Parameters
    ----------
    served
        The model to score with; shared by all visitors, and immutable.
    elsewhere
        Scores the applications in its place; where it does not, the file is kept until it is `sent_again`.
    """

    file_name = param.String(default="", doc="Name of the file, as the browser gave it; empty before one was sent.")

    scores = param.ClassSelector(
        class_=ApplicationScores, default=None, allow_None=True, doc="Its scores; None when it could not be read."
    )

    error = param.ClassSelector(
        class_=CreditPanelError, default=None, allow_None=True, doc="Why nothing of it could be read."
    )

    busy = param.Boolean(default=False, doc="Whether it is being read.")

    def __init__(self, served: ServedModel, *, elsewhere: ManyElsewhere | None = None, **params: Any) -> None:
        self.served, self._elsewhere = served, elsewhere
        self._kept: bytes | None = None
        super().__init__(**params)

    def take(self, name: str, content: bytes) -> Callable[[Callable[[], bool]], ApplicationScores]:
        """Take a file and return what reads and scores it; what that returns or raises is for `finish`."""
        self._kept = None if self._elsewhere is None else content
        self.param.update(file_name=name, scores=None, error=None, busy=True)
        return lambda wanted: score_file(content, self.served.scorer, wanted, elsewhere=self._elsewhere)

    def sent_again(self) -> bytes | None:
        """Return the file that could not be scored elsewhere, None where there is none."""
        return self._kept if isinstance(self.error, ServiceError) else None

    def finish(self, outcome: ApplicationScores | CreditPanelError) -> None:
        """Show the scores, or why there are none."""
        if not isinstance(outcome, ServiceError):
            self._kept = None
        if isinstance(outcome, ApplicationScores):
            self.param.update(scores=outcome, error=None, busy=False)
        else:
            self.refuse(self.file_name, outcome)

    def refuse(self, name: str, error: CreditPanelError) -> None:
        """Say why a file is not read."""
        self.param.update(file_name=name, scores=None, error=error, busy=False)
