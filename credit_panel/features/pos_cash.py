"""Monthly statements of the client's earlier instalment and cash credits here: arrears and what is left to pay."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from credit_panel.features.expressions import count_where, ratio, total, where
from credit_panel.home_credit import CLIENT

_PREVIOUS = "SK_ID_PREV"
_MONTH = nw.col("MONTHS_BALANCE")
_LATE = nw.col("SK_DPD") > 0
_LATE_DEBT = nw.col("SK_DPD_DEF") > 0
_LEFT = nw.col("CNT_INSTALMENT_FUTURE")

_CREDIT: dict[str, nw.Expr] = {
    # A credit has one client: grouping by its number alone hashes one key in place of two.
    CLIENT: nw.col(CLIENT).max(),
    "months": nw.len(),
    "months_12m": count_where(_MONTH >= -12),
    "late": count_where(_LATE),
    "late_12m": count_where(_LATE & (_MONTH >= -12)),
    "late_debt": count_where(_LATE_DEBT),
    "dpd_max": nw.col("SK_DPD").max(),
    "dpd_debt_max": nw.col("SK_DPD_DEF").max(),
    "last_late_month": where(_LATE, _MONTH).max(),
    "last_month": _MONTH.max(),
    "term": nw.col("CNT_INSTALMENT").max(),
    "shortest_term": nw.col("CNT_INSTALMENT").min(),
    "left": _LEFT.min(),
    "completed": count_where(nw.col("NAME_CONTRACT_STATUS") == "Completed"),
}
_OPEN = (nw.col("completed") == 0) & (nw.col("last_month") >= -3)
_CLIENT: dict[str, nw.Expr] = {
    "pos_credits": nw.len(),
    "pos_months": nw.col("months").sum(),
    "pos_late_months": nw.col("late").sum(),
    "pos_late_debt_months": nw.col("late_debt").sum(),
    "pos_dpd_max": nw.col("dpd_max").max(),
    "pos_dpd_debt_max": nw.col("dpd_debt_max").max(),
    "pos_last_late_month": nw.col("last_late_month").max(),
    "pos_last_month": nw.col("last_month").max(),
    "pos_term_mean": nw.col("term").mean(),
    "pos_open_credits": count_where(_OPEN),
    "pos_left_instalments": total(where(_OPEN, nw.col("left"))),
    "pos_completed_count": count_where(nw.col("completed") > 0),
    "pos_shortened_count": count_where(nw.col("shortest_term") < nw.col("term")),
    "late_12m": nw.col("late_12m").sum(),
    "months_12m": nw.col("months_12m").sum(),
}
_RATIOS: dict[str, nw.Expr] = {
    "pos_late_share": ratio(nw.col("pos_late_months"), nw.col("pos_months")),
    "pos_late_share_12m": ratio(nw.col("late_12m"), nw.col("months_12m")),
}

FEATURES: tuple[str, ...] = (*(name for name in _CLIENT if name.startswith("pos_")), *_RATIOS)


def aggregate(statements: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return one row per client of ``POS_CASH_balance``: SK_ID_CURR and `FEATURES`."""
    return (
        statements.group_by(_PREVIOUS)
        .agg(**_CREDIT)
        .group_by(CLIENT)
        .agg(**_CLIENT)
        .with_columns(**_RATIOS)
        .select(CLIENT, *FEATURES)
    )
