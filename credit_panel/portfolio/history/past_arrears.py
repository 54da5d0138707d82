"""How late a client was, month by month: at the credit bureau, with instalment credits, with cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from credit_panel.portfolio.history.past_months import month_of_report

Source = Literal["elsewhere", "instalments", "cards"]

UNKNOWN, CLOSED, ON_TIME = -2, -1, 0
"""Levels of a month that is not in arrears; arrears are 1 to 5."""

LEVEL_DAYS = (1, 31, 61, 91, 121)
"""Days past due from which each level of arrears, 1 to 5, begins: those of the bureau's statuses."""


@dataclass(frozen=True, slots=True)
class Arrears:
    """The months of which something is reported, in one place; the worst credit of a month counts.

    Parameters
    ----------
    source
        Where the client was to pay.
    months
        Months before the application in rising order, -1 the last, shape (months,).
    levels
        `UNKNOWN`, `CLOSED` (nothing left to pay), `ON_TIME` or 1 to 5, shape (months,).
    days
        Days past due, shape (months,); NaN at the bureau, which reports levels only.
    credits
        How many credits are in arrears, shape (months,).
    tolerated
        Whether each credit in arrears owes so little that the lender tolerates it, shape (months,).
    """

    source: Source
    months: np.ndarray
    levels: np.ndarray
    days: np.ndarray
    credits: np.ndarray
    tolerated: np.ndarray

    @property
    def late(self) -> np.ndarray:
        """Which of the months are in arrears, shape (months,)."""
        return self.levels > ON_TIME

    @property
    def worst(self) -> int:
        """The deepest level of arrears, 0 without any."""
        return int(max(self.levels.max(initial=0), 0))


def past_arrears(events: Mapping[str, pl.DataFrame]) -> tuple[Arrears, ...]:
    """Return the arrears by source; a source that reports no month of the client is left out."""
    found = (
        _elsewhere(events["bureau_balance"]),
        _own("instalments", events["POS_CASH_balance"]),
        _own("cards", events["credit_card_balance"]),
    )
    return tuple(arrears for arrears in found if len(arrears.months))


def _elsewhere(balance: pl.DataFrame) -> Arrears:
    level = pl.col("STATUS").replace_strict(
        {"X": UNKNOWN, "C": CLOSED, "0": ON_TIME, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5},
        default=UNKNOWN,
        return_dtype=pl.Int8,
    )
    # a closed credit beside one of unknown state does not make the month a quiet one
    rank = pl.when(level == CLOSED).then(pl.lit(UNKNOWN - 1, pl.Int8)).otherwise(level)
    months = (
        balance.drop_nulls("MONTHS_BALANCE")
        .select(month_of_report(), rank=rank.fill_null(UNKNOWN), level=level.fill_null(UNKNOWN))
        .group_by("month")
        .agg(pl.col("level").get(pl.col("rank").arg_max()), (pl.col("level") > 0).sum().alias("credits"))
        .sort("month")
    )
    size = months.height
    return Arrears(
        "elsewhere",
        months["month"].to_numpy(),
        months["level"].to_numpy(),
        np.full(size, np.nan),
        months["credits"].to_numpy(),
        np.zeros(size, dtype=bool),
    )


def _own(source: Source, balance: pl.DataFrame) -> Arrears:
    days, owed = pl.col("SK_DPD").fill_null(0), pl.col("SK_DPD_DEF").fill_null(0)
    months = (
        balance.drop_nulls("MONTHS_BALANCE")
        .group_by(month_of_report())
        .agg(days=days.max(), credits=(days > 0).sum(), tolerated=(days > 0).any() & (owed.max() == 0))
        .sort("month")
    )
    past_due = months["days"].to_numpy()
    return Arrears(
        source,
        months["month"].to_numpy(),
        np.searchsorted(LEVEL_DAYS, past_due, side="right"),
        past_due.astype(float),
        months["credits"].to_numpy(),
        months["tolerated"].to_numpy(),
    )
