"""Operation: whether the server lives, whether it can answer for its clients, what it is, and its figures."""

from __future__ import annotations

import platform
import secrets
import sys
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from pydantic import Field

from credit_panel.api.body import RefusedError
from credit_panel.api.errors import PublicRoute
from credit_panel.api.health import Health, JournalState, health_of, journal_state
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire
from credit_panel.secret import secret
from credit_panel.server.metrics import CONTENT_TYPE, metrics_of
from credit_panel.server.refusal import Refusal
from credit_panel.server.server_settings import TOKEN_SETTING
from credit_panel.settings import Settings

READINESS = APIRouter(tags=["operation"], route_class=PublicRoute)
ROUTER = APIRouter(tags=["operation"], route_class=PublicRoute)


class AliveBody(Wire):
    """A server that answers."""

    status: str = Field(description="Always `alive`.", examples=["alive"])


class ReadyBody(Wire):
    """What a server serves that can answer for its clients."""

    status: str = Field(description="Always `ready`.", examples=["ready"])
    model: str = Field(description="Name of the model.")
    identity: str = Field(description="What tells this model, policy and portfolio together from any other.")


class CheckedBody(ReadyBody):
    """The same, with what was looked at."""

    golden_difference: float = Field(
        description="Largest distance between the probabilities of the golden sample now and at training."
    )
    disk_free_bytes: int = Field(description="Room left where the portfolio lies.")
    journal: JournalState = Field(
        description="`writable` where decisions can be put on record, `off` where the settings keep none."
    )


class VersionBody(Wire):
    """What runs here."""

    version: str = Field(description="Version of Credit Panel.")
    python: str = Field(description="Version of Python.")
    model: str = Field(description="Name of the model.")
    model_version: str = Field(description="Short hash of the model, its calibration, scale and policy.")
    identity: str = Field(description="What tells this model, policy and portfolio together from any other.")


@READINESS.get("/readiness", response_model=ReadyBody, responses=problems(422, 503), operation_id="readiness")
def readiness(served: Served) -> ReadyBody:
    """Say whether the server can answer for its clients, and which model, policy and portfolio it serves."""
    served.portfolio.check_current(histories=True)
    return ReadyBody(status="ready", model=served.scorer.manifest.name, identity=served.identity)


@ROUTER.get("/livez", response_model=AliveBody, responses=problems(422, 503), operation_id="livez")
async def livez() -> AliveBody:
    """Say that the process answers at all; a new start helps only where it does not."""
    return AliveBody(status="alive")


@ROUTER.get("/readyz", response_model=CheckedBody, responses=problems(422, 503), operation_id="readyz")
def readyz(served: Served) -> CheckedBody:
    """Say whether the server answers as it did at training and can record decisions: send nobody to it else."""
    served.portfolio.check_current(histories=True)
    found: Health = health_of(served)
    return CheckedBody(
        status="ready",
        model=served.scorer.manifest.name,
        identity=served.identity,
        golden_difference=found.golden_difference,
        disk_free_bytes=found.disk_free_bytes,
        journal=journal_state(Settings.from_env()),
    )


@ROUTER.get("/version", response_model=VersionBody, responses=problems(422, 503), operation_id="version")
def version(served: Served) -> VersionBody:
    """Say what runs here."""
    stamp = served.scorer.manifest.stamp
    return VersionBody(
        version=sys.modules["credit_panel"].__version__,
        python=platform.python_version(),
        model=stamp.name,
        model_version=stamp.version,
        identity=served.identity,
    )


@ROUTER.get("/metrics", include_in_schema=False)
async def metrics(request: Request, served: Served, authorization: Annotated[str | None, Header()] = None) -> Response:
    """Return the server's figures for Prometheus, to whoever has the token."""
    found = metrics_of(request.app)
    if found is None:
        raise RefusedError(
            Refusal(404, "not-found", f"There are no metrics: whoever runs the server can set {TOKEN_SETTING}.")
        )
    given = (authorization or "").removeprefix("Bearer ").encode()
    if not secrets.compare_digest(given, secret(TOKEN_SETTING).encode()):
        refusal = Refusal(401, "unauthorized", "The metrics ask for the token that the server was started with.")
        raise RefusedError(refusal, headers={"WWW-Authenticate": "Bearer"})
    stamp = served.scorer.manifest.stamp
    facts = {"model": stamp.name, "version": stamp.version, "identity": served.identity}
    return Response(found.text(facts), media_type=CONTENT_TYPE)
