"""Scores: of a client, of one application, of up to a thousand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field, WithJsonSchema

from credit_panel.api.application_schema import EXAMPLE, MOST_FIELDS, Application
from credit_panel.api.client_number import ClientNumber
from credit_panel.api.decision import ModelBody, ScoreBody, ScoreResponse, model_of, response_of
from credit_panel.api.errors import BatchRoute, SentenceRoute, fields_of
from credit_panel.api.problems import FieldProblemBody, problems
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire, written
from credit_panel.errors import FieldProblem
from credit_panel.home_credit import CLIENT, validate_application
from credit_panel.home_credit.applications import validate_applications
from credit_panel.portfolio.frames import score
from credit_panel.portfolio.range_seen import unseen_values

MOST_APPLICATIONS = 1_000
"""Applications of one batch."""
MOST_TOLD = 50
"""Bad fields of a row of a batch that are told one by one."""

ROUTER = APIRouter(tags=["scores"], route_class=SentenceRoute)
BATCH = APIRouter(tags=["scores"], route_class=BatchRoute)

_Row = Annotated[
    dict[str, Any],
    Field(max_length=MOST_FIELDS),
    WithJsonSchema({"type": "object", "title": "Row", "description": "One application: see Application."}),
]


class ScoreRequest(Wire):
    """One application, field by field, under the names of the application table."""

    model_config = ConfigDict(
        extra="forbid", defer_build=False, json_schema_extra={"examples": [{"application": EXAMPLE}]}
    )

    application: Application = Field(
        description="Fields of the application table. A field left out, or null, counts as missing. SK_ID_CURR is "
        "handed back and used for nothing else: the number of a client of the portfolio brings no history.",
    )


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
    response_model=ScoreResponse,
    responses=problems(404, 422, 503),
    operation_id="score_client",
)
def score_client(served: Served, client_id: ClientNumber) -> Response:
    """Score a client of the portfolio, with their credit history, and explain the score."""
    return written(response_of(served.explain_client(client_id)))


@ROUTER.post(
    "/score", response_model=ScoreResponse, responses=problems(413, 415, 422, 503), operation_id="score_application"
)
def score_application(served: Served, request: ScoreRequest) -> Response:
    """Score and explain an application that is in no portfolio; it comes without credit histories."""
    typed = validate_application(request.application.root, written=False)
    unseen = unseen_values(served.portfolio, typed.row(0, named=True))
    return written(response_of(served.explain_typed(typed), unseen))


@BATCH.post(
    "/score/batch", response_model=BatchResponse, responses=problems(413, 415, 422, 503), operation_id="score_batch"
)
def score_batch(served: Served, request: BatchRequest) -> Response:
    """Score up to 1,000 applications that are in no portfolio, each as one alone would be."""
    applications, wrong = validate_applications(request.applications, written=False)
    places = [place for place in range(len(request.applications)) if place not in wrong]
    scored = score(applications, served=served).with_columns(row=pl.Series(places, dtype=pl.Int64))
    answer = BatchResponse(
        scores=[
            ScoredRow(client_id=row[CLIENT], **{name: row[name] for name in ("row", *ScoreBody.model_fields)})
            for row in scored.iter_rows(named=True)
        ],
        refused=[RefusedRow(row=place, problems=_told(found)) for place, found in wrong.items()],
        model=ModelBody(**model_of(served.scorer.manifest.stamp)),
    )
    return written(answer)


def _told(found: Sequence[FieldProblem]) -> list[FieldProblemBody]:
    """Return what is wrong with a row, which may be many times as long as the row itself."""
    told = [FieldProblemBody(**each) for each in fields_of(found[:MOST_TOLD])]
    more = len(found) - MOST_TOLD
    return [*told, FieldProblemBody(field="…", problem=f"{more} more fields are wrong.")] if more > 0 else told
