"""The scores of a file of applications, in one call, and the file that goes back to who sent it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from credit_panel.home_credit.application_file import ApplicationFile
from credit_panel.home_credit.schema import APPLICATION, CLIENT
from credit_panel.portfolio.joined_histories import JoinedHistories
from credit_panel.portfolio.score_columns import score_columns
from credit_panel.portfolio.sent_histories import TOLD, SentPart, parts_sent
from credit_panel.scoring import Reasons, Scorer, reasons_of
from credit_panel.scoring.elsewhere import ManyElsewhere
from credit_panel.uploads import applications_of_upload
from credit_panel.uploads.reader import always

if TYPE_CHECKING:
    from credit_panel.portfolio.served_model import ServedModel

_PLACE = "_place"
_NUMBERS = dict.fromkeys(("probability", "low", "high", "points"), pl.Float64())
_NONE = pl.DataFrame(
    schema={
        "row": pl.Int64(),
        CLIENT: APPLICATION.columns[CLIENT],
        **_NUMBERS,
        "grade": pl.String(),
        "outcome": pl.String(),
        "flags": pl.String(),
        TOLD: pl.Boolean(),
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
        ``high``, ``points``, ``grade``, ``outcome``, ``flags`` (see `Flag`, empty for most), ``with_histories``;
        one row an application, in the order of the file.
    features
        Their features, from which each can be explained again, in the same order.
    reasons
        The principal reasons of each, in the same order.
    joined
        The histories that came beside the file, None where none did.
    """

    file: ApplicationFile
    frame: pl.DataFrame
    features: pl.DataFrame
    reasons: tuple[Reasons, ...] = ()
    joined: JoinedHistories | None = None

    def scorer_of(self, place: int, served: ServedModel) -> Scorer:
        """Return what scored an application, by its place in `frame`."""
        return served.scorer if self.frame[TOLD][place] else served.scorer.without_histories

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
    content: bytes, served: ServedModel, wanted: Callable[[], bool] = always, *, elsewhere: ManyElsewhere | None = None
) -> ApplicationScores:
    """Read a file of applications and score those that can be read, all at once, without histories.

    Parameters
    ----------
    wanted
        Whether somebody still waits for the scores; see `UploadReader.read`.
    elsewhere
        Scores the applications in place of the model here, which explains them ever.

    Raises
    ------
    ApplicationFileError
        When nothing of the file can be read.
    UploadError
        When reading it takes more than one file may, or too many wait to be read.
    ServiceError
        When `elsewhere` does not score.
    """
    return score_read(applications_of_upload(content, wanted), served, elsewhere=elsewhere)


def score_read(
    file: ApplicationFile,
    served: ServedModel,
    joined: JoinedHistories | None = None,
    *,
    elsewhere: ManyElsewhere | None = None,
) -> ApplicationScores:
    """Score the applications of a file, those with histories as a client of the portfolio is, with theirs.

    Parameters
    ----------
    joined
        The histories of each, as `join_histories` returns them for the same applications.
    elsewhere
        See `score_file`.

    Raises
    ------
    ServiceError
        When `elsewhere` does not score.
    """
    applications = file.applications
    if applications.is_empty():
        return ApplicationScores(file, _NONE, pl.DataFrame(), joined=joined)
    histories = [None] * len(applications) if joined is None else list(joined.histories)
    parts = list(parts_sent(served, applications, histories))
    features = pl.concat([_placed(part.features, part) for part in parts], how="diagonal").sort(_PLACE).drop(_PLACE)
    if elsewhere is None:
        scored = [_placed(score_columns(p.features[CLIENT], p.scorer.score(p.features)), p) for p in parts]
        frame = pl.concat(scored).sort(_PLACE).drop(_PLACE)
    else:
        frame = elsewhere(applications, histories)
    reasons: dict[int, Reasons] = {}
    for part in parts:
        explained = part.scorer.explain_each(part.features, [None] * len(part.places))
        reasons |= zip(part.places, map(reasons_of, explained), strict=True)
    told = pl.Series(TOLD, [own is not None for own in histories], dtype=pl.Boolean)
    return ApplicationScores(
        file,
        frame.insert_column(0, pl.Series("row", file.rows, dtype=pl.Int64)).with_columns(told),
        features,
        tuple(reasons[place] for place in range(len(applications))),
        joined,
    )


def _placed(frame: pl.DataFrame, part: SentPart) -> pl.DataFrame:
    return frame.with_columns(pl.Series(_PLACE, part.places, dtype=pl.Int64))


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
