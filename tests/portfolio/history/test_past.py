"""A client's events become credits, months, instalments and card use, each event where it belongs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit_panel.home_credit.calendar import DAYS_A_MONTH
from credit_panel.portfolio import EVENT_SCHEMA, ServedModel
from credit_panel.portfolio.history.past import Past, past_of
from credit_panel.portfolio.history.past_arrears import CLOSED, ON_TIME, UNKNOWN
from credit_panel.portfolio.history.past_months import days_of_month

Row = dict[str, object]


def past(**tables: Sequence[Row]) -> Past:
    return past_of({name: pl.DataFrame(list(tables.get(name, ())), schema=EVENT_SCHEMA[name]) for name in EVENT_SCHEMA})


def test_no_event_is_an_empty_past() -> None:
    nothing = past()
    assert nothing.is_empty
    assert (nothing.first_day, nothing.credits, nothing.instalments, nothing.card) == (0, (), None, None)


def test_a_credit_elsewhere_ends_when_it_was_closed_and_runs_while_it_is_active() -> None:
    active = {"DAYS_CREDIT": -400, "CREDIT_ACTIVE": "Active", "DAYS_CREDIT_ENDDATE": -20, "AMT_CREDIT_SUM_DEBT": 5.0}
    closed = {"DAYS_CREDIT": -900, "CREDIT_ACTIVE": "Closed", "DAYS_ENDDATE_FACT": -500}
    undated = {"DAYS_CREDIT": -800, "CREDIT_ACTIVE": "Closed", "DAYS_CREDIT_ENDDATE": 90, "DAYS_CREDIT_UPDATE": -60}
    bad = {"DAYS_CREDIT": -700, "CREDIT_ACTIVE": "Bad debt"}
    no_day = {"CREDIT_ACTIVE": "Active"}
    found = past(bureau=[active, closed, undated, bad, no_day]).credits
    assert [(credit.start, credit.end, credit.status) for credit in found] == [
        (-900, -500, "closed"),
        (-800, -60, "closed"),
        (-700, None, "sold"),
        (-400, None, "running"),
    ]


def test_an_own_credit_runs_until_its_termination_or_a_month_that_reports_it_completed() -> None:
    approved = {"NAME_CONTRACT_STATUS": "Approved", "AMT_CREDIT": 100.0}
    previous = [
        approved | {"SK_ID_PREV": 1, "DAYS_DECISION": -600, "DAYS_TERMINATION": -300},
        approved | {"SK_ID_PREV": 2, "DAYS_DECISION": -500},
        approved | {"SK_ID_PREV": 3, "DAYS_DECISION": -400},
        {"SK_ID_PREV": 4, "DAYS_DECISION": -50, "NAME_CONTRACT_STATUS": "Refused", "CODE_REJECT_REASON": "SCO"},
    ]
    months = [{"SK_ID_PREV": 2, "MONTHS_BALANCE": month, "NAME_CONTRACT_STATUS": "Completed"} for month in (-5, -6)]
    found = past(previous_application=previous, POS_CASH_balance=months)
    assert [(credit.end, credit.status) for credit in found.credits] == [
        (-300, "closed"),
        (days_of_month(-6), "closed"),
        (None, "running"),
    ]
    assert found.applications[-1].reason == "SCO"
    assert found.first_day == -600


def test_the_worst_credit_of_a_month_counts_and_a_report_at_the_application_is_of_the_last_month() -> None:
    statuses = {-4: "C", -3: "0C", -2: "2X0", -1: "CX", 0: "1"}
    rows = [
        {"SK_ID_BUREAU": i, "MONTHS_BALANCE": month, "STATUS": status}
        for month, all_of in statuses.items()
        for i, status in enumerate(all_of)
    ]
    (elsewhere,) = past(bureau_balance=rows).arrears
    assert elsewhere.months.tolist() == [-4, -3, -2, -1]
    assert elsewhere.levels.tolist() == [CLOSED, ON_TIME, 2, 1]
    assert elsewhere.credits.tolist() == [0, 0, 1, 1]
    (unknown,) = past(bureau_balance=[{"MONTHS_BALANCE": -1, "STATUS": s} for s in "CX"]).arrears
    assert unknown.levels.tolist() == [UNKNOWN]


@pytest.mark.parametrize(
    ("days", "level"), [(0, 0), (1, 1), (30, 1), (31, 2), (61, 3), (91, 4), (120, 4), (121, 5), (3000, 5)]
)
def test_days_past_due_fall_into_the_bureaus_levels(days: int, level: int) -> None:
    row = {"SK_ID_PREV": 1, "MONTHS_BALANCE": -2, "SK_DPD": days, "SK_DPD_DEF": 0}
    (own,) = past(POS_CASH_balance=[row]).arrears
    assert (own.levels.tolist(), own.worst) == ([level], level)
    assert own.tolerated.tolist() == [days > 0]


def test_an_instalment_paid_in_parts_is_one_and_as_late_as_its_last_part() -> None:
    one = {"SK_ID_PREV": 1, "NUM_INSTALMENT_VERSION": 1, "NUM_INSTALMENT_NUMBER": 1, "DAYS_INSTALMENT": -40}
    parts = [
        one | {"DAYS_ENTRY_PAYMENT": -45, "AMT_INSTALMENT": 100.0, "AMT_PAYMENT": 60.0},
        one | {"DAYS_ENTRY_PAYMENT": -35, "AMT_INSTALMENT": 100.0, "AMT_PAYMENT": 40.0},
        one | {"NUM_INSTALMENT_NUMBER": 2, "DAYS_INSTALMENT": -10, "AMT_INSTALMENT": 100.0},
        one
        | {"NUM_INSTALMENT_NUMBER": 3, "DAYS_INSTALMENT": -9, "DAYS_ENTRY_PAYMENT": -12, "AMT_INSTALMENT": 80.0}
        | {"AMT_PAYMENT": 50.0},
    ]
    paid = past(installments_payments=parts).instalments
    assert paid is not None
    assert paid.months.tolist() == [-2, -1]
    assert (paid.due.tolist(), paid.late.tolist(), paid.worst.tolist()) == ([1, 2], [1, 0], [5, 0])
    assert (paid.early.tolist(), paid.ahead.tolist()) == ([0, 1], [0.0, 3.0])
    assert (paid.short.tolist(), paid.unpaid.tolist(), paid.left_out.tolist()) == ([0, 1], [0, 1], [0.0, 130.0])
    assert paid.median == 1.0


def test_cards_of_one_month_are_added_up_and_a_month_without_limit_has_no_use() -> None:
    def month(number: int, card: int, balance: float, limit: float, minimum: float = 0, paid: float = 0) -> Row:
        return {
            "SK_ID_PREV": card,
            "MONTHS_BALANCE": number,
            "AMT_BALANCE": balance,
            "AMT_CREDIT_LIMIT_ACTUAL": limit,
            "AMT_INST_MIN_REGULARITY": minimum,
            "AMT_PAYMENT_TOTAL_CURRENT": paid,
        }

    rows = [month(-3, 1, 10, 0), month(-2, 1, -50, 100, 5, 5), month(-1, 1, 30, 100, 5, 4), month(-1, 2, 60, 200)]
    card = past(credit_card_balance=rows).card
    assert card is not None
    assert np.isnan(card.use[0])
    assert card.use[1:].tolist() == [0.0, 0.3]
    assert card.below.tolist() == [False, False, True]
    assert card.cards == 2


@settings(max_examples=40)
@given(st.integers(-2_922, -1))
def test_a_day_lies_in_its_month(day: int) -> None:
    paid = past(installments_payments=[{"DAYS_INSTALMENT": day}]).instalments
    assert paid is not None
    month = int(paid.months[0])
    assert month * DAYS_A_MONTH <= day <= (month + 1) * DAYS_A_MONTH


def test_nothing_of_the_built_portfolio_is_lost(served: ServedModel) -> None:
    history = served.portfolio.history
    for client_id in served.portfolio.ids[:60]:
        events = history.events(int(client_id))
        found = past_of(events)
        approved = (events["previous_application"]["NAME_CONTRACT_STATUS"] == "Approved").sum()
        assert len(found.credits) == events["bureau"].height + approved
        assert len(found.applications) == events["previous_application"].height
        assert all(credit.end is None or credit.start <= credit.end <= 0 for credit in found.credits)
        if found.instalments is not None:
            paid = found.instalments
            assert (paid.late + paid.early + paid.unpaid <= paid.due).all()
            one = ["SK_ID_PREV", "NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER", "DAYS_INSTALMENT"]
            assert paid.due.sum() == events["installments_payments"].select(one).n_unique()
        assert found.first_day >= min(
            [0, *(credit.start for credit in found.credits), *(days_of_month(int(a.months[0])) for a in found.arrears)]
            + ([] if found.instalments is None else [days_of_month(int(found.instalments.months[0]))])
            + [application.day for application in found.applications]
        )
