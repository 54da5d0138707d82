"""The letter that tells a client what is proposed, why, and what they may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from credit_panel.api.client_number import ClientNumber
from credit_panel.api.data_on_file import AskedVersion, StandBody, client_data
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.journal_faults import journal_told
from credit_panel.api.language import Spoken
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.decisions.decision import Decision
from credit_panel.decisions.lasting import lasting_log
from credit_panel.decisions.letter_record import letter_made
from credit_panel.documents.decided import decided_of
from credit_panel.documents.lender import Lender
from credit_panel.documents.letter import letter_pdf
from credit_panel.journal.records import Kind
from credit_panel.portfolio import ServedModel
from credit_panel.server.head import HEAD
from credit_panel.server.visitor import visitor
from credit_panel.settings import Settings

ROUTER = APIRouter(tags=["letter"], route_class=SentenceRoute)

PDF = "application/pdf"


_STAND = {
    name: {"description": StandBody.model_fields[member].description, "schema": {"type": "integer", "minimum": 1}}
    for name, member in (("Data-Version", "data_version"), ("Latest-Data-Version", "latest_version"))
}
"""What the other answers about a client say in their body."""


class PdfResponse(Response):
    """An answer that is a PDF, as the documentation says."""

    media_type = PDF


@ROUTER.get(
    "/clients/{client_id}/letter",
    response_class=PdfResponse,
    responses={
        200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}, "headers": _STAND},
        **problems(404, 422, 503),
    },
    operation_id="client_letter",
)
def client_letter(
    request: Request, served: Served, client_id: ClientNumber, t: Spoken, version: AskedVersion = None
) -> PdfResponse:
    """Return the letter to a client as tagged PDF, dated today (UTC); takes up to a second.

    It tells the decision that stands on record, and the proposal where nobody has decided. That it was made goes on
    record with the SHA-256 of the PDF, where the server keeps a journal; a letter that cannot is not handed over.
    """
    data = client_data(served, client_id, version)
    standing, today = _standing(served, client_id), datetime.now(UTC).date()
    decided = decided_of(standing, t.language)
    content = letter_pdf(served, client_id, t.language, Lender.from_env(), today, decided, data)
    if HEAD not in request.scope:
        _keep(served, client_id, letter_made(content, t.language, standing, data.number))
    headers = {
        "Content-Disposition": f'inline; filename="letter-{client_id}-{t.language}.pdf"',
        "Content-Language": t.language,
        "Vary": "Accept-Language",
        "Data-Version": str(data.number),
        "Latest-Data-Version": str(data.latest),
    }
    return PdfResponse(content, headers=headers)


def _keep(served: ServedModel, client_id: int, made: Mapping[str, Any]) -> None:
    settings, who = Settings.from_env(), visitor.get()
    if settings.journal == "off":
        return
    with journal_told():
        lasting_log(settings, served).add(Kind.LETTER_MADE, client_id, "" if who is None else who.name, made)


def _standing(served: ServedModel, client_id: int) -> Decision | None:
    """Return the decision that counts, where the server keeps a journal."""
    settings = Settings.from_env()
    if settings.journal == "off":
        return None
    with journal_told():
        return lasting_log(settings, served).standing([client_id]).get(client_id)
