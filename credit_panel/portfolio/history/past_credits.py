"""A client's past credits and applications, with us and elsewhere, as spans of days before the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from credit_panel.portfolio.history.past_months import days_of_month

Status = Literal["running", "closed", "sold"]


@dataclass(frozen=True, slots=True)
class Credit:
    """One past credit.

    Parameters
    ----------
    ours
        Whether it is one of this lender, not one that the credit bureau reports of another.
    kind
        Type of the credit, as the table names it; None when it does not say.
    start
        Days from the application to the start, negative or 0.
    end
        Days from the application to the end, not before `start` and at most 0; None while it runs, or when no
        end of a sold one is known.
    due
        Days from the application to the agreed end, None when unknown.
    status
        ``sold`` to a collector is also what the bureau calls a bad debt.
    amount
        What was lent.
    debt
        What is still owed, as the bureau says; unknown for credits of this lender.
    """

    ours: bool
    kind: str | None
    start: int
    end: int | None
    due: int | None
    status: Status
    amount: float | None
    debt: float | None


@dataclass(frozen=True, slots=True)
class PastApplication:
    """One earlier application with this lender.

    Parameters
    ----------
    day
        Days from the application to the earlier decision, negative or 0.
    kind, goods, outcome, reason
        Type of contract, what was to be bought, status and reason of a refusal, as the table names them; None when
        it does not say.
    asked, granted
        Amount applied for and final amount; None when the table has none, or 0.
    term
        Months agreed, None when there are none.
    """

    day: int
    kind: str | None
    goods: str | None
    outcome: str | None
    reason: str | None
    asked: float | None
    granted: float | None
    term: int | None


def past_applications(previous: pl.DataFrame) -> tuple[PastApplication, ...]:
    """Return the rows of ``previous_application``, oldest first; one without a day of decision says nothing of when."""
    rows = previous.filter(pl.col("DAYS_DECISION").is_not_null()).sort("DAYS_DECISION").iter_rows(named=True)
    return tuple(
        PastApplication(
            day=min(row["DAYS_DECISION"], 0),
            kind=row["NAME_CONTRACT_TYPE"],
            goods=row["NAME_GOODS_CATEGORY"] or row["NAME_CASH_LOAN_PURPOSE"],
            outcome=row["NAME_CONTRACT_STATUS"],
            reason=row["CODE_REJECT_REASON"],
            asked=row["AMT_APPLICATION"] or None,
            granted=row["AMT_CREDIT"] or None,
            term=row["CNT_PAYMENT"] or None,
        )
        for row in rows
    )


def past_credits(events: Mapping[str, pl.DataFrame]) -> tuple[Credit, ...]:
    """Return the credits elsewhere and the granted ones of this lender, oldest first."""
    bureau = events["bureau"].filter(pl.col("DAYS_CREDIT").is_not_null())
    granted = events["previous_application"].filter(
        pl.col("DAYS_DECISION").is_not_null(), pl.col("NAME_CONTRACT_STATUS") == "Approved"
    )
    completed = _completed(events)
    credits = [_elsewhere(row) for row in bureau.iter_rows(named=True)]
    credits += [_own(row, completed) for row in granted.iter_rows(named=True)]
    return tuple(sorted(credits, key=lambda credit: credit.start))


def _elsewhere(row: dict[str, Any]) -> Credit:
    start, due = min(row["DAYS_CREDIT"], 0), row["DAYS_CREDIT_ENDDATE"]
    state = row["CREDIT_ACTIVE"]
    status: Status = "closed" if state == "Closed" else "sold" if state in ("Sold", "Bad debt") else "running"
    end = row["DAYS_ENDDATE_FACT"]
    if end is None and status == "closed":
        known = [day for day in (due, row["DAYS_CREDIT_UPDATE"]) if day is not None and start <= day <= 0]
        end = min(known, default=start)
    if status == "running":
        end = None
    return Credit(
        ours=False,
        kind=row["CREDIT_TYPE"],
        start=start,
        end=None if end is None else min(max(end, start), 0),
        due=due,
        status=status,
        amount=row["AMT_CREDIT_SUM"],
        debt=row["AMT_CREDIT_SUM_DEBT"],
    )


def _own(row: dict[str, Any], completed: Mapping[int, int]) -> Credit:
    """Return a credit of this lender; without a day of termination it runs, unless a month reports it completed."""
    start = min(row["DAYS_DECISION"], 0)
    end = row["DAYS_TERMINATION"]
    if end is None or end > 0:
        end = completed.get(row["SK_ID_PREV"])
    return Credit(
        ours=True,
        kind=row["NAME_CONTRACT_TYPE"],
        start=start,
        end=None if end is None else min(max(end, start), 0),
        due=row["DAYS_LAST_DUE_1ST_VERSION"],
        status="running" if end is None else "closed",
        amount=row["AMT_CREDIT"] or None,
        debt=None,
    )


def _completed(events: Mapping[str, pl.DataFrame]) -> dict[int, int]:
    """Return the day by which each credit of this lender was first reported completed, by its number."""
    reports = pl.concat(
        events[name].select("SK_ID_PREV", "MONTHS_BALANCE", "NAME_CONTRACT_STATUS")
        for name in ("POS_CASH_balance", "credit_card_balance")
    )
    first = (
        reports.filter(pl.col("NAME_CONTRACT_STATUS") == "Completed")
        .group_by("SK_ID_PREV")
        .agg(pl.col("MONTHS_BALANCE").min())
    )
    return {number: days_of_month(month) for number, month in first.drop_nulls().iter_rows()}
