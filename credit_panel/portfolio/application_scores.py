"""The scores of a file of applications, in one call, and the file that goes back to who sent it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from credit_panel.features import features_of_application
from credit_panel.home_credit.application_file import ApplicationFile
from credit_panel.home_credit.schema import APPLICATION, CLIENT
from credit_panel.portfolio.batch import score_columns
from credit_panel.scoring import Scorer
from credit_panel.uploads import applications_of_upload
from credit_panel.uploads.reader import always

_NUMBERS = dict.fromkeys(("probability", "low", "high", "points"), pl.Float64())
_NONE = pl.DataFrame(
    schema={
        "row": pl.Int64(),
        CLIENT: APPLICATION.columns[CLIENT],
        **_NUMBERS,
        "grade": pl.String(),
        "outcome": pl.String(),
    }
)
"""The scores of a file of which no application could be read; the trees say nothing of no application."""


@dataclass(frozen=True, slots=True)
class ApplicationScores:
    """The scores of a file of applications.

    Parameters
    ----------
    file
        What was read of it.
    frame
        ``row`` (its number in the file), ``SK_ID_CURR`` (null where none was given), ``probability``, ``low``,
        ``high``, ``points``, ``grade``, ``outcome``; one row an application, in the order of the file.
    """

    file: ApplicationFile
    frame: pl.DataFrame

    def answer(self, problems: Mapping[int, str]) -> pl.DataFrame:
        """Return all rows of the file in their order, the scores of those that have one and what is wrong with others.

        Parameters
        ----------
        problems
            What is wrong, in the reader's words, by number of the row.
        """
        ids = {problem.row: problem.client_id for problem in self.file.problems}
        wrong = pl.DataFrame(
            {"row": list(ids), CLIENT: list(ids.values()), "problem": [problems.get(row, "") for row in ids]},
            schema={"row": pl.Int64, CLIENT: pl.Int64, "problem": pl.String},
        )
        scored = self.frame.with_columns(pl.col(CLIENT).cast(pl.Int64))
        return pl.concat([scored, wrong], how="diagonal").sort("row")


def score_file(content: bytes, scorer: Scorer, wanted: Callable[[], bool] = always) -> ApplicationScores:
    """Read a file of applications and score those that can be read, all at once; they have no credit history.

    Parameters
    ----------
    wanted
        Whether somebody still waits for the scores; see `UploadReader.read`.

    Raises
    ------
    ApplicationFileError
        When nothing of the file can be read.
    UploadError
        When reading it takes more than one file may, or too many wait to be read.
    """
    file = applications_of_upload(content, wanted)
    if file.applications.is_empty():
        return ApplicationScores(file, _NONE)
    scores = scorer.score(features_of_application(file.applications))
    frame = score_columns(file.applications[CLIENT], scores)
    return ApplicationScores(file, frame.insert_column(0, pl.Series("row", file.rows, dtype=pl.Int64)))


def write_excel(frame: pl.DataFrame) -> bytes:
    """Return a table as an Excel workbook, in which every text is a text."""
    out = io.BytesIO()
    frame.write_excel(
        out,
        worksheet="scores",
        column_formats={"probability": "0.000000", "low": "0.000000", "high": "0.000000", "points": "0.0"},
        autofit=True,
    )
    return out.getvalue()
