"""What the credit bureau reports on a client's credits at other lenders.

Negative debts were brought to 0 and placeholder dates to null by the repairs. Amounts in different currencies are
added as they are: 99.9 % are in one. Credits of unknown clients never meet an application and fall out in the join.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from credit_panel.features.expressions import count_where, ratio, share_where, total, where
from credit_panel.home_credit import CLIENT

_BUREAU = "SK_ID_BUREAU"
_ACTIVE = nw.col("CREDIT_ACTIVE") == "Active"
_BAD = nw.col("CREDIT_ACTIVE").is_in(("Sold", "Bad debt"))
_CARD = nw.col("CREDIT_TYPE") == "Credit card"
_OPENED = nw.col("DAYS_CREDIT")
_END = nw.col("DAYS_CREDIT_ENDDATE")
_AMOUNT = nw.col("AMT_CREDIT_SUM")
_DEBT = nw.col("AMT_CREDIT_SUM_DEBT")
_WORST_OVERDUE = nw.col("AMT_CREDIT_MAX_OVERDUE")

_AGGREGATES: dict[str, nw.Expr] = {
    "bureau_count": nw.len(),
    "bureau_active_count": count_where(_ACTIVE),
    "bureau_bad_count": count_where(_BAD),
    "bureau_share_active": share_where(_ACTIVE),
    "bureau_card_count": count_where(_CARD),
    "bureau_mortgage_count": count_where(nw.col("CREDIT_TYPE") == "Mortgage"),
    "bureau_microloan_count": count_where(nw.col("CREDIT_TYPE") == "Microloan"),
    "bureau_active_card_count": count_where(_ACTIVE & _CARD),
    "bureau_count_6m": count_where(_OPENED >= -182),
    "bureau_count_12m": count_where(_OPENED >= -365),
    "bureau_count_24m": count_where(_OPENED >= -730),
    "bureau_days_credit_max": _OPENED.max(),
    "bureau_days_credit_min": _OPENED.min(),
    "bureau_days_credit_mean": _OPENED.mean(),
    "bureau_active_days_credit_mean": where(_ACTIVE, _OPENED).mean(),
    "bureau_days_closed_max": nw.col("DAYS_ENDDATE_FACT").max(),
    "bureau_days_update_max": nw.col("DAYS_CREDIT_UPDATE").max(),
    "bureau_active_days_end_max": where(_ACTIVE, _END).max(),
    "bureau_active_days_end_mean": where(_ACTIVE, _END).mean(),
    "bureau_duration_mean": (_END - _OPENED).mean(),
    "bureau_closed_early_mean": (_END - nw.col("DAYS_ENDDATE_FACT")).mean(),
    "bureau_credit_sum": total(_AMOUNT),
    "bureau_credit_mean": _AMOUNT.mean(),
    "bureau_credit_max": _AMOUNT.max(),
    "bureau_credit_sum_12m": where(_OPENED >= -365, _AMOUNT).sum(),
    "bureau_active_credit_sum": total(where(_ACTIVE, _AMOUNT)),
    "bureau_debt_sum": total(_DEBT),
    "bureau_debt_max": _DEBT.max(),
    "bureau_debt_ratio_mean": where(_ACTIVE, ratio(_DEBT, _AMOUNT)).mean(),
    "bureau_debt_ratio_max": where(_ACTIVE, ratio(_DEBT, _AMOUNT)).max(),
    "bureau_card_debt_sum": total(where(_CARD, _DEBT)),
    "bureau_limit_sum": total(nw.col("AMT_CREDIT_SUM_LIMIT")),
    "bureau_annuity_sum": total(where(_ACTIVE, nw.col("AMT_ANNUITY"))),
    "bureau_overdue_sum": total(nw.col("AMT_CREDIT_SUM_OVERDUE")),
    "bureau_days_overdue_max": nw.col("CREDIT_DAY_OVERDUE").max(),
    "bureau_max_overdue_amt": _WORST_OVERDUE.max(),
    "bureau_ever_overdue_count": count_where(_WORST_OVERDUE > 0),
    "bureau_ever_overdue_active_count": count_where(_ACTIVE & (_WORST_OVERDUE > 0)),
    "bureau_prolonged_count": nw.col("CNT_CREDIT_PROLONG").sum(),
}
_ACTIVE_DEBT = "active_debt"
_CARD_AMOUNT = "card_amount"
_RATIOS: dict[str, nw.Expr] = {
    "bureau_utilization": ratio(nw.col(_ACTIVE_DEBT), nw.col("bureau_active_credit_sum")),
    "bureau_card_utilization": ratio(nw.col("bureau_card_debt_sum"), nw.col(_CARD_AMOUNT)),
    "bureau_days_between_credits": ratio(
        nw.col("bureau_days_credit_max") - nw.col("bureau_days_credit_min"), nw.col("bureau_count") - 1
    ),
}

# In the monthly statuses C is closed, X unknown, 0 paid, and 1 to 5 deepening lateness; letters sort after digits.
_STATUS = nw.col("STATUS")
_MONTH = nw.col("MONTHS_BALANCE")
_LATE = (_STATUS >= "1") & (_STATUS <= "5")
_CREDIT_MONTHS: dict[str, nw.Expr] = {
    "months": nw.len(),
    "open_months": count_where(_STATUS <= "5"),
    "late_months": count_where(_LATE),
    "severe_months": count_where((_STATUS >= "2") & (_STATUS <= "5")),
    "late_months_12m": count_where(_LATE & (_MONTH >= -12)),
    "last_late_month": where(_LATE, _MONTH).max(),
    "worst_status": where(_LATE, _STATUS).max(),
}
_MONTHS: dict[str, nw.Expr] = {
    "bureau_months": total(nw.col("months")),
    "bureau_late_months": total(nw.col("late_months")),
    "bureau_severe_months": total(nw.col("severe_months")),
    "bureau_late_months_12m": total(nw.col("late_months_12m")),
    "bureau_last_late_month": nw.col("last_late_month").max(),
    "bureau_worst_status": nw.col("worst_status").max(),
    "bureau_late_credits": count_where(nw.col("late_months") > 0),
    "open_months": total(nw.col("open_months")),
}
_MONTH_RATIOS: dict[str, nw.Expr] = {
    "bureau_late_share": ratio(nw.col("bureau_late_months"), nw.col("open_months")),
}
_KEPT_MONTHS = tuple(name for name in _MONTHS if name != "open_months")

CREDIT_FEATURES: tuple[str, ...] = (*_AGGREGATES, *_RATIOS)
MONTH_FEATURES: tuple[str, ...] = (*_KEPT_MONTHS, *_MONTH_RATIOS)


def aggregate(bureau: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return one row per client of `bureau`: SK_ID_CURR and `CREDIT_FEATURES`."""
    helpers = {
        _ACTIVE_DEBT: total(where(_ACTIVE, _DEBT)),
        _CARD_AMOUNT: total(where(_CARD, _AMOUNT)),
    }
    return (
        bureau.group_by(CLIENT).agg(**_AGGREGATES, **helpers).with_columns(**_RATIOS).select(CLIENT, *CREDIT_FEATURES)
    )


def aggregate_months(bureau: nw.LazyFrame[Any], balance: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return one row per client with monthly statuses at the bureau: SK_ID_CURR and `MONTH_FEATURES`.

    The months (27 million rows) are brought to one row a credit before they meet the credits.

    Parameters
    ----------
    bureau, balance
        The tables ``bureau``, which says whose the credit is, and ``bureau_balance``.
    """
    credits = balance.group_by(_BUREAU).agg(**_CREDIT_MONTHS)
    credits = credits.with_columns(nw.col("worst_status").cast(nw.Int32))
    owners = bureau.select(CLIENT, _BUREAU)
    return (
        owners.join(credits, on=_BUREAU, how="inner")
        .group_by(CLIENT)
        .agg(**_MONTHS)
        .with_columns(**_MONTH_RATIOS)
        .select(CLIENT, *MONTH_FEATURES)
    )
