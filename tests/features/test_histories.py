"""Histories small enough to check by eye, one client at a time."""

from __future__ import annotations

import narwhals as nw
import polars as pl
import pytest
from hand_made import Row, table_frame

from credit_panel.features import bureau, credit_card, instalments, pos_cash, previous
from credit_panel.home_credit.repairs import repair


def lazy(table: str, rows: list[Row]) -> nw.LazyFrame:
    """Return hand-made rows of `table` as the reader hands them on, the client's number filled in."""
    rows = [({"SK_ID_CURR": 1, "SK_ID_PREV": 10} if table != "bureau_balance" else {}) | row for row in rows]
    return nw.from_native(repair(table, table_frame(table, rows).lazy()))


def one(result: nw.LazyFrame) -> Row:
    """Return the only row of `result`."""
    frame = result.to_native().collect()
    assert isinstance(frame, pl.DataFrame)
    return frame.row(0, named=True) if frame.height == 1 else pytest.fail(f"{frame.height} rows")


def test_bureau_counts_debts_and_dates() -> None:
    credit = {"CREDIT_TYPE": "Consumer credit", "AMT_CREDIT_SUM_OVERDUE": 0.0, "CREDIT_DAY_OVERDUE": 0}
    card = {"CREDIT_TYPE": "Credit card", "AMT_CREDIT_SUM_OVERDUE": 50.0, "CREDIT_DAY_OVERDUE": 12}
    rows = [
        credit
        | {"CREDIT_ACTIVE": "Closed", "DAYS_CREDIT": -1000, "AMT_CREDIT_SUM": 1000.0, "AMT_CREDIT_SUM_DEBT": 0.0}
        | {"DAYS_CREDIT_ENDDATE": -200, "DAYS_ENDDATE_FACT": -300, "AMT_CREDIT_MAX_OVERDUE": 30.0},
        credit
        | {"CREDIT_ACTIVE": "Active", "DAYS_CREDIT": -400, "AMT_CREDIT_SUM": 2000.0, "AMT_CREDIT_SUM_DEBT": 500.0}
        | {"DAYS_CREDIT_ENDDATE": 100, "AMT_ANNUITY": 70.0},
        card | {"CREDIT_ACTIVE": "Active", "DAYS_CREDIT": -100, "AMT_CREDIT_SUM": 400.0, "AMT_CREDIT_SUM_DEBT": 300.0},
    ]
    found = one(bureau.aggregate(lazy("bureau", rows)))
    assert found["bureau_count"] == 3
    assert found["bureau_active_count"] == 2
    assert found["bureau_share_active"] == pytest.approx(2 / 3)
    assert found["bureau_card_count"] == found["bureau_active_card_count"] == 1
    assert (found["bureau_count_6m"], found["bureau_count_12m"], found["bureau_count_24m"]) == (1, 1, 2)
    assert (found["bureau_days_credit_max"], found["bureau_days_credit_min"]) == (-100, -1000)
    assert found["bureau_days_between_credits"] == 450
    assert found["bureau_closed_early_mean"] == 100
    assert found["bureau_duration_mean"] == (800 + 500) / 2
    assert found["bureau_active_days_end_max"] == 100
    assert (found["bureau_credit_sum"], found["bureau_credit_max"]) == (3400, 2000)
    assert found["bureau_credit_sum_12m"] == 400
    assert (found["bureau_debt_sum"], found["bureau_debt_max"]) == (800, 500)
    assert found["bureau_utilization"] == pytest.approx(800 / 2400)
    assert found["bureau_debt_ratio_max"] == pytest.approx(0.75)
    assert found["bureau_debt_ratio_mean"] == pytest.approx(0.5)
    assert found["bureau_card_utilization"] == pytest.approx(0.75)
    assert found["bureau_annuity_sum"] == 70
    assert (found["bureau_overdue_sum"], found["bureau_days_overdue_max"]) == (50, 12)
    assert (found["bureau_ever_overdue_count"], found["bureau_ever_overdue_active_count"]) == (1, 0)


