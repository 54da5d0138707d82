"""Errors of a request as one JSON form: a problem of RFC 9457, with a sentence and every bad field."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

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
from credit_panel.server.refusal import Refusal, response_of

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


class SentenceRoute(APIRoute):
    """A route that answers every error of the caller with a sentence; a router cannot register error handlers."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route's handler."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            def told(refusal: Refusal, fields: Sequence[Mapping[str, str]] = ()) -> Response:
                return response_of(refusal, request.scope, fields=fields)

            try:
                return await handle(JsonRequest(request.scope, request.receive))
            except RefusedError as error:
                return told(error.refusal)
            except ApplicationError as error:
                refusal = Refusal(
                    422, "bad-application", "The application cannot be scored: correct the fields named here."
                )
                return told(refusal, [{"field": _text(p.field), "problem": _told(p)} for p in error.problems])
            except RequestValidationError as error:
                refusal = Refusal(422, "bad-request", "The request is not of the documented form: see /docs.")
                return told(refusal, _problems(error))
            except UnknownClientError as error:
                return told(Refusal(404, "unknown-client", str(error)))
            except CreditPanelError as error:
                return told(Refusal(503, "unavailable", _for_strangers(error)))

        return answer


def _for_strangers(error: CreditPanelError) -> str:
    """Return what a stranger is told of an error; what is kept from them is in the log."""
    if isinstance(error, _FOR_STRANGERS):
        return str(error)
    logger.error("%s", error)
    return str(UnexpectedError())


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
