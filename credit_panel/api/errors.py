"""Errors of a request as one JSON form: a sentence, and every bad field."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from credit_panel.api.schemas import ErrorBody, FieldProblemBody
from credit_panel.errors import ApplicationError, CreditPanelError, FieldProblem, UnknownClientError
from credit_panel.home_credit.bounds import CAUSES

MOST_BYTES = 100_000
"""Bytes of the largest body that is read; an application with all its fields takes 5 kB."""


class SentenceRoute(APIRoute):
    """A route that answers every error of the caller with a sentence; a router cannot register error handlers."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route's handler."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(Request(request.scope, _limited(request.receive)))
            except ApplicationError as error:
                fields = [FieldProblemBody(field=_text(p.field), problem=_told(p)) for p in error.problems]
                return _refuse(422, "The application cannot be scored: mend the fields named here.", fields)
            except RequestValidationError as error:
                return _refuse(422, "The request is not of the documented form: see /docs.", _problems(error))
            except HTTPException as error:
                if error.status_code == 413:
                    return _refuse(413, error.detail)
                return _refuse(error.status_code, "The body of the request cannot be read as JSON: see /docs.")
            except UnknownClientError as error:
                return _refuse(404, str(error))
            except CreditPanelError as error:
                return _refuse(503, str(error))

        return answer


def _limited(receive: Receive) -> Receive:
    """Return what receives a body that may be `MOST_BYTES` long, whatever length it was announced with."""
    received = 0

    async def take() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MOST_BYTES:
            raise HTTPException(413, f"The body has more than {MOST_BYTES:,} bytes: send one application at a time.")
        return message

    return take


def _told(found: FieldProblem) -> str:
    """Return what is wrong with a field, and what may have happened to it."""
    return f"{found.problem} ({CAUSES[found.cause]})" if found.cause else found.problem


def _text(name: str) -> str:
    """Return a name as it can be sent: JSON may escape half of a surrogate pair, which is no text in UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()


def _refuse(status: int, sentence: str, fields: list[FieldProblemBody] | None = None) -> JSONResponse:
    return JSONResponse(ErrorBody(error=sentence, fields=fields or []).model_dump(), status_code=status)


def _problems(error: RequestValidationError) -> list[FieldProblemBody]:
    """Return pydantic's findings, each under the dotted place of the request where it was found."""
    return [
        FieldProblemBody(field=".".join(str(part) for part in found["loc"]), problem=f"{found['msg']}.")
        for found in error.errors()
    ]
