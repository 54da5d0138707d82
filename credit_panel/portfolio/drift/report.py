"""Drift of the test table, another portfolio or a file against the applications that trained the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from credit_panel.errors import DriftFileError
from credit_panel.features import features_of_application
from credit_panel.features.build import HISTORY_FEATURES, RAW_FIELDS
from credit_panel.home_credit import APPLICATION, CLIENT, TARGET
from credit_panel.portfolio.drift.margins import Margin, margin
from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.score_columns import BASE_POINTS
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.portfolio.store import Portfolio
from credit_panel.scoring import Scorer
from credit_panel.scoring.drift import FeatureDrift, Population, drift_between, population_of
from credit_panel.uploads.drift_file import FEWEST_ROWS, SAMPLE

SHOWN_MARGINS = 12


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What moved between the training clients and others.

    Parameters
    ----------
    drifts
        The points first, then the features by the size of their index.
    margins
        The points and the features that moved most, then and now, by feature.
    before, after
        Applications compared.
    drawn_before, drawn_after
        Applications that those were drawn from.
    left_out
        Features of the models that could not be compared, since the file lacks what they are made of.
    mean_before, mean_after
        Mean points; scored without what the file lacks, on both sides.
    start
        What of their change is no feature's: the trees that scored the training clients start elsewhere.
    with_histories
        Whether the credit histories of the applicants were known, or the model of applications alone scored.
    """

    drifts: tuple[FeatureDrift, ...]
    margins: Mapping[str, Margin]
    before: int
    after: int
    drawn_before: int
    drawn_after: int
    left_out: tuple[str, ...]
    mean_before: float
    mean_after: float
    start: float
    with_histories: bool = True


@kept(2)
def drift_of_test(served: ServedModel) -> DriftReport:
    """Hold the applications of unknown outcome of a portfolio against its training clients, all of them.

    Raises
    ------
    DriftFileError
        When the portfolio has too few applications of unknown outcome.

    Examples
    --------
    >>> import credit_panel as cp
    >>> report = cp.drift_of_test(cp.current_model())
    """
    known = served.portfolio.select(None, (TARGET,)).to_series().is_not_null()
    _check_enough(int((~known).sum()))
    moved = served.portfolio.contributions.select(known.alias(TARGET), *served.scorer.features).group_by(TARGET).mean()
    means = {row[TARGET]: row for row in moved.collect(engine="streaming").iter_rows(named=True)}
    sides = []
    for member, trained in ((known, True), (~known, False)):
        scores = ("points", BASE_POINTS)
        frame = served.portfolio.scan().select(*served.scorer.features, *scores).filter(pl.lit(member)).collect()
        start = float(frame[BASE_POINTS].mean() or 0.0)  # type: ignore[arg-type]
        sides.append(Population(frame.drop(scores), frame["points"].to_numpy(), means[trained], start))
    return _report(sides[0], sides[1], len(sides[0].points), len(sides[1].points), ())


@kept(4)
def drift_of_portfolio(served: ServedModel, other: Portfolio) -> DriftReport:
    """Hold the applications of another portfolio against the training clients of a served model.

    Raises
    ------
    DriftFileError
        When the other portfolio has too few applications.
    """
    _check_enough(len(other))
    before, trained = _training(served)
    sides = [
        population_of(served.scorer, frame)
        for frame in (before, other.select(_drawn(other.ids), served.scorer.features))
    ]
    return _report(sides[0], sides[1], trained, len(other), ())


