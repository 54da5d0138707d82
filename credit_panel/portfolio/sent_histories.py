"""Applications that come with their credit histories: the very same features, and who of them trained the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from credit_panel.errors import UnknownClientError
from credit_panel.features import build_features, features_of_application
from credit_panel.home_credit import CLIENT, HISTORY_TABLES, TARGET
from credit_panel.home_credit.engine import HistoryQuery
from credit_panel.home_credit.limits import LARGEST_ID
from credit_panel.home_credit.schema import APPLICATION, BUREAU, PREVIOUS
from credit_panel.portfolio.score_columns import score_columns
from credit_panel.portfolio.store import Portfolio
from credit_panel.scoring import FOLD, Scorer, with_folds

if TYPE_CHECKING:
    from credit_panel.portfolio.served_model import ServedModel

Histories = Mapping[str, pl.DataFrame]
"""The histories of one applicant, as `validate_histories` returns them."""

_SAME = ("AMT_CREDIT", "AMT_INCOME_TOTAL", "DAYS_BIRTH")
"""What must be equal, beside the number, for an application to be a client's; what became of it nobody sends."""


TOLD = "with_histories"
"""Column of scores: whether credit histories were read."""


@dataclass(frozen=True, slots=True)
class _SentTables:
    """Applications and their histories as `build_features` asks for tables, each applicant under a number of ours."""

    application: pl.DataFrame
    histories: Mapping[str, pl.DataFrame]

    def get(self, name: str) -> pl.LazyFrame | None:
        frame = self.histories.get(name)
        return None if frame is None else frame.lazy()

    def beside_applications(self, histories: Iterable[HistoryQuery]) -> pl.LazyFrame:
        frame = self.application
        for history in histories:
            if history.query is None:
                frame = frame.with_columns(pl.lit(None, pl.Float32).alias(name) for name in history.features)
            else:
                own: pl.LazyFrame = history.query.to_native()
                frame = frame.join(own.collect(), on=CLIENT, how="left", maintain_order="left")
        return frame.lazy()


def features_with_histories(
    portfolio: Portfolio, applications: pl.DataFrame, histories: Sequence[Histories]
) -> pl.DataFrame:
    """Return the features of applications with the histories that were sent with each, as a build works them out.

    Parameters
    ----------
    portfolio
        Whose training clients are recognised, by their number and by what they ask for, and scored held out: what is
        said of them is what stands in the portfolio.
    applications
        n rows as `validate_applications` returns them.
    histories
        Those of each.

    Returns
    -------
    polars.DataFrame
        n rows as `build_features` returns them, in the same order, with the fold of each.
    """
    places = pl.Series(CLIENT, range(len(applications)), dtype=pl.Int64)
    target = pl.lit(None, APPLICATION.columns[TARGET]).alias(TARGET)
    own = applications.with_columns(places).with_columns(target).select(list(APPLICATION.columns))
    together = {
        name: pl.concat(parts)
        for name in HISTORY_TABLES
        if (parts := [_apart(sent[name], place) for place, sent in enumerate(histories) if name in sent])
    }
    features = build_features(_SentTables(own, together), quietly=True).collect().with_columns(applications[CLIENT])
    return with_folds(features, pl.Series([_fold(portfolio, row) for row in features.iter_slices(1)], dtype=pl.Int8))


def scorer_and_features(
    served: ServedModel, typed: pl.DataFrame, histories: Histories | None
) -> tuple[Scorer, pl.DataFrame]:
    """Return what scores one application and its features; no histories are not the same as none that were sent."""
    if histories is None:
        return served.scorer.without_histories, features_of_application(typed)
    return served.scorer, features_with_histories(served.portfolio, typed, [histories])


def score_sent(served: ServedModel, applications: pl.DataFrame, histories: Sequence[Histories | None]) -> pl.DataFrame:
    """Score applications, each with the histories that came with it, or by the model for those that come without.

    Parameters
    ----------
    histories
        Those of each application; None where none were sent.

    Returns
    -------
    polars.DataFrame
        The columns of `score_columns` and ``with_histories``, in the order of the applications.
    """
    parts = [
        score_columns(part.features[CLIENT], part.scorer.score(part.features)).with_columns(
            pl.Series("place", part.places), pl.lit(part.scorer.reads_histories).alias(TOLD)
        )
        for part in parts_sent(served, applications, histories)
    ]
    return pl.concat(parts).sort("place").drop("place") if parts else pl.DataFrame()


@dataclass(frozen=True, slots=True)
class SentPart:
    """Those of some applications that one model scores.

    Parameters
    ----------
    scorer
        The model.
    places
        Which ones, 0 to n - 1.
    features
        Their features.
    """

    scorer: Scorer
    places: list[int]
    features: pl.DataFrame


def parts_sent(
    served: ServedModel, applications: pl.DataFrame, histories: Sequence[Histories | None]
) -> Iterator[SentPart]:
    """Yield those of some applications that came with their histories, and the others; see `score_sent`."""
    came = [place for place, own in enumerate(histories) if own is not None]
    if came:
        sent = [own for own in histories if own is not None]
        yield SentPart(served.scorer, came, features_with_histories(served.portfolio, applications[came], sent))
    alone = [place for place, own in enumerate(histories) if own is None]
    if alone:
        yield SentPart(served.scorer.without_histories, alone, features_of_application(applications[alone]))


def _apart(rows: pl.DataFrame, place: int) -> pl.DataFrame:
    """Return the rows of one applicant under our number, and credits that share a number with those of no other."""
    moved = [pl.col(name) + place * LARGEST_ID for name in (PREVIOUS, BUREAU) if name in rows.columns]
    own = [pl.lit(place, pl.Int64).alias(CLIENT)] if CLIENT in rows.columns else []
    return rows.with_columns(*moved, *own)


def _fold(portfolio: Portfolio, row: pl.DataFrame) -> int | None:
    """Return the fold of the client of the portfolio that an application is of; None when it is of nobody there."""
    number = row.item(0, CLIENT)
    if number is None:
        return None
    try:
        known = portfolio.client(number, (*_SAME, FOLD))
    except UnknownClientError:
        return None
    same = all(known.item(0, name) == row.item(0, name) for name in _SAME)
    fold: int | None = known.item(0, FOLD) if same else None
    return fold
