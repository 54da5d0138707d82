"""Errors of a request as one JSON form: a problem of RFC 9457, with a sentence and every bad field."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from credit_panel.api.body import JsonRequest, RefusedError
from credit_panel.errors import (
    ApplicationError,
    CreditPanelError,
    FieldProblem,
    ReplacedError,
    UnexpectedError,
    UnknownClientError,
    UploadError,
)
from credit_panel.home_credit.bounds import CAUSES
from credit_panel.server.refusal import API, PROBLEM_TYPE, Refusal, route_of

logger = logging.getLogger("credit_panel")

_FOR_STRANGERS = (ReplacedError, UnexpectedError, UploadError)
"""What the caller did not do and is told of as it is: any other sentence may name a folder of this machine."""
_WORDS = {
    "missing": "is required.",
    "extra_forbidden": "is not a field of this request.",
    "dict_type": "must be a JSON object.",
    "model_attributes_type": "must be a JSON object.",
    "model_type": "must be a JSON object.",
    "too_long": "holds too many fields.",
}
"""What pydantic finds, in the words of JSON; what is not here it says well enough itself."""
_STATUSES = {
    404: Refusal(404, "not-found", "There is nothing at this address: see /docs."),
    405: Refusal(405, "method-not-allowed", "The address does not take this method: see /docs."),
}


class SentenceRoute(APIRoute):
    """A route that answers every error of the caller with a sentence; a router cannot register error handlers."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route's handler."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(JsonRequest(request.scope, request.receive))
            except RefusedError as error:
                return _answer(error.refusal)
            except ApplicationError as error:
                refusal = Refusal(
                    422, "bad-application", "The application cannot be scored: correct the fields named here."
                )
                return _answer(refusal, [{"field": _text(p.field), "problem": _told(p)} for p in error.problems])
            except RequestValidationError as error:
                refusal = Refusal(422, "bad-request", "The request is not of the documented form: see /docs.")
                return _answer(refusal, _problems(error))
            except UnknownClientError as error:
                return _answer(Refusal(404, "unknown-client", str(error)))
            except CreditPanelError as error:
                return _answer(Refusal(503, "unavailable", _for_strangers(error)))

        return answer


def answer_as_problems(app: FastAPI) -> None:
    """Have what no route of the API answers be a problem too, and OPTIONS told which methods there are."""

    async def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        if not route_of(request.scope).startswith(API):
            return await http_exception_handler(request, error)
        headers = {name.lower(): value for name, value in (error.headers or {}).items()}
        if error.status_code == 405:
            headers["allow"] = _allowed(headers.get("allow", ""))
        if error.status_code == 405 and request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
        refusal = _STATUSES.get(error.status_code, Refusal(error.status_code, "refused", f"{error.detail}."))
        return _answer(refusal, headers=headers)

    app.add_exception_handler(HTTPException, answer)


def _for_strangers(error: CreditPanelError) -> str:
    """Return what a stranger is told of an error; what is kept from them is in the log."""
    if isinstance(error, _FOR_STRANGERS):
        return str(error)
    logger.error("%s", error)
    return str(UnexpectedError())


def _answer(
    refusal: Refusal, fields: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(refusal.problem(fields), refusal.status, headers, media_type=PROBLEM_TYPE)


def _allowed(methods: str) -> str:
    """Return the methods of an address, those that the server answers by itself included."""
    return methods.replace("GET", "GET, HEAD") + ", OPTIONS"


def _told(found: FieldProblem) -> str:
    """Return what is wrong with a field, and what may have happened to it."""
    return f"{found.problem} ({CAUSES[found.cause]})" if found.cause else found.problem


def _text(name: str) -> str:
    """Return a name as it can be sent: JSON may escape half of a surrogate pair, which is no text in UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()


def _problems(error: RequestValidationError) -> list[dict[str, str]]:
    """Return pydantic's findings, each under the dotted place of the request where it was found."""
    return [
        {
            "field": _text(".".join(str(part) for part in found["loc"])),
            "problem": _WORDS.get(found["type"], f"{found['msg']}."),
        }
        for found in error.errors()
    ]
