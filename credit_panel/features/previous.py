"""The client's earlier applications here: how many, how they ended, on what terms.

``XNA``/``XAP`` and 365243 are null by the repairs: a credit granted without a termination date is still running.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from credit_panel.features.expressions import count_where, ratio, share_where, total, where
from credit_panel.home_credit import CLIENT

_STATUS = nw.col("NAME_CONTRACT_STATUS")
_APPROVED = _STATUS == "Approved"
_REFUSED = _STATUS == "Refused"
_RUNNING = _APPROVED & nw.col("DAYS_TERMINATION").is_null() & (nw.col("AMT_ANNUITY") > 0)
_DECISION = nw.col("DAYS_DECISION")
_REASON = nw.col("CODE_REJECT_REASON")
_KIND = nw.col("NAME_CONTRACT_TYPE")
_ASKED = nw.col("AMT_APPLICATION")
_GRANTED = nw.col("AMT_CREDIT")
_ANNUITY = nw.col("AMT_ANNUITY")
_TERM = nw.col("CNT_PAYMENT")
_DOWN_RATE = nw.col("RATE_DOWN_PAYMENT")
_EARLY = nw.col("DAYS_LAST_DUE_1ST_VERSION") - nw.col("DAYS_LAST_DUE")
# What the credit costs above its amount, as a share of it, over its whole term.
_COST = ratio(_ANNUITY * _TERM, where(_TERM > 0, _GRANTED)) - 1

_AGGREGATES: dict[str, nw.Expr] = {
    "prev_count": nw.len(),
    "prev_approved_count": count_where(_APPROVED),
    "prev_refused_count": count_where(_REFUSED),
    "prev_canceled_count": count_where(_STATUS == "Canceled"),
    "prev_refusal_share": share_where(_REFUSED),
    "prev_count_12m": count_where(_DECISION >= -365),
    "prev_refused_count_12m": count_where(_REFUSED & (_DECISION >= -365)),
    "prev_refused_policy_count": count_where(_REFUSED & (_REASON == "HC")),
    "prev_refused_limit_count": count_where(_REFUSED & (_REASON == "LIMIT")),
    "prev_refused_score_count": count_where(_REFUSED & _REASON.is_in(("SCO", "SCOFR"))),
    "prev_days_last_decision": _DECISION.max(),
    "prev_days_first_decision": _DECISION.min(),
    "prev_days_decision_mean": _DECISION.mean(),
    "prev_days_last_refusal": where(_REFUSED, _DECISION).max(),
    "prev_days_last_approval": where(_APPROVED, _DECISION).max(),
    "prev_cash_count": count_where(_KIND == "Cash loans"),
    "prev_consumer_count": count_where(_KIND == "Consumer loans"),
    "prev_revolving_count": count_where(_KIND == "Revolving loans"),
    "prev_asked_mean": where(_ASKED > 0, _ASKED).mean(),
    "prev_approved_credit_mean": where(_APPROVED, _GRANTED).mean(),
    "prev_approved_credit_max": where(_APPROVED, _GRANTED).max(),
    "prev_refused_asked_mean": where(_REFUSED & (_ASKED > 0), _ASKED).mean(),
    "prev_req_vs_granted_mean": ratio(where(_ASKED > 0, _ASKED), _GRANTED).mean(),
    "prev_req_vs_granted_min": ratio(where(_ASKED > 0, _ASKED), _GRANTED).min(),
    "prev_approved_annuity_mean": where(_APPROVED, _ANNUITY).mean(),
    "prev_approved_annuity_max": where(_APPROVED, _ANNUITY).max(),
    "prev_down_payment_mean": _DOWN_RATE.mean(),
    "prev_down_payment_max": _DOWN_RATE.max(),
    "prev_cnt_payment_mean": _TERM.mean(),
    "prev_cnt_payment_max": _TERM.max(),
    "prev_approved_cnt_payment_mean": where(_APPROVED, _TERM).mean(),
    "prev_cost_mean": where(_APPROVED, _COST).mean(),
    "prev_running_count": count_where(_RUNNING),
    "prev_running_annuity_sum": total(where(_RUNNING, _ANNUITY)),
    "prev_running_credit_sum": total(where(_RUNNING, _GRANTED)),
    "prev_days_last_due_max": nw.col("DAYS_LAST_DUE_1ST_VERSION").max(),
    "prev_ended_early_mean": _EARLY.mean(),
    "prev_days_first_drawing_min": nw.col("DAYS_FIRST_DRAWING").min(),
    "prev_insured_share": nw.col("NFLAG_INSURED_ON_APPROVAL").mean(),
    "prev_high_rate_share": share_where(nw.col("NAME_YIELD_GROUP") == "high"),
    "prev_low_rate_share": share_where(nw.col("NAME_YIELD_GROUP").is_in(("low_normal", "low_action"))),
    "prev_walk_in_share": share_where(nw.col("NAME_PRODUCT_TYPE") == "walk-in"),
    "prev_new_client_share": share_where(nw.col("NAME_CLIENT_TYPE") == "New"),
}

FEATURES: tuple[str, ...] = tuple(_AGGREGATES)


def aggregate(previous: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return one row per client of `previous`: SK_ID_CURR and `FEATURES`."""
    return previous.group_by(CLIENT).agg(**_AGGREGATES)