def test_a_bureau_that_knows_no_amount_gives_null_and_not_zero() -> None:
    found = one(bureau.aggregate(lazy("bureau", [{"CREDIT_ACTIVE": "Active", "DAYS_CREDIT": -10}])))
    for name in ("bureau_debt_sum", "bureau_credit_sum", "bureau_utilization", "bureau_debt_max", "bureau_annuity_sum"):
        assert found[name] is None
    assert found["bureau_count"] == 1
    assert found["bureau_days_between_credits"] is None


def test_negative_debts_do_not_pay_for_others() -> None:
    rows: list[Row] = [
        {"CREDIT_ACTIVE": "Active", "AMT_CREDIT_SUM": 100.0, "AMT_CREDIT_SUM_DEBT": debt} for debt in (-900.0, 60.0)
    ]
    found = one(bureau.aggregate(lazy("bureau", rows)))
    assert found["bureau_debt_sum"] == 60
    assert found["bureau_utilization"] == pytest.approx(0.3)


def test_months_at_the_bureau() -> None:
    credits = lazy("bureau", [{"SK_ID_BUREAU": 7}, {"SK_ID_BUREAU": 8}, {"SK_ID_BUREAU": 9}])
    statuses = {7: "0C0X", 8: "1205", 99: "55"}
    months = [
        {"SK_ID_BUREAU": credit, "MONTHS_BALANCE": -15 if (credit, i) == (8, 3) else -i, "STATUS": status}
        for credit, letters in statuses.items()
        for i, status in enumerate(letters)
    ]
    found = one(bureau.aggregate_months(credits, lazy("bureau_balance", months)))
    assert found["bureau_months"] == 8
    assert (found["bureau_late_months"], found["bureau_severe_months"], found["bureau_late_months_12m"]) == (3, 2, 2)
    assert found["bureau_last_late_month"] == 0
    assert found["bureau_worst_status"] == 5
    assert found["bureau_late_credits"] == 1
    assert found["bureau_late_share"] == pytest.approx(3 / 6)


def test_months_of_credits_that_no_client_has_give_no_row() -> None:
    months = [{"SK_ID_BUREAU": 99, "MONTHS_BALANCE": 0, "STATUS": "1"}]
    result = bureau.aggregate_months(lazy("bureau", [{"SK_ID_BUREAU": 7}]), lazy("bureau_balance", months))
    assert result.to_native().collect().is_empty()


def test_earlier_applications() -> None:
    rows: list[Row] = [
        {"NAME_CONTRACT_STATUS": "Approved", "DAYS_DECISION": -900, "AMT_APPLICATION": 100.0, "AMT_CREDIT": 110.0}
        | {"AMT_ANNUITY": 12.0, "CNT_PAYMENT": 10, "DAYS_TERMINATION": -500, "NAME_YIELD_GROUP": "high"}
        | {"DAYS_LAST_DUE_1ST_VERSION": -400, "DAYS_LAST_DUE": -450, "CODE_REJECT_REASON": "XAP"},
        {"NAME_CONTRACT_STATUS": "Approved", "DAYS_DECISION": -200, "AMT_APPLICATION": 400.0, "AMT_CREDIT": 320.0}
        | {"AMT_ANNUITY": 20.0, "CNT_PAYMENT": 20, "DAYS_TERMINATION": 365243, "NAME_YIELD_GROUP": "low_action"},
        {"NAME_CONTRACT_STATUS": "Refused", "DAYS_DECISION": -300, "AMT_APPLICATION": 900.0, "AMT_CREDIT": 900.0}
        | {"CODE_REJECT_REASON": "HC", "NAME_YIELD_GROUP": "XNA"},
        {"NAME_CONTRACT_STATUS": "Canceled", "DAYS_DECISION": -50, "AMT_APPLICATION": 0.0, "AMT_CREDIT": 0.0},
    ]
    found = one(previous.aggregate(lazy("previous_application", rows)))
    assert found["prev_count"] == 4
    assert found["prev_approved_count"] == 2
    assert found["prev_refusal_share"] == 0.25
    assert (found["prev_refused_count_12m"], found["prev_refused_policy_count"]) == (1, 1)
    assert found["prev_refused_limit_count"] == 0
    assert (found["prev_days_last_decision"], found["prev_days_last_refusal"]) == (-50, -300)
    assert found["prev_approved_credit_max"] == 320
    assert found["prev_asked_mean"] == pytest.approx((100 + 400 + 900) / 3)
    assert found["prev_req_vs_granted_min"] == pytest.approx(100 / 110)
    assert found["prev_cost_mean"] == pytest.approx(((120 / 110 - 1) + (400 / 320 - 1)) / 2)
    assert (found["prev_running_count"], found["prev_running_annuity_sum"]) == (1, 20)
    assert found["prev_ended_early_mean"] == 50
    assert found["prev_high_rate_share"] == found["prev_low_rate_share"] == 0.5


