"""Many applications or clients, scored and explained in one call, for whoever works in a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from credit_panel.errors import TablesError
from credit_panel.features import features_of_application
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.schema import CLIENT
from credit_panel.portfolio.application_frames import applications_of_frame
from credit_panel.portfolio.history_frames import histories_of_frames
from credit_panel.portfolio.score_columns import score_columns
from credit_panel.portfolio.sent_histories import Histories, SentPart, parts_sent
from credit_panel.portfolio.served_model import ServedModel, current_model
from credit_panel.scoring import FOLD, Scorer

BASE = "base"
"""What stands for a feature where an explanation starts: the points before anything is known of the client."""


def score(
    frame: Any, *, history: Mapping[str, Any] | None = None, complete: bool = False, served: ServedModel | None = None
) -> Any:
    """Score raw applications in a data frame, with their credit histories or without, or clients of the portfolio.

    Parameters
    ----------
    frame
        A Polars or pandas frame, one row an application, with the raw fields of the table ``application`` as columns;
        a field that is not there counts as missing, and TARGET is not read. Without `history` they are scored by the
        model that never saw one.
        Or numbers of clients of the portfolio, who are scored as on the page: with their histories, and those who
        trained the model by trees that were grown without them.
    history
        Frames of the history tables, as `POST /score` takes their rows, by the names of the tables: ``bureau``,
        ``bureau_balance``, ``previous_application``, ``POS_CASH_balance``, ``installments_payments`` and
        ``credit_card_balance``, any of them. Rows go with the applications by ``SK_ID_CURR``, those of
        ``bureau_balance`` by the ``SK_ID_BUREAU`` of ``bureau``; rows of other clients are passed over. An application
        with a row is scored by the model that reads histories, one without by the other model.
    complete
        Whether the tables hold all there is, so that an application with a number and without a row is that of
        somebody who has no history; it is then scored by the model that reads histories too.
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
        When a column is no field, or a value cannot be; it names rows and fields. When a history is no table, has
        other columns or cells than its table, or none of its rows is of these applications.
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
    >>> bureau = pl.DataFrame({"SK_ID_CURR": [7], "SK_ID_BUREAU": [1], "DAYS_CREDIT": [-400], "AMT_CREDIT_SUM": [9e4]})
    >>> with_bureau = cp.score(pl.DataFrame([one | {"SK_ID_CURR": 7}]), history={"bureau": bureau})
    >>> with_bureau["with_histories"].to_list()
    [True]
    """
    served = served or current_model()
    given, parts = _asked(frame, history, complete, served)
    scored = [
        _stamped(
            score_columns(part.features[CLIENT], part.scorer.score(part.features))
            .insert_column(0, pl.Series("row", part.places, dtype=pl.Int64))
            .with_columns(held_out=_held_out(part.features)),
            part.scorer,
        )
        for part in parts
    ]
    return _given_back(pl.concat(scored).sort("row"), given)


def explain(
    frame: Any, *, history: Mapping[str, Any] | None = None, complete: bool = False, served: ServedModel | None = None
) -> Any:
    """Say what moved the points of applications or clients, one row an application and feature.

    Parameters
    ----------
    frame, history, complete, served
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
    given, parts = _asked(frame, history, complete, served)
    told = []
    for part in parts:
        found = part.scorer.explain(part.features)
        rows = [
            _explained(part.features[at], place, found.features, points, found.base_points[at])
            for at, (place, points) in enumerate(zip(part.places, found.contributions, strict=True))
        ]
        whole = pl.concat(rows) if rows else _explained(part.features, 0, (), np.empty(0), 0.0).clear()
        told.append(_stamped(whole, part.scorer))
    return _given_back(pl.concat(told).sort("row", maintain_order=True), given)


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


def _asked(
    frame: Any, history: Mapping[str, Any] | None, complete: bool, served: ServedModel
) -> tuple[nw.DataFrame[Any] | None, list[SentPart]]:
    """Return the frame for any library (None for numbers of clients), and who is asked for, by what scores them."""
    if not hasattr(frame, "columns"):
        numbers = np.asarray(frame)
        if numbers.ndim == 1 and (numbers.dtype.kind in "iu" or not len(numbers)):
            if history is not None:
                raise TablesError(
                    "Clients of the portfolio have their histories there: leave out history, or give their "
                    "applications as a data frame."
                )
            rows = served.portfolio.select(numbers.astype(np.int64), None)
            features = rows[np.searchsorted(rows[CLIENT].to_numpy(), numbers)]
            return None, [SentPart(served.scorer, list(range(len(features))), features)]
    given, applications = applications_of_frame(frame)
    if history is None and not complete:
        own: Sequence[Histories | None] = [None] * len(applications)
    else:
        own = histories_of_frames(applications, {} if history is None else history, complete=complete)
    parts = list(parts_sent(served, applications, own))
    return given, parts or [SentPart(served.scorer.without_histories, [], features_of_application(applications))]


def _held_out(features: pl.DataFrame) -> pl.Series:
    if FOLD in features.columns:
        return features[FOLD].is_not_null()
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(features))


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
