"""Neighbours: the clients whose points are made most like one's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from credit_panel.api.client_number import ClientNumber, PlainDigits
from credit_panel.api.data_on_file import AskedVersion, StandBody, client_data, stand_of
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.problems import problems
from credit_panel.api.routes.clients import ListedClient, listed
from credit_panel.api.served import Served
from credit_panel.portfolio.similar import SIMILAR, clients_searched, neighbours_of

ROUTER = APIRouter(tags=["neighbours"], route_class=SentenceRoute)


class NeighbourBody(ListedClient):
    """One of the clients nearest to another."""

    distance: float = Field(description="How far apart the contributions of both are, in points.")


class NeighboursBody(StandBody):
    """The clients nearest to one."""

    client_id: int = Field(description="The client's number.")
    neighbours: list[NeighbourBody] = Field(description="The others, nearest first.")
    one_in: int = Field(description="Of how many clients one was looked at: 1 when all were.")


@ROUTER.get(
    "/clients/{client_id}/neighbours",
    response_model=NeighboursBody,
    responses=problems(404, 422, 503),
    operation_id="client_neighbours",
)
def client_neighbours(
    served: Served,
    client_id: ClientNumber,
    count: Annotated[int, Field(ge=1, le=SIMILAR), PlainDigits, Query(description="How many.")] = SIMILAR,
    version: AskedVersion = None,
) -> NeighboursBody:
    """Return the clients most similar to one, those that the page compares with."""
    data = client_data(served, client_id, version)
    found = neighbours_of(served.portfolio, data.explanation, count)
    known = {client.client_id: client for client in listed(served.portfolio, found.ids)}
    return NeighboursBody(
        client_id=client_id,
        neighbours=[
            NeighbourBody(distance=distance, **known[other].model_dump())
            for other, distance in zip(found.ids.tolist(), found.distances.tolist(), strict=True)
        ],
        one_in=clients_searched(served.portfolio),
        **stand_of(data),
    )
