"""Many applications or clients, scored and explained in one call, for whoever works in a notebook."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from credit_panel.errors import TablesError
from credit_panel.features import features_of_application
from credit_panel.home_credit.applications import validate_applications
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.schema import CLIENT, TARGET
from credit_panel.portfolio.score_columns import score_columns
from credit_panel.portfolio.served_model import ServedModel, current_model
from credit_panel.portfolio.store import Portfolio
from credit_panel.scoring import FOLD, Scorer

BASE = "base"
"""What stands for a feature where an explanation starts: the points before anything is known of the client."""

_TOLD = 3
"""Applications whose faults an error names."""


def score(frame: Any, *, served: ServedModel | None = None) -> Any:
    """Score raw applications in a data frame, or clients of the portfolio by their numbers.

    Parameters
    ----------
    frame
        A Polars or pandas frame, one row an application, with the raw fields of the table ``application`` as columns;
        a field that is not there counts as missing, and TARGET is not read. They are scored without credit histories,
        by the model that never saw one.
        Or numbers of clients of the portfolio, who are scored as on the page: with their histories, and those who
        trained the model by trees that were grown without them.
    served
        The model; None takes the one that the environment names.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        Of the same kind and in the same order: ``row`` from 0, ``SK_ID_CURR`` (null where none was given),
        ``probability``, ``low``, ``high``, ``points``, ``grade``, ``outcome``, ``flags`` (why it is to be reviewed
        beside its probability, see `Flag`; empty for most), ``held_out`` (whether it is a client who trained the
        model, scored by trees that had not seen them), ``with_histories`` (whether credit histories were read), and
        who says so: ``model``, ``version``, ``cost_ratio``, ``review_level``.

    Raises
    ------
    TablesError
        When a column is no field, or a value cannot be; it names rows and fields.
    UnknownClientError
        When a number is of no client.

    Examples
    --------
    >>> import credit_panel as cp
    >>> import polars as pl
    >>> one = {"NAME_CONTRACT_TYPE": "Cash loans", "AMT_INCOME_TOTAL": 9e4, "AMT_CREDIT": 2e5, "DAYS_BIRTH": -12000}
    >>> scored = cp.score(pl.DataFrame([one]))
    >>> scored.columns[2:6]
    ['probability', 'low', 'high', 'points']
    >>> cp.score([100002, 100003])["SK_ID_CURR"].to_list()
    [100002, 100003]
    """
    served = served or current_model()
    given, features = _features(frame, served.portfolio)
    scorer = _scorer(served, given)
    scored = score_columns(features[CLIENT], scorer.score(features)).insert_column(0, _rows(features))
    return _given_back(_stamped(scored.with_columns(held_out=_held_out(features)), scorer), given)


def explain(frame: Any, *, served: ServedModel | None = None) -> Any:
    """Say what moved the points of applications or clients, one row an application and feature.

    Parameters
    ----------
    frame, served
        As for `score`.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        Of the same kind: ``row`` from 0, ``SK_ID_CURR``, ``feature`` (``"base"`` first, then the strongest), ``theme``,
        ``value`` of a number or ``level`` of a category, and ``points``; those of a row add up to its points. Then
        ``held_out``, ``with_histories`` and who says so, as in `score`.

    Raises
    ------
    TablesError, UnknownClientError
        As `score`.

    Examples
    --------
    >>> import credit_panel as cp
    >>> import polars as pl
    >>> one = {"NAME_CONTRACT_TYPE": "Cash loans", "AMT_INCOME_TOTAL": 9e4, "AMT_CREDIT": 2e5, "DAYS_BIRTH": -12000}
    >>> shown = cp.explain(pl.DataFrame([one])).filter(pl.col("feature") != "base").head(5)
    """
    served = served or current_model()
    given, features = _features(frame, served.portfolio)
    scorer = _scorer(served, given)
    explained = scorer.explain(features)
    parts = [
        _explained(features[place], place, explained.features, points, explained.base_points[place])
        for place, points in enumerate(explained.contributions)
    ]
    whole = pl.concat(parts) if parts else _explained(features, 0, (), np.empty(0), 0.0).clear()
    return _given_back(_stamped(whole, scorer), given)


def _explained(row: pl.DataFrame, place: int, features: Sequence[str], points: np.ndarray, base: float) -> pl.DataFrame:
    order = np.argsort(-np.abs(points), kind="stable")
    names = [features[at] for at in order]
    values = [row.item(0, name) for name in names]
    return pl.DataFrame(
        {
            "row": place,
            CLIENT: row[CLIENT].first(),
            "feature": [BASE, *names],
            "theme": [None, *(FIELDS[name].theme for name in names)],
            "value": [None, *(None if isinstance(value, str) else value for value in values)],
            "level": [None, *(value if isinstance(value, str) else None for value in values)],
            "points": [float(base), *points[order].tolist()],
            "held_out": bool(_held_out(row).first()),
        },
        schema={
            "row": pl.Int64,
            CLIENT: pl.Int64,
            "feature": pl.String,
            "theme": pl.String,
            "value": pl.Float64,
            "level": pl.String,
            "points": pl.Float64,
            "held_out": pl.Boolean,
        },
        strict=False,
    )


def _features(frame: Any, portfolio: Portfolio) -> tuple[nw.DataFrame[Any] | None, pl.DataFrame]:
    """Return the frame for any library, None for numbers of clients, and the features of those who are asked for."""
    if not hasattr(frame, "columns"):
        numbers = np.asarray(frame)
        if numbers.ndim == 1 and (numbers.dtype.kind in "iu" or not len(numbers)):
            rows = portfolio.select(numbers.astype(np.int64), None)
            return None, rows[np.searchsorted(rows[CLIENT].to_numpy(), numbers)]
    given, applications = _applications(frame)
    return given, features_of_application(applications)


def _scorer(served: ServedModel, given: nw.DataFrame[Any] | None) -> Scorer:
    """Return what scores those of a frame, or clients of the portfolio when there is none."""
    return served.scorer if given is None else served.scorer.without_histories


def _held_out(features: pl.DataFrame) -> pl.Series:
    if FOLD in features.columns:
        return features[FOLD].is_not_null()
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(features))


def _applications(frame: Any) -> tuple[nw.DataFrame[Any], pl.DataFrame]:
    """Return the frame for any library, and its applications typed and repaired."""
    try:
        given = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise TablesError(
            "Applications come as a Polars or pandas data frame, and clients of the portfolio as their numbers, not as "
            f"{type(frame).__name__}: give one of them."
        ) from error
    rows = [
        {str(name): _plain(value) for name, value in row.items() if name != TARGET}
        for row in given.iter_rows(named=True)
    ]
    applications, problems = validate_applications(rows)
    if problems:
        told = [
            f"row {place}: " + ", ".join(f"{problem.field} {problem.problem}" for problem in found[:_TOLD])
            for place, found in list(problems.items())[:_TOLD]
        ]
        raise TablesError(
            f"{len(problems)} of {len(rows)} applications cannot be scored ({'; '.join(told)}): correct them, or leave "
            "them out."
        )
    return given, applications


def _plain(value: object) -> object:
    """Return a value as Python has it; what pandas and NumPy write for nothing is None."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    return None if isinstance(value, float) and math.isnan(value) else value


def _rows(applications: pl.DataFrame) -> pl.Series:
    return pl.Series("row", range(len(applications)), dtype=pl.Int64)


def _stamped(frame: pl.DataFrame, scorer: Scorer) -> pl.DataFrame:
    stamp = scorer.manifest.stamp
    return frame.with_columns(
        with_histories=pl.lit(scorer.reads_histories),
        model=pl.lit(stamp.name),
        version=pl.lit(stamp.version),
        cost_ratio=pl.lit(scorer.policy.cost_ratio),
        review_level=pl.lit(scorer.policy.review_level),
    )


def _given_back(frame: pl.DataFrame, given: nw.DataFrame[Any] | None) -> Any:
    """Return a frame in the library of the one that was given, in Polars where numbers were."""
    if given is None or given.implementation.is_polars():
        return frame
    columns: Mapping[str, list[Any]] = frame.to_dict(as_series=False)
    return nw.from_dict(columns, backend=given.implementation).to_native()