def test_only_refusals_leave_nothing_running() -> None:
    rows: list[Row] = [{"NAME_CONTRACT_STATUS": "Refused", "AMT_ANNUITY": 5.0, "AMT_CREDIT": 0.0}]
    found = one(previous.aggregate(lazy("previous_application", rows)))
    assert found["prev_running_count"] == 0
    assert found["prev_running_annuity_sum"] is None
    assert found["prev_cost_mean"] is None
    assert found["prev_days_last_approval"] is None


def test_instalment_credit_statements() -> None:
    def month(credit: int, number: int, late: int, left: int, status: str = "Active", term: int = 12) -> Row:
        return {"SK_ID_PREV": credit, "MONTHS_BALANCE": number, "SK_DPD": late, "SK_DPD_DEF": late // 10} | {
            "CNT_INSTALMENT": term,
            "CNT_INSTALMENT_FUTURE": left,
            "NAME_CONTRACT_STATUS": status,
        }

    rows = [
        month(10, -30, 0, 2),
        month(10, -29, 20, 1),
        month(10, -28, 0, 0, "Completed", term=6),
        month(11, -2, 0, 5, term=24),
        month(11, -1, 3, 4, term=24),
    ]
    found = one(pos_cash.aggregate(lazy("POS_CASH_balance", rows)))
    assert (found["pos_credits"], found["pos_months"]) == (2, 5)
    assert (found["pos_late_months"], found["pos_late_debt_months"]) == (2, 1)
    assert (found["pos_dpd_max"], found["pos_dpd_debt_max"]) == (20, 2)
    assert (found["pos_last_late_month"], found["pos_last_month"]) == (-1, -1)
    assert found["pos_late_share"] == pytest.approx(0.4)
    assert found["pos_late_share_12m"] == pytest.approx(0.5)
    assert (found["pos_open_credits"], found["pos_left_instalments"]) == (1, 4)
    assert (found["pos_completed_count"], found["pos_shortened_count"]) == (1, 1)
    assert found["pos_term_mean"] == 18


