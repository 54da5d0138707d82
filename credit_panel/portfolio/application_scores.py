"""The scores of a file of applications, in one call, and the file that goes back to who sent it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from credit_panel.features import features_of_application
from credit_panel.home_credit.application_file import ApplicationFile
from credit_panel.home_credit.schema import APPLICATION, CLIENT
from credit_panel.portfolio.score_columns import score_columns
from credit_panel.scoring import Reasons, Scorer, reasons_of
from credit_panel.scoring.elsewhere import ManyElsewhere
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
        "flags": pl.String(),
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
        ``high``, ``points``, ``grade``, ``outcome``, ``flags`` (see `Flag`, empty for most);
        one row an application, in the order of the file.
    features
        Their features, from which each can be explained again, in the same order.
    reasons
        The principal reasons of each, in the same order.
    """

    file: ApplicationFile
    frame: pl.DataFrame
    features: pl.DataFrame
    reasons: tuple[Reasons, ...] = ()

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


def score_file(
    content: bytes, scorer: Scorer, wanted: Callable[[], bool] = always, *, elsewhere: ManyElsewhere | None = None
) -> ApplicationScores:
    """Read a file of applications and score those that can be read, all at once; they come without histories.

    Parameters
    ----------
    wanted
        Whether somebody still waits for the scores; see `UploadReader.read`.
    elsewhere
        Scores the applications in place of `scorer`, which explains them ever.

    Raises
    ------
    ApplicationFileError
        When nothing of the file can be read.
    UploadError
        When reading it takes more than one file may, or too many wait to be read.
    ServiceError
        When `elsewhere` does not score.
    """
    file = applications_of_upload(content, wanted)
    if file.applications.is_empty():
        return ApplicationScores(file, _NONE, pl.DataFrame())
    features, scorer = features_of_application(file.applications), scorer.without_histories
    if elsewhere is None:
        frame = score_columns(file.applications[CLIENT], scorer.score(features))
    else:
        frame = elsewhere(file.applications)
    reasons = tuple(reasons_of(each) for each in scorer.explain_each(features, [None] * len(features)))
    return ApplicationScores(
        file, frame.insert_column(0, pl.Series("row", file.rows, dtype=pl.Int64)), features, reasons
    )


def write_excel(frame: pl.DataFrame, formats: Mapping[str, str], sheet: str = "scores") -> bytes:
    """Return a table as an Excel workbook, in which every text is a text.

    Parameters
    ----------
    formats
        Excel's format of the numbers of a column, by its name.
    sheet
        Name of its one sheet.
    """
    out = io.BytesIO()
    frame.write_excel(out, worksheet=sheet, column_formats=dict[Any, str](formats), autofit=True)
    return out.getvalue()


def columns_excel(columns: Mapping[str, Sequence[object]], formats: Mapping[str, str], sheet: str) -> bytes:
    """Return columns of numbers and texts as `write_excel` does a table."""
    return write_excel(pl.DataFrame(columns, strict=False), formats, sheet)
