"""Errors of a request as one JSON form: a sentence, and every bad field."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from credit_panel.api.schemas import ErrorBody, FieldProblemBody
from credit_panel.errors import ApplicationError, CreditPanelError, UnknownClientError


class SentenceRoute(APIRoute):
    """A route that answers every error of the caller with a sentence; a router cannot register error handlers."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route's handler."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except ApplicationError as error:
                fields = [FieldProblemBody(field=p.field, problem=p.problem) for p in error.problems]
                return _refuse(422, "The application cannot be scored: mend the fields named here.", fields)
            except RequestValidationError as error:
                return _refuse(422, "The request is not of the documented form: see /docs.", _problems(error))
            except UnknownClientError as error:
                return _refuse(404, str(error))
            except CreditPanelError as error:
                return _refuse(503, str(error))

        return answer


def _refuse(status: int, sentence: str, fields: list[FieldProblemBody] | None = None) -> JSONResponse:
    return JSONResponse(ErrorBody(error=sentence, fields=fields or []).model_dump(), status_code=status)


def _problems(error: RequestValidationError) -> list[FieldProblemBody]:
    """Return pydantic's findings, each under the dotted place of the request where it was found."""
    return [
        FieldProblemBody(field=".".join(str(part) for part in found["loc"]), problem=f"{found['msg']}.")
        for found in error.errors()
    ]