def test_instalments_late_short_and_unpaid() -> None:
    def paid(due: int, on: int | None, owed: float, amount: float | None) -> Row:
        return {"DAYS_INSTALMENT": due, "DAYS_ENTRY_PAYMENT": on, "AMT_INSTALMENT": owed, "AMT_PAYMENT": amount}

    rows = [
        paid(-800, -790, 100.0, 100.0),
        paid(-700, -705, 100.0, 100.0),
        paid(-300, -260, 100.0, 60.0),
        paid(-60, -61, 100.0, 100.0),
        paid(-30, None, 100.0, None),
    ]
    found = one(instalments.aggregate(lazy("installments_payments", rows)))
    assert found["inst_count"] == 5
    assert found["inst_on_time_ratio"] == pytest.approx(0.5)
    assert (found["inst_late_count"], found["inst_late_30_count"]) == (2, 1)
    assert found["inst_dpd_max"] == found["inst_dpd_max_12m"] == 40
    assert found["inst_dpd_mean"] == pytest.approx(50 / 4)
    assert found["inst_days_early_mean"] == pytest.approx(3)
    assert found["inst_late_share_12m"] == pytest.approx(0.5)
    assert found["inst_late_share_3m"] == 0
    assert found["inst_late_trend"] == pytest.approx(0)
    assert found["inst_days_last_late"] == -300
    assert found["inst_unpaid_count"] == 1
    assert (found["inst_short_sum"], found["inst_short_share"]) == (40, 0.25)
    assert found["inst_paid_12m"] == 160
    assert found["inst_paid_ratio"] == pytest.approx(360 / 500)


def test_nothing_paid_leaves_shares_unknown() -> None:
    rows: list[Row] = [{"DAYS_INSTALMENT": -30, "AMT_INSTALMENT": 10.0}]
    found = one(instalments.aggregate(lazy("installments_payments", rows)))
    assert found["inst_on_time_ratio"] is None
    assert found["inst_paid_sum"] is None
    assert found["inst_unpaid_count"] == 1


def test_credit_card_use_and_minimum() -> None:
    def month(number: int, balance: float, limit: float, minimum: float, payment: float, drawn: float) -> Row:
        return {"MONTHS_BALANCE": number, "AMT_BALANCE": balance, "AMT_CREDIT_LIMIT_ACTUAL": limit} | {
            "AMT_INST_MIN_REGULARITY": minimum,
            "AMT_PAYMENT_TOTAL_CURRENT": payment,
            "AMT_DRAWINGS_CURRENT": drawn,
            "AMT_DRAWINGS_ATM_CURRENT": drawn / 2,
            "SK_DPD": 0,
        }

    rows = [
        month(-20, 0.0, 100.0, 0.0, 0.0, 0.0),
        month(-8, 50.0, 100.0, 10.0, 5.0, 60.0),
        month(-2, 120.0, 100.0, 10.0, 15.0, 20.0),
        month(-1, -30.0, 100.0, 0.0, 150.0, 0.0),
        month(-1, 70.0, 0.0, 0.0, 0.0, 0.0),
    ]
    found = one(credit_card.aggregate(lazy("credit_card_balance", rows)))
    assert found["cc_months"] == 5
    assert found["cc_avg_utilization"] == pytest.approx((0 + 0.5 + 1.2 + 0) / 4)
    assert found["cc_utilization_3m"] == pytest.approx(0.6)
    assert found["cc_utilization_trend"] == pytest.approx(0.6 - 0.425)
    assert found["cc_over_limit_share"] == pytest.approx(0.25)
    assert found["cc_below_minimum_share"] == pytest.approx(0.5)
    assert found["cc_paid_vs_minimum"] == pytest.approx(1)
    assert found["cc_atm_share"] == pytest.approx(0.5)
    assert found["cc_drawing_month_share"] == pytest.approx(0.4)
    assert found["cc_last_late_month"] is None


@pytest.mark.parametrize(
    ("module", "table", "features"),
    [
        (bureau, "bureau", bureau.CREDIT_FEATURES),
        (previous, "previous_application", previous.FEATURES),
        (pos_cash, "POS_CASH_balance", pos_cash.FEATURES),
        (instalments, "installments_payments", instalments.FEATURES),
        (credit_card, "credit_card_balance", credit_card.FEATURES),
    ],
)
def test_a_history_of_nothing_but_nulls_is_defined_and_finite(module, table: str, features: tuple[str, ...]) -> None:
    found = one(module.aggregate(lazy(table, [{}, {}])))
    assert set(found) == {"SK_ID_CURR", *features}
    numbers = [value for value in found.values() if value is not None]
    assert all(abs(float(number)) < 3 for number in numbers)
