"""How a client used credit cards of this lender: balance over limit, and the minimum payment, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.portfolio.history.past_months import month_of_report


@dataclass(frozen=True, slots=True)
class CardUse:
    """The months of a client's cards; several cards of one month are added up.

    Parameters
    ----------
    months
        Months before the application in rising order, -1 the last, shape (months,).
    balance, limit
        What was owed, at least 0, and how much could be, each of shape (months,).
    use
        Balance over limit, shape (months,); NaN without a limit.
    minimum, paid
        The smallest payment asked for and what was paid, 0 where nothing is reported, each of shape (months,).
    below
        Whether some card was paid less than its minimum, shape (months,).
    cards
        How many cards the client has had.
    """

    months: np.ndarray
    balance: np.ndarray
    limit: np.ndarray
    use: np.ndarray
    minimum: np.ndarray
    paid: np.ndarray
    below: np.ndarray
    cards: int


def past_card_use(balances: pl.DataFrame) -> CardUse | None:
    """Return the months of ``credit_card_balance``, or None when it holds none."""
    known = balances.filter(pl.col("MONTHS_BALANCE").is_not_null())
    if known.is_empty():
        return None
    minimum = pl.col("AMT_INST_MIN_REGULARITY").fill_null(0.0)
    paid = pl.col("AMT_PAYMENT_TOTAL_CURRENT").fill_null(0.0)
    months = (
        known.group_by(month_of_report())
        .agg(
            balance=pl.col("AMT_BALANCE").clip(lower_bound=0).sum(),
            limit=pl.col("AMT_CREDIT_LIMIT_ACTUAL").sum(),
            minimum=minimum.sum(),
            paid=paid.sum(),
            below=((minimum > 0) & (paid < minimum)).any(),
        )
        .sort("month")
    )
    balance, limit = months["balance"].to_numpy(), months["limit"].to_numpy()
    use = np.divide(balance, limit, out=np.full(len(limit), np.nan), where=limit > 0)
    return CardUse(
        months=months["month"].to_numpy(),
        balance=balance,
        limit=limit,
        use=use,
        minimum=months["minimum"].to_numpy(),
        paid=months["paid"].to_numpy(),
        below=months["below"].to_numpy(),
        cards=known["SK_ID_PREV"].n_unique(),
    )
