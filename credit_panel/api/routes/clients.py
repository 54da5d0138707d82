"""Clients: a list of them by what is known, page after page, and the file of one."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Query, Response
from pydantic import Field

from credit_panel.amendments.client_data import ClientData
from credit_panel.amendments.on_file import on_file
from credit_panel.amendments.version import FIRST
from credit_panel.api.client_number import ClientNumber, PlainDigits
from credit_panel.api.data_on_file import (
    AskedVersion,
    ChangeBody,
    DataVersionBody,
    StandBody,
    changes_of,
    client_data,
    stand_of,
    version_body,
    versions_told,
)
from credit_panel.api.decision import GradeName, OutcomeName, ScoreBody, Value, score_of, score_of_row
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire, written
from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit import CLIENT, TARGET
from credit_panel.portfolio import Among, Portfolio
from credit_panel.scoring import FOLD
from credit_panel.scoring.explanation import plain_value

ROUTER = APIRouter(tags=["clients"], route_class=SentenceRoute)

_DIGITS = r"^[1-9][0-9]{0,15}$"
_LISTED = (CLIENT, "probability", "low", "high", "points", "grade", "outcome", "flags", TARGET, FOLD)

Prefix = Annotated[str, Query(pattern=_DIGITS, description="First digits of the number.", examples=["1000"])]
Cursor = Annotated[str, Query(pattern=_DIGITS, description="`next_cursor` of the page before.", examples=["100042"])]
Limit = Annotated[int, Field(ge=1, le=200), PlainDigits, Query(description="Clients of one page at most.")]


class ListedClient(ScoreBody, StandBody):
    """One client of a list, which is the portfolio's: scores of changed data are those of the client alone."""

    client_id: int = Field(description="The client's number.")
    defaulted: bool | None = Field(description="What became of the credit: whether it defaulted; null when unknown.")
    held_out: bool = Field(
        description="Whether the client trained the model, and was scored by trees that were grown without them."
    )


class ClientPage(Wire):
    """A page of clients, by rising number."""

    clients: list[ListedClient] = Field(description="The clients of the page.")
    total: int = Field(description="How many clients there are on all pages.")
    next_cursor: str | None = Field(description="What `cursor` asks for the next page; null on the last one.")


class ClientFile(ListedClient):
    """What is known of one client."""

    application: dict[str, Value] = Field(description="Fields of the application, under the names of its table.")
    changed: dict[str, ChangeBody] = Field(
        description="Fields that were changed: what the portfolio held then, and what counts."
    )
    moved: list[str] = Field(
        description="Those of them whose value in the portfolio is another by now: it was built anew since. The "
        "changed value counts all the same, until somebody changes it again."
    )
    versions: list[DataVersionBody] = Field(
        description="Every version that changes have made, in their order; the record of one may have been purged."
    )


@ROUTER.get("/clients", response_model=ClientPage, responses=problems(422, 503), operation_id="list_clients")
def list_clients(
    served: Served,
    prefix: Prefix | None = None,
    outcome: Annotated[OutcomeName | None, Query(description="What the policy proposes.")] = None,
    grade: Annotated[GradeName | None, Query(description="Risk grade.")] = None,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> ClientPage:
    """List the clients of the portfolio that meet all conditions, by rising number."""
    wanted = [pl.lit(True)] if prefix is None else [_begins_with(prefix, int(served.portfolio.ids[-1]))]
    wanted += [pl.col(name) == value for name, value in (("outcome", outcome), ("grade", grade)) if value is not None]
    found = served.portfolio.select(pl.all_horizontal(wanted), _LISTED)
    rest = found if cursor is None else found.filter(pl.col(CLIENT) > int(cursor))
    page = rest.head(limit)
    return ClientPage(
        clients=_all_listed(page),
        total=len(found),
        next_cursor=str(page[CLIENT][-1]) if len(rest) > limit else None,
    )


@ROUTER.get("/clients/{client_id}", response_model=ClientFile, responses=problems(404, 422, 503), operation_id="client")
def client(served: Served, client_id: ClientNumber, version: AskedVersion = None) -> Response:
    """Return the application of a client as it is on file, and its score; its tag is what a change has to name."""
    return written(file_of(client_data(served, client_id, version)))


def file_of(data: ClientData) -> ClientFile:
    """Return what is known of a client, by one version of their data."""
    row = data.row.row(0, named=True)
    with versions_told():
        versions = () if data.latest == FIRST else on_file().versions(data.client_id)
    return ClientFile(
        client_id=data.client_id,
        application={name: plain_value(row[name]) for name in RAW_FIELDS},
        defaulted=_defaulted(row[TARGET]),
        held_out=row[FOLD] is not None,
        changed={} if data.version is None else changes_of(data.version.data),
        moved=list(data.moved),
        versions=[version_body(each) for each in versions],
        **stand_of(data),
        **score_of(data.explanation),
    )


def listed(portfolio: Portfolio, among: Among) -> list[ListedClient]:
    """Return chosen clients as a list tells of them, by rising number."""
    return _all_listed(portfolio.select(among, _LISTED))


def _all_listed(rows: pl.DataFrame) -> list[ListedClient]:
    with versions_told():
        latest = on_file().latest_numbers(rows[CLIENT].to_list())
    return [_listed(row, latest.get(row[CLIENT], FIRST)) for row in rows.iter_rows(named=True)]


def _listed(row: dict[str, Any], latest: int) -> ListedClient:
    return ListedClient(
        data_version=FIRST,
        latest_version=latest,
        client_id=row[CLIENT],
        defaulted=_defaulted(row[TARGET]),
        held_out=row[FOLD] is not None,
        **score_of_row(row),
    )


def _defaulted(target: int | None) -> bool | None:
    return None if target is None else bool(target)


def _begins_with(prefix: str, last: int) -> pl.Expr:
    """Return the condition that a number begins with these digits; none is above `last`."""
    low, high = int(prefix), int(prefix) + 1
    ranges = [pl.lit(False)]
    while low <= last:
        ranges.append(pl.col(CLIENT).is_between(low, high - 1))
        low, high = low * 10, high * 10
    return pl.any_horizontal(ranges)
