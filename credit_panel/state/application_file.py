"""The file of applications that one visitor sends: its scores, or why it cannot be read."""

from __future__ import annotations

from typing import Any

import param

from credit_panel.errors import ApplicationFileError
from credit_panel.portfolio import Book
from credit_panel.portfolio.application_scores import ApplicationScores, score_file


class ApplicationFileState(param.Parameterized):
    """One visitor's file; it belongs to one session, and nothing of it is ever saved.

    Parameters
    ----------
    book
        The model to score with; shared by all visitors, and immutable.
    """

    file_name = param.String(default="", doc="Name of the file, as the browser gave it; empty before one was sent.")

    scores = param.ClassSelector(
        class_=ApplicationScores, default=None, allow_None=True, doc="Its scores; None when it could not be read."
    )

    error = param.ClassSelector(
        class_=ApplicationFileError, default=None, allow_None=True, doc="Why nothing of it could be read."
    )

    def __init__(self, book: Book, **params: Any) -> None:
        self.book = book
        super().__init__(**params)

    def read(self, name: str, content: bytes) -> None:
        """Read and score a file; `error` says why one cannot be."""
        try:
            scores = score_file(content, self.book.scorer)
        except ApplicationFileError as error:
            self.refuse(name, error)
        else:
            self.param.update(file_name=name, scores=scores, error=None)

    def refuse(self, name: str, error: ApplicationFileError) -> None:
        """Say why a file is not read."""
        self.param.update(file_name=name, scores=None, error=error)
