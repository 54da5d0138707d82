"""The routes. They use the same served model and scorer as the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from credit_panel.api.client_number import ClientNumber
from credit_panel.api.documentation import serve_documentation
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.problems import problems
from credit_panel.api.schemas import ScoreRequest, ScoreResponse, response_of
from credit_panel.home_credit import validate_application
from credit_panel.portfolio import current_model
from credit_panel.portfolio.range_seen import unseen_values
from credit_panel.server.doors import close_doors


@asynccontextmanager
async def _prepare(app: FastAPI) -> AsyncIterator[None]:
    serve_documentation(app)
    close_doors(app)
    yield


ROUTER = APIRouter(prefix="/api/v1", tags=["scoring"], route_class=SentenceRoute, lifespan=_prepare)


@ROUTER.get("/clients/{client_id}/score", response_model=ScoreResponse, responses=problems(404, 422, 503))
def score_client(client_id: ClientNumber) -> ScoreResponse:
    """Score a client of the portfolio, with their credit history, and explain the score."""
    served = current_model()
    served.portfolio.check_current()
    return response_of(served.explain_client(client_id))


@ROUTER.get("/readiness", tags=["operation"], responses=problems(503))
def readiness() -> dict[str, str]:
    """Say whether the server can answer for its clients, and which model, policy and portfolio it serves."""
    served = current_model()
    served.portfolio.check_current()
    return {"status": "ready", "model": served.scorer.manifest.name, "identity": served.identity}


@ROUTER.post("/score", response_model=ScoreResponse, responses=problems(413, 415, 422, 503))
def score_application(request: ScoreRequest) -> ScoreResponse:
    """Score and explain an application that is in no portfolio; it has no credit history."""
    served = current_model()
    explanation = served.explain_application(request.application)
    application = validate_application(request.application).row(0, named=True)
    return response_of(explanation, unseen_values(served.portfolio, application))
