"""Scores: of a client, of one application, of up to a thousand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field, WithJsonSchema

from credit_panel.api.application_schema import EXAMPLE, MOST_FIELDS, Application
from credit_panel.api.client_number import ClientNumber
from credit_panel.api.data_on_file import AskedVersion, StandBody, client_data, stand_of
from credit_panel.api.decision import (
    ModelBody,
    ScoreBody,
    ScoreResponse,
    decision_of,
    model_of,
    response_of,
    score_of_row,
)
from credit_panel.api.errors import BatchRoute, HistoriesRoute, SentenceRoute, fields_of
from credit_panel.api.history_schema import EXAMPLE as HISTORY
from credit_panel.api.history_schema import History
from credit_panel.api.problems import FieldProblemBody, problems
from credit_panel.api.sent_applications import parted, read_sent, scored_alone
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire, written
from credit_panel.errors import FieldProblem
from credit_panel.home_credit import CLIENT
from credit_panel.portfolio.sent_histories import TOLD, score_sent

MOST_APPLICATIONS = 1_000
"""Applications of one batch."""
MOST_TOLD = 50
"""Bad fields of a row of a batch that are told one by one."""

ROUTER = APIRouter(tags=["scores"], route_class=SentenceRoute)
ONE = APIRouter(tags=["scores"], route_class=HistoriesRoute)
BATCH = APIRouter(tags=["scores"], route_class=BatchRoute)

_Row = Annotated[
    dict[str, Any],
    Field(max_length=MOST_FIELDS),
    WithJsonSchema(
        {
            "type": "object",
            "title": "Row",
            "description": "One application, see Application; or a ScoreRequest, which may bring its histories.",
        }
    ),
]


class ScoreRequest(Wire):
    """One application, field by field, under the names of the application table, alone or with its histories."""

    model_config = ConfigDict(
        extra="forbid",
        defer_build=False,
        json_schema_extra={"examples": [{"application": EXAMPLE}, {"application": EXAMPLE, "history": HISTORY}]},
    )

    application: Application = Field(
        description="Fields of the application table. A field left out, or null, counts as missing. SK_ID_CURR is "
        "handed back: the number of a client of the portfolio brings no history.",
    )
    history: History | None = Field(
        default=None,
        description="Rows of the history tables of this applicant: then the model that reads histories scores, and "
        "who trained it is recognised by number, amount, income and age, and scored held out. Left out or null, the "
        "application is scored by the model that never saw a history; an empty object says that there is none.",
    )


class ClientScore(ScoreResponse, StandBody):
    """An explained decision about a client, and which of their data it rests on."""


class BatchRequest(Wire):
    """Many applications, each as in a `ScoreRequest`."""

    model_config = ConfigDict(
        extra="forbid", defer_build=False, json_schema_extra={"examples": [{"applications": [EXAMPLE]}]}
    )

    applications: list[_Row] = Field(
        min_length=1,
        max_length=MOST_APPLICATIONS,
        description="The applications; one that cannot be scored is answered with its problems, and keeps no other "
        "from its score.",
    )


class ScoredRow(ScoreBody):
    """The score of one application of a batch."""

    row: int = Field(ge=0, description="Its place in the request, from 0.")
    client_id: int | None = Field(description="The number that it was sent with; null where it has none.")
    with_histories: bool = Field(description="Whether credit histories were read, be it that there are none.")


class RefusedRow(Wire):
    """An application of a batch that cannot be scored."""

    row: int = Field(ge=0, description="Its place in the request, from 0.")
    problems: list[FieldProblemBody] = Field(
        description=f"Every bad field, and what is wrong with it; the first {MOST_TOLD}, and how many more there are."
    )


class BatchResponse(Wire):
    """The scores of a batch, and what is wrong with the rest of it."""

    scores: list[ScoredRow] = Field(description="Those that could be scored, in their order.")
    refused: list[RefusedRow] = Field(description="The others, in their order.")
    model: ModelBody = Field(description="The model that answered.")


@ROUTER.get(
    "/clients/{client_id}/score",
    response_model=ClientScore,
    responses=problems(404, 422, 503),
    operation_id="score_client",
)
def score_client(served: Served, client_id: ClientNumber, version: AskedVersion = None) -> Response:
    """Score a client of the portfolio, with their credit history, and explain the score."""
    data = client_data(served, client_id, version)
    return written(ClientScore(**decision_of(data.explanation), **stand_of(data)))


@ONE.post(
    "/score", response_model=ScoreResponse, responses=problems(413, 415, 422, 503), operation_id="score_application"
)
def score_application(served: Served, request: ScoreRequest) -> Response:
    """Score and explain an application that is in no portfolio, with the credit histories that come with it."""
    _, _, explanation, unseen = scored_alone(served, request)
    return written(response_of(explanation, unseen))


@BATCH.post(
    "/score/batch", response_model=BatchResponse, responses=problems(413, 415, 422, 503), operation_id="score_batch"
)
def score_batch(served: Served, request: BatchRequest) -> Response:
    """Score up to 1,000 applications that are in no portfolio, each as one alone would be."""
    sent = read_sent([parted(row, ScoreRequest) for row in request.applications])
    places = [place for place in range(len(request.applications)) if place not in sent.wrong]
    scored = score_sent(served, sent.applications, sent.histories).with_columns(row=pl.Series(places, dtype=pl.Int64))
    answer = BatchResponse(
        scores=[
            ScoredRow(client_id=row[CLIENT], row=row["row"], with_histories=row[TOLD], **score_of_row(row))
            for row in scored.iter_rows(named=True)
        ],
        refused=[RefusedRow(row=place, problems=_told(found)) for place, found in sorted(sent.wrong.items())],
        model=ModelBody(**model_of(served.scorer.manifest.stamp)),
    )
    return written(answer)


def _told(found: Sequence[FieldProblem]) -> list[FieldProblemBody]:
    """Return what is wrong with a row, which may be many times as long as the row itself."""
    told = [FieldProblemBody(**each) for each in fields_of(found[:MOST_TOLD])]
    more = len(found) - MOST_TOLD
    return [*told, FieldProblemBody(field="…", problem=f"{more} more fields are wrong.")] if more > 0 else told
