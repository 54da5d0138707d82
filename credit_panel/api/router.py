"""All routes under one prefix. They use the same served model and scorer as the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from credit_panel.api.documentation import serve_documentation
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.logins import note_login
from credit_panel.api.routes import (
    admin,
    changes,
    clients,
    decisions,
    explanations,
    fields,
    histories,
    journal,
    letter,
    model,
    neighbours,
    operation,
    percentiles,
    portfolio,
    recourse,
    scores,
    what_if,
)
from credit_panel.server.doors import close_doors

PREFIX = "/api/v1"


def _addresses(routers: Iterable[APIRouter], prefix: str = "") -> list[str]:
    return [f"{prefix}{route.path}" for router in routers for route in router.routes if isinstance(route, APIRoute)]


@asynccontextmanager
async def _prepare(app: FastAPI) -> AsyncIterator[None]:
    serve_documentation(app)
    close_doors(app, [*_addresses(_V1, PREFIX), *_addresses((operation.ROUTER, *_PAGES))], note_login)
    yield


ROUTER = APIRouter(route_class=SentenceRoute, lifespan=_prepare)

_V1 = (
    clients.ROUTER,
    changes.ROUTER,
    scores.ROUTER,
    scores.ONE,
    scores.BATCH,
    explanations.ROUTER,
    explanations.ONE,
    histories.ROUTER,
    neighbours.ROUTER,
    recourse.ROUTER,
    letter.ROUTER,
    decisions.ROUTER,
    percentiles.ROUTER,
    what_if.ROUTER,
    portfolio.ROUTER,
    model.ROUTER,
    fields.ROUTER,
    operation.READINESS,
)
_PAGES = (journal.ROUTER, admin.ROUTER, admin.CHANGES)
for _nouns in _V1:
    ROUTER.include_router(_nouns, prefix=PREFIX)
ROUTER.include_router(operation.ROUTER)
for _page in _PAGES:
    ROUTER.include_router(_page)
