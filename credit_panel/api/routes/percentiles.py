"""Percentiles: where a client stands among all, feature by feature."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field, WithJsonSchema
from pydantic.functional_validators import AfterValidator
from pydantic_core import PydanticCustomError

from credit_panel.api.client_number import ClientNumber
from credit_panel.api.data_on_file import AskedVersion, StandBody, client_data, stand_of
from credit_panel.api.decision import Value
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.portfolio.statistics.percentile_rank import percentile_ranks
from credit_panel.scoring.themes import strongest_told

ROUTER = APIRouter(tags=["percentiles"], route_class=SentenceRoute)

COMPARED = tuple(name for name, entry in FIELDS.items() if entry.excluded is None)
"""What clients may be compared by: nothing that is protected, of a third party, or says nothing of the client."""

STRONGEST = 10
"""Features that are compared when none is asked for."""

MOST_COMPARED = 25
"""So many, and twice as many, fit into an address of a length that is answered."""


def _compared(name: str) -> str:
    if name not in _KNOWN:
        raise PydanticCustomError("feature", "is no feature that clients are compared by: /api/v1/fields lists them")
    return name


_KNOWN = frozenset(COMPARED)
_Feature = Annotated[str, AfterValidator(_compared), WithJsonSchema({"type": "string", "enum": list(COMPARED)})]


class PercentileBody(Wire):
    """Where a client stands in one feature."""

    feature: str = Field(description="Name of the feature.")
    value: Value = Field(description="The client's value; null when missing.")
    rank: float | None = Field(
        description="Share of the clients with a value that lie below, half of those with the same counted; null for "
        "categories and missing values."
    )
    below: int = Field(description="Clients with a lower value.")
    same: int = Field(description="Clients with the same value.")
    above: int = Field(description="Clients with a higher value.")
    known: int = Field(description="Clients with a value.")
    clients: int = Field(description="Clients compared with, the client included.")
    typical: Value = Field(description="Their median, or their most frequent category.")


class PercentilesBody(StandBody):
    """Where a client stands among all clients of the portfolio, who are those of its first version each."""

    client_id: int = Field(description="The client's number.")
    percentiles: list[PercentileBody] = Field(description="One a feature, in the order that was asked for.")


@ROUTER.get(
    "/clients/{client_id}/percentiles",
    response_model=PercentilesBody,
    responses=problems(404, 422, 503),
    operation_id="client_percentiles",
)
def client_percentiles(
    served: Served,
    client_id: ClientNumber,
    features: Annotated[
        list[_Feature] | None,
        Query(
            min_length=1,
            max_length=MOST_COMPARED,
            description="Features to compare, each once or more often; without any, the ten that moved the client's "
            "points most, of those that may be told as reasons.",
            examples=[["AMT_CREDIT", "EXT_SOURCE_2"]],
        ),
    ] = None,
    version: AskedVersion = None,
) -> PercentilesBody:
    """Return where a client stands among all, in some features or in those that moved their points most."""
    data = client_data(served, client_id, version)
    own = data.row.row(0, named=True)
    if features is None:
        features = list(strongest_told(data.explanation, STRONGEST))
    ranks = percentile_ranks(served.portfolio, None, own, list(dict.fromkeys(features)))
    return PercentilesBody(
        client_id=client_id,
        percentiles=[PercentileBody.model_validate(rank, from_attributes=True) for rank in ranks],
        **stand_of(data),
    )
