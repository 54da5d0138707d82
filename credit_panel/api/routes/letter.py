"""The letter that tells a client what is proposed, why, and what they may ask for."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Response

from credit_panel.api.client_number import ClientNumber
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.language import Spoken
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.documents.lender import Lender
from credit_panel.documents.letter import letter_pdf

ROUTER = APIRouter(tags=["letter"], route_class=SentenceRoute)

PDF = "application/pdf"


class PdfResponse(Response):
    """An answer that is a PDF, as the documentation says."""

    media_type = PDF


@ROUTER.get(
    "/clients/{client_id}/letter",
    response_class=PdfResponse,
    responses={200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}, **problems(404, 422, 503)},
    operation_id="client_letter",
)
def client_letter(served: Served, client_id: ClientNumber, t: Spoken) -> PdfResponse:
    """Return the letter to a client as tagged PDF, dated today (UTC); takes up to a second."""
    content = letter_pdf(served, client_id, t.language, Lender.from_env(), datetime.now(UTC).date())
    headers = {
        "Content-Disposition": f'inline; filename="letter-{client_id}-{t.language}.pdf"',
        "Content-Language": t.language,
        "Vary": "Accept-Language",
    }
    return PdfResponse(content, headers=headers)
