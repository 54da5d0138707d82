"""Histories: what the six tables know of a client's past, every time in days or months from the application."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
from fastapi import APIRouter
from pydantic import Field

from credit_panel.api.client_number import ClientNumber
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire
from credit_panel.portfolio.history.past import past_of
from credit_panel.portfolio.history.past_arrears import Arrears
from credit_panel.portfolio.history.past_card import CardUse
from credit_panel.portfolio.history.past_instalments import Instalments

ROUTER = APIRouter(tags=["histories"], route_class=SentenceRoute)

_MONTH = "Months before the application: -1 is the last."


class CreditBody(Wire):
    """One past credit."""

    ours: bool = Field(description="Whether it is one of this lender.")
    kind: str | None = Field(description="Type, as the table names it.")
    start: int = Field(description="Days from the application to its start.")
    end: int | None = Field(description="Days from the application to its end; null while it runs, or when unknown.")
    due: int | None = Field(description="Days from the application to the agreed end.")
    status: Literal["running", "closed", "sold"] = Field(description="Whether it runs.")
    amount: float | None = Field(description="What was lent.")
    debt: float | None = Field(description="What is still owed, as the credit bureau says.")


class PastApplicationBody(Wire):
    """One earlier application with this lender."""

    day: int = Field(description="Days from the application to that decision.")
    kind: str | None = Field(description="Type of contract, as the table names it.")
    goods: str | None = Field(description="What was to be bought.")
    outcome: str | None = Field(description="What became of it, as the table names it.")
    reason: str | None = Field(description="Why it was refused, as the table names it.")
    asked: float | None = Field(description="Amount applied for.")
    granted: float | None = Field(description="Final amount.")
    term: int | None = Field(description="Months agreed.")


class ArrearsMonth(Wire):
    """What is reported of one month; the worst credit counts."""

    month: int = Field(description=_MONTH)
    level: int = Field(description="-2 or -1 where nothing is known or all is closed, 0 on time, 1 to 5 in arrears.")
    days: float | None = Field(description="Days past due; null where only levels are reported.")
    credits: int = Field(description="Credits in arrears.")
    tolerated: bool = Field(description="Whether so little is owed that the lender tolerates it.")


class ArrearsBody(Wire):
    """The months of which something is reported, in one place."""

    source: str = Field(description="Where the client was to pay.")
    months: list[ArrearsMonth] = Field(description="The months, oldest first.")


class InstalmentsMonth(Wire):
    """The instalments that were due in one month."""

    month: int = Field(description=_MONTH)
    due: int = Field(description="How many were due.")
    late: int = Field(description="Paid after the due date.")
    early: int = Field(description="Paid before it.")
    short: int = Field(description="Paid in part.")
    unpaid: int = Field(description="Never paid.")
    worst: float = Field(description="Most days after the due date.")
    owed: float = Field(description="Sum of the instalments.")
    left_out: float = Field(description="What was not paid of them.")


class CardMonth(Wire):
    """The use of all cards in one month."""

    month: int = Field(description=_MONTH)
    balance: float = Field(description="What was owed.")
    limit: float = Field(description="How much could be.")
    use: float | None = Field(description="Balance over limit; null without a limit.")
    minimum: float = Field(description="The smallest payment asked for.")
    paid: float = Field(description="What was paid.")
    below: bool = Field(description="Whether some card was paid less than its minimum.")


class HistoryBody(Wire):
    """The past of one client."""

    client_id: int = Field(description="The client's number.")
    events: int = Field(description="Rows of the tables that tell of the client.")
    missing_tables: list[str] = Field(description="Tables that the portfolio was built without.")
    credits: list[CreditBody] = Field(description="Credits elsewhere and here, oldest first.")
    applications: list[PastApplicationBody] = Field(description="Earlier applications here, oldest first.")
    arrears: list[ArrearsBody] = Field(description="Arrears by source.")
    instalments: list[InstalmentsMonth] = Field(description="Instalments by month, oldest first.")
    cards: list[CardMonth] = Field(description="Use of the cards by month, oldest first.")


@ROUTER.get(
    "/clients/{client_id}/history",
    response_model=HistoryBody,
    responses=problems(404, 422, 503),
    operation_id="client_history",
)
def client_history(served: Served, client_id: ClientNumber) -> HistoryBody:
    """Return the past of a client, as the page draws it."""
    served.portfolio.client(client_id)  # of a number that is nobody's the histories know nothing, and say so
    history = served.portfolio.history
    past = past_of(history.events(client_id))
    return HistoryBody(
        client_id=client_id,
        events=past.events,
        missing_tables=list(history.missing),
        credits=[CreditBody.model_validate(credit, from_attributes=True) for credit in past.credits],
        applications=[PastApplicationBody.model_validate(each, from_attributes=True) for each in past.applications],
        arrears=[_arrears(arrears) for arrears in past.arrears],
        instalments=_months(InstalmentsMonth, past.instalments),
        cards=_months(CardMonth, past.card),
    )


def _arrears(arrears: Arrears) -> ArrearsBody:
    columns = (arrears.months, arrears.levels, arrears.days, arrears.credits, arrears.tolerated)
    return ArrearsBody(source=arrears.source, months=_rows(ArrearsMonth, columns))


def _months[Month: Wire](kind: type[Month], known: Instalments | CardUse | None) -> list[Month]:
    """Return what is known of each month, one a row; nothing where nothing is."""
    if known is None:
        return []
    names = [name for name in kind.model_fields if name != "month"]
    return _rows(kind, (known.months, *(getattr(known, name) for name in names)))


def _rows[Row: Wire](kind: type[Row], columns: tuple[np.ndarray, ...]) -> list[Row]:
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [kind(**dict(zip(kind.model_fields, map(_known, row), strict=True))) for row in rows]


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
