"""Monthly statements of the client's credit cards here: how full, what is drawn, what is paid back.

A negative balance (the account is in credit) is a use of 0. Months without a limit have no utilisation.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from credit_panel.features.expressions import count_where, ratio, share_where, total, where
from credit_panel.home_credit import CLIENT

_MONTH = nw.col("MONTHS_BALANCE")
_LIMIT = nw.col("AMT_CREDIT_LIMIT_ACTUAL")
_DRAWN = nw.col("AMT_DRAWINGS_CURRENT")
_MINIMUM = nw.col("AMT_INST_MIN_REGULARITY")
_PAID = nw.col("AMT_PAYMENT_TOTAL_CURRENT")
_LATE = nw.col("SK_DPD") > 0
_BALANCE = nw.col("balance")
_USE = nw.col("utilization")
_DUE = _MINIMUM > 0

_AGGREGATES: dict[str, nw.Expr] = {
    "cc_months": nw.len(),
    "cc_balance_mean": _BALANCE.mean(),
    "cc_balance_3m": where(_MONTH >= -3, _BALANCE).mean(),
    "cc_limit_mean": _LIMIT.mean(),
    "cc_limit_max": _LIMIT.max(),
    "cc_avg_utilization": _USE.mean(),
    "cc_max_utilization": _USE.max(),
    "cc_utilization_3m": where(_MONTH >= -3, _USE).mean(),
    "cc_utilization_12m": where(_MONTH >= -12, _USE).mean(),
    "cc_over_limit_share": share_where(_USE > 1),
    "cc_drawn_mean": _DRAWN.mean(),
    "cc_drawn_max": _DRAWN.max(),
    "cc_drawings_mean": nw.col("CNT_DRAWINGS_CURRENT").mean(),
    "cc_atm_drawings_mean": nw.col("CNT_DRAWINGS_ATM_CURRENT").mean(),
    "cc_drawing_month_share": share_where(_DRAWN > 0),
    "cc_paid_mean": _PAID.mean(),
    "cc_minimum_mean": _MINIMUM.mean(),
    "cc_below_minimum_share": where(_DUE, (_PAID < _MINIMUM).cast(nw.Float64)).mean(),
    "cc_late_months": count_where(_LATE),
    "cc_late_share": share_where(_LATE),
    "cc_dpd_max": nw.col("SK_DPD").max(),
    "cc_dpd_debt_max": nw.col("SK_DPD_DEF").max(),
    "cc_last_late_month": where(_LATE, _MONTH).max(),
    "cc_last_month": _MONTH.max(),
    "cc_paid_instalments": nw.col("CNT_INSTALMENT_MATURE_CUM").max(),
    "drawn": total(where(nw.col("AMT_DRAWINGS_ATM_CURRENT") >= 0, _DRAWN)),
    "drawn_atm": total(nw.col("AMT_DRAWINGS_ATM_CURRENT")),
    "paid_when_due": total(where(_DUE, _PAID)),
    "due": total(where(_DUE, _MINIMUM)),
}
_RATIOS: dict[str, nw.Expr] = {
    "cc_atm_share": ratio(nw.col("drawn_atm"), nw.col("drawn")),
    "cc_paid_vs_minimum": ratio(nw.col("paid_when_due"), nw.col("due")),
    "cc_utilization_trend": nw.col("cc_utilization_3m") - nw.col("cc_avg_utilization"),
}

FEATURES: tuple[str, ...] = (*(name for name in _AGGREGATES if name.startswith("cc_")), *_RATIOS)


def aggregate(statements: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return one row per client of ``credit_card_balance``: SK_ID_CURR and `FEATURES`."""
    balance = nw.col("AMT_BALANCE").clip(lower_bound=0)
    return (
        statements.with_columns(balance.alias("balance"), ratio(balance, _LIMIT).alias("utilization"))
        .group_by(CLIENT)
        .agg(**_AGGREGATES)
        .with_columns(**_RATIOS)
        .select(CLIENT, *FEATURES)
    )