def drift_of_file(served: ServedModel, applications: pl.DataFrame, *, drawn_from: int | None = None) -> DriftReport:
    """Hold the applications of a file against the training clients of a served model.

    What the file lacks is taken from the training clients as well, so that both sides are scored on the same knowledge;
    features that rest on it are left out. Without any feature of the histories it is the model of applications alone
    that scores both, as it would score these applicants.

    Parameters
    ----------
    applications
        Those of `read_drift_file`; `SAMPLE` are drawn from more.
    drawn_from
        How many applications they were drawn from; None when they are all.

    Raises
    ------
    DriftFileError
        When no feature of the model is left to compare.
    """
    scorer = _scorer_for(served, applications.columns)
    before, trained, compared = _trained_on(served, frozenset(applications.columns))
    if not compared:
        raise DriftFileError(
            "no_feature", "The columns of the file make up no feature of the model: add more of an application's."
        )
    count = drawn_from or len(applications)
    chosen = applications.sample(SAMPLE, seed=0) if len(applications) > SAMPLE else applications
    sides = before, population_of(scorer, _features_of(chosen))
    kept = [Population(side.features.select(compared), side.points, side.contributions, side.start) for side in sides]
    read = dict.fromkeys((*served.scorer.features, *scorer.features))
    left_out = tuple(name for name in read if name not in compared)
    report = _report(kept[0], kept[1], trained, count, left_out)
    return replace(report, with_histories=scorer.reads_histories)


@kept(2)
def _trained_on(served: ServedModel, columns: frozenset[str]) -> tuple[Population, int, tuple[str, ...]]:
    """Return training clients of whom no more than some columns is known, how many there are, and what is compared.

    They are kept: one file after the other has the same columns, and to explain them takes as long as the file's own.
    """
    scorer = _scorer_for(served, columns)
    before, trained = _training(served)
    blinded = _features_of(before.select(name for name in before.columns if name in columns))
    whole = _features_of(before)  # a portfolio keeps those of the first model alone
    compared = tuple(name for name in scorer.features if _same(whole[name], blinded[name]))
    return population_of(scorer, blinded), trained, compared


def _scorer_for(served: ServedModel, columns: Iterable[str]) -> Scorer:
    """Return what would score applications of whom some columns are known."""
    return served.scorer.without_histories if set(HISTORY_FEATURES).isdisjoint(columns) else served.scorer


def _training(served: ServedModel) -> tuple[pl.DataFrame, int]:
    """Return training clients drawn from a served model, all their columns, and how many there are."""
    portfolio = served.portfolio
    frame = portfolio.select(None, (CLIENT, TARGET)).drop_nulls(TARGET)
    names = (*RAW_FIELDS, *HISTORY_FEATURES)
    wanted = dict.fromkeys((*names, *served.scorer.features))
    return portfolio.select(_drawn(frame[CLIENT].to_numpy()), tuple(wanted)), len(frame)


def _drawn(ids: np.ndarray) -> np.ndarray:
    return np.random.default_rng(0).choice(ids, SAMPLE, replace=False) if len(ids) > SAMPLE else ids


def _features_of(given: pl.DataFrame) -> pl.DataFrame:
    """Return the features of applications of which some columns are known."""
    types = {name: APPLICATION.columns[name] for name in RAW_FIELDS} | dict.fromkeys(HISTORY_FEATURES, pl.Float32())
    whole = given.select(
        pl.col(name) if name in given.columns else pl.lit(None, dtype).alias(name) for name, dtype in types.items()
    )
    return features_of_application(whole.select(RAW_FIELDS), whole.select(HISTORY_FEATURES))


def _same(whole: pl.Series, blinded: pl.Series) -> bool:
    return whole.cast(blinded.dtype).equals(blinded, null_equal=True)


def _report(
    before: Population, after: Population, drawn_before: int, drawn_after: int, left_out: tuple[str, ...]
) -> DriftReport:
    drifts = drift_between(before, after)
    margins = {"points": margin(pl.Series("points", before.points), pl.Series("points", after.points))}
    for found in drifts[1 : SHOWN_MARGINS + 1]:
        margins[found.feature] = margin(before.features[found.feature], after.features[found.feature])
    return DriftReport(
        drifts,
        margins,
        len(before.points),
        len(after.points),
        drawn_before,
        drawn_after,
        left_out,
        float(before.points.mean()),
        float(after.points.mean()),
        after.start - before.start,
    )


def _check_enough(count: int) -> None:
    if count < FEWEST_ROWS:
        raise DriftFileError(
            "too_few",
            f"There are {count} applications: drift is measured on {FEWEST_ROWS} or more.",
            count=count,
        )
