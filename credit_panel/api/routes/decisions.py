"""Decisions: what people have decided about a client, and one more, as another system sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Header

from credit_panel.api.client_number import ClientNumber
from credit_panel.api.deciding import keep_sent
from credit_panel.api.decision_bodies import (
    ClientDecisions,
    DecisionRecord,
    DecisionRequest,
    RecordedDecision,
    record_of,
)
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.journal_faults import check_kept, journal_told
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.decisions.lasting import lasting_log
from credit_panel.journal.records import DECISIONS
from credit_panel.portfolio import ServedModel
from credit_panel.server.visitor import visitor
from credit_panel.settings import Settings

if TYPE_CHECKING:
    from credit_panel.decisions.journal_log import JournalLog

ROUTER = APIRouter(tags=["decisions"], route_class=SentenceRoute)

Named = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r'^"?[A-Za-z0-9._:~+/=-]{1,200}"?$',
        description="A name that the sender gives this request, with or without quotes, such as a UUID: sent again "
        "under it, the same request is answered as before and recorded once. It counts for its sender and client.",
        examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
    ),
]


@ROUTER.get(
    "/clients/{client_id}/decisions",
    response_model=ClientDecisions,
    responses=problems(404, 422, 503),
    operation_id="list_decisions",
)
def list_decisions(served: Served, client_id: ClientNumber) -> ClientDecisions:
    """List what people have decided about a client, on the page or through the API."""
    served.portfolio.client(client_id)
    with journal_told():
        case = _log(served).case(client_id)
    return ClientDecisions(
        client_id=client_id,
        standing=None if case.standing is None else case.standing.sequence,
        review=case.review or None,
        decisions=[DecisionRecord(**record_of(entry, client_id)) for entry in case.entries if entry.kind in DECISIONS],
    )


@ROUTER.post(
    "/decisions",
    response_model=RecordedDecision,
    status_code=201,
    responses=problems(404, 409, 413, 415, 422, 503),
    operation_id="record_decision",
)
def record_decision(served: Served, request: DecisionRequest, idempotency_key: Named = None) -> RecordedDecision:
    """Put a person's decision about a client on record, as the page does, with the proposal that it rests on."""
    log = _log(served)
    with journal_told():
        entry = keep_sent(request, (idempotency_key or "").strip('"'), served=served, log=log, who=visitor.get())
        name = log.name
    return RecordedDecision(client_id=request.client_id, journal=name, **record_of(entry, request.client_id))


def _log(served: ServedModel) -> JournalLog:
    settings = Settings.from_env()
    check_kept(settings)
    return lasting_log(settings, served)
