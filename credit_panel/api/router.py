"""The routes. They use the same book and the same scorer as the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, Path

from credit_panel.api.documentation import serve_documentation
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.schemas import ErrorBody, ScoreRequest, ScoreResponse, response_of
from credit_panel.api.static_files import keep_static_files
from credit_panel.home_credit import validate_application
from credit_panel.portfolio import current_book
from credit_panel.portfolio.range_seen import unseen_values


@asynccontextmanager
async def _prepare(app: FastAPI) -> AsyncIterator[None]:
    serve_documentation(app)
    keep_static_files(app)
    yield


ROUTER = APIRouter(prefix="/api/v1", tags=["scoring"], route_class=SentenceRoute, lifespan=_prepare)


@ROUTER.get(
    "/clients/{client_id}/score",
    response_model=ScoreResponse,
    responses={404: {"model": ErrorBody, "description": "No client has this number."}, 422: {"model": ErrorBody}},
)
def score_client(client_id: Annotated[int, Path(ge=1, description="The client's number.")]) -> ScoreResponse:
    """Score a client of the portfolio, with their credit history, and explain the score."""
    book = current_book()
    book.portfolio.check_current()
    return response_of(book.explain_client(client_id))


@ROUTER.get(
    "/readiness",
    tags=["operation"],
    responses={503: {"model": ErrorBody, "description": "The portfolio was replaced: start the server again."}},
)
def readiness() -> dict[str, str]:
    """Say whether the server can answer for its clients, and which model, policy and portfolio it serves."""
    book = current_book()
    book.portfolio.check_current()
    return {"status": "ready", "model": book.scorer.manifest.name, "identity": book.identity}


@ROUTER.post(
    "/score",
    response_model=ScoreResponse,
    responses={
        400: {"model": ErrorBody, "description": "The body cannot be read as JSON."},
        413: {"model": ErrorBody, "description": "The body is too long."},
        422: {"model": ErrorBody},
    },
)
def score_application(request: ScoreRequest) -> ScoreResponse:
    """Score and explain an application that is in no portfolio; it has no credit history."""
    book = current_book()
    explanation = book.explain_application(request.application)
    application = validate_application(request.application).row(0, named=True)
    return response_of(explanation, unseen_values(book.portfolio, application))
