"""Instalments of the client's earlier credits here: paid on time, late, short, and how that has changed.

A row is one payment. An instalment paid in two parts has two rows, each counted, so a part payment reads as short.
An instalment without a payment is neither late nor short by a known amount: it is counted apart.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from credit_panel.features.expressions import count_where, ratio, share_where, total, where
from credit_panel.home_credit import CLIENT

_DUE = nw.col("DAYS_INSTALMENT")
_PAID_ON = nw.col("DAYS_ENTRY_PAYMENT")
_PAID = nw.col("AMT_PAYMENT")
_OWED = nw.col("AMT_INSTALMENT")
_LATENESS = "lateness"
_DAYS_LATE = "days_late"
_SHORTFALL = "shortfall"
_IS_LATE = nw.col(_LATENESS) > 0
_LAST_YEAR = _DUE >= -365
# Under this share of the sum due, a payment is short; above it, the difference is rounding.
_SHORT = nw.col(_SHORTFALL) > 0.01 * _OWED

_AGGREGATES: dict[str, nw.Expr] = {
    "inst_count": nw.len(),
    "inst_on_time_ratio": share_where(nw.col(_LATENESS) <= 0),
    "inst_late_count": count_where(_IS_LATE),
    "inst_late_30_count": count_where(nw.col(_LATENESS) > 30),
    "inst_late_5_share": share_where(nw.col(_LATENESS) > 5),
    "inst_dpd_max": nw.col(_DAYS_LATE).max(),
    "inst_dpd_mean": nw.col(_DAYS_LATE).mean(),
    "inst_dpd_max_12m": where(_LAST_YEAR, nw.col(_DAYS_LATE)).max(),
    "inst_dpd_mean_12m": where(_LAST_YEAR, nw.col(_DAYS_LATE)).mean(),
    "inst_days_early_mean": where(nw.col(_LATENESS) <= 0, -nw.col(_LATENESS)).mean(),
    "inst_late_share_3m": where(_DUE >= -91, _IS_LATE.cast(nw.Float64)).mean(),
    "inst_late_share_12m": where(_LAST_YEAR, _IS_LATE.cast(nw.Float64)).mean(),
    "inst_days_last_late": where(_IS_LATE, _DUE).max(),
    "inst_days_last_due": _DUE.max(),
    "inst_days_first_due": _DUE.min(),
    "inst_unpaid_count": count_where(_PAID_ON.is_null()),
    "inst_short_share": share_where(_SHORT),
    "inst_short_share_12m": where(_LAST_YEAR, _SHORT.cast(nw.Float64)).mean(),
    "inst_short_sum": total(nw.col(_SHORTFALL)),
    "inst_paid_sum": total(_PAID),
    "inst_paid_mean": _PAID.mean(),
    "inst_paid_max": _PAID.max(),
    "inst_paid_12m": total(where(_LAST_YEAR, _PAID)),
    "inst_number_max": nw.col("NUM_INSTALMENT_NUMBER").max(),
    "late_before": where(~_LAST_YEAR, _IS_LATE.cast(nw.Float64)).mean(),
    "owed": total(_OWED),
}
_RATIOS: dict[str, nw.Expr] = {
    "inst_paid_ratio": ratio(nw.col("inst_paid_sum"), nw.col("owed")),
    "inst_late_trend": nw.col("inst_late_share_12m") - nw.col("late_before"),
}

FEATURES: tuple[str, ...] = (*(name for name in _AGGREGATES if name.startswith("inst_")), *_RATIOS)


def aggregate(instalments: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return one row per client of ``installments_payments``: SK_ID_CURR and `FEATURES`."""
    lateness = _PAID_ON - _DUE
    shortfall = _OWED - _PAID
    return (
        instalments.with_columns(
            lateness.alias(_LATENESS),
            lateness.clip(lower_bound=0).alias(_DAYS_LATE),
            shortfall.clip(lower_bound=0).alias(_SHORTFALL),
        )
        .group_by(CLIENT)
        .agg(**_AGGREGATES)
        .with_columns(**_RATIOS)
        .select(CLIENT, *FEATURES)
    )
