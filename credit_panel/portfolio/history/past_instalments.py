"""How a client paid instalments: days before or after the due date, and what was left out, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.portfolio.history.past_months import month_of_day

LONG_LATE = 30
"""Days after the due date from which an instalment is paid very late."""

_ROUNDING = 0.01
"""Share of an instalment that may be left out as rounding."""


@dataclass(frozen=True, slots=True)
class Instalments:
    """The instalments of a client, counted by the month in which they were due.

    An instalment paid in parts is one instalment, paid on the day of its last part; the model's features count the
    parts. One without a payment is unpaid, neither late nor early.

    Parameters
    ----------
    months
        Months before the application in rising order, -1 the last, shape (months,).
    due, late, early, short, unpaid
        How many instalments were due, paid after the due date, paid before it, paid in part, never paid, each of
        shape (months,).
    worst
        Most days after the due date, 0 when none was late, shape (months,).
    ahead
        Mean days before the due date of the early ones, 0 without any, shape (months,).
    owed, left_out
        Sum of the instalments, and of what was not paid of them, of shape (months,).
    median
        Median days from the due date to the payment over all paid instalments, negative before it; NaN without any.
    very_late
        How many were paid more than `LONG_LATE` days after the due date.
    """

    months: np.ndarray
    due: np.ndarray
    late: np.ndarray
    early: np.ndarray
    short: np.ndarray
    unpaid: np.ndarray
    worst: np.ndarray
    ahead: np.ndarray
    owed: np.ndarray
    left_out: np.ndarray
    median: float
    very_late: int


def past_instalments(payments: pl.DataFrame) -> Instalments | None:
    """Return the instalments of ``installments_payments``, or None when it holds none with a due date."""
    known = payments.filter(pl.col("DAYS_INSTALMENT").is_not_null())
    if known.is_empty():
        return None
    days = (pl.col("paid_on") - pl.col("DAYS_INSTALMENT")).alias("days")
    left_out = (pl.col("owed") - pl.col("paid")).clip(lower_bound=0).alias("left_out")
    one = ("SK_ID_PREV", "NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER", "DAYS_INSTALMENT")
    each = (
        known.group_by(one)
        .agg(
            paid_on=pl.col("DAYS_ENTRY_PAYMENT").max(),
            owed=pl.col("AMT_INSTALMENT").max().fill_null(0.0),
            paid=pl.col("AMT_PAYMENT").sum(),
        )
        .with_columns(days, left_out, month_of_day("DAYS_INSTALMENT"))
    )
    late, early, paid = pl.col("days") > 0, pl.col("days") < 0, pl.col("days").is_not_null()
    months = (
        each.group_by("month")
        .agg(
            due=pl.len(),
            late=late.sum(),
            early=early.sum(),
            short=(paid & (pl.col("left_out") > _ROUNDING * pl.col("owed"))).sum(),
            unpaid=(~paid).sum(),
            worst=pl.col("days").max().clip(lower_bound=0).fill_null(0),
            ahead=(-pl.col("days").filter(early)).mean().fill_null(0.0),
            owed=pl.col("owed").sum(),
            left_out=pl.col("left_out").sum(),
        )
        .sort("month")
    )
    median = each["days"].median()
    arrays = {column.name: column.to_numpy() for column in months if column.name != "month"}
    return Instalments(
        months=months["month"].to_numpy(),
        median=float("nan") if median is None else float(median),  # type: ignore[arg-type]
        very_late=int((each["days"] > LONG_LATE).sum()),
        **arrays,
    )
