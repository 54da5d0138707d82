"""Errors of a request as one JSON form: a problem of RFC 9457, with a sentence and every bad field."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from credit_panel.api.body import MOST_BYTES, MOST_BYTES_OF_BATCH, MOST_BYTES_WITH_HISTORIES, JsonRequest, RefusedError
from credit_panel.api.held_bytes import HeldBytes
from credit_panel.api.keeping import ASK_AGAIN, NOT_KEPT, with_tag
from credit_panel.api.places import Places, Turns
from credit_panel.api.query import check_query, query_names
from credit_panel.errors import (
    ApplicationError,
    CreditPanelError,
    DriftFileError,
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
    "too_long": "holds too many entries.",
}
"""What pydantic finds, in the words of JSON; what is not here it says well enough itself."""


_CUT = Refusal(400, "no-json", "The body ended before it was whole: send it again.")


_METHODS: dict[str, set[str]] = defaultdict(set)
"""What each address takes: several routes may share one, of which Starlette tells the first alone."""


class SentenceRoute(APIRoute):
    """A route that answers every error of the caller with a sentence; a router cannot register error handlers.

    Its answers are kept by nobody, and it takes no parameter that it does not name.
    """

    kept: ClassVar[str] = NOT_KEPT
    """What its answers say of being kept."""
    reads: ClassVar[type[JsonRequest]] = JsonRequest
    """What its requests are read as."""
    most_bytes: ClassVar[int] = MOST_BYTES
    """Bytes of the longest body that it reads."""
    most_at_once: ClassVar[int] = 2
    """Of its requests, how many are worked on at once: more only wait for each other, and visitors for all of them."""
    most_waiting: ClassVar[int] = 500
    """Of its requests, how many may be there; one more is told to come again."""
    most_held: ClassVar[int] = 10_000_000
    """Bytes of the bodies of all its requests that are there."""

    def __init__(self, path: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(path, *args, **kwargs)
        _METHODS[self.path] |= self.methods or set()

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; where no route of its address takes the method, all that one takes are told."""
        taken = _METHODS[self.path]
        if scope["method"] not in taken:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(taken))})
        await super().handle(scope, receive, send)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route's handler."""
        handle = super().get_route_handler()
        known, places, turns = query_names(self.dependant), Places(self.most_waiting), Turns(self.most_at_once)
        held = HeldBytes(self.most_held)

        async def answer(request: Request) -> Response:
            try:
                check_query(request, known)
                with held.of_one() as hold:
                    read = self.reads(request.scope, request.receive, self.most_bytes, hold)
                    if request.method in ("POST", "PATCH"):
                        await read.body()  # whoever sends slowly takes no place
                    with places.one():
                        async with turns.gate():
                            return with_tag(request, await handle(read), self.kept)
            except (CreditPanelError, RequestValidationError, RefusedError) as error:
                refusal, fields = _refusal(error)
                return response_of(refusal, request.scope, fields=fields, headers=getattr(error, "headers", None))
            except ClientDisconnect:  # nobody is there any more who would read why
                return response_of(_CUT, request.scope)

        return answer


class HistoriesRoute(SentenceRoute):
    """A route that reads an application with its credit histories."""

    most_bytes = MOST_BYTES_WITH_HISTORIES


class PublicRoute(SentenceRoute):
    """A route whose answers tell of no client."""

    kept = ASK_AGAIN


class BatchRoute(SentenceRoute):
    """A route that reads many applications."""

    most_bytes = MOST_BYTES_OF_BATCH
    most_at_once = 1  # each takes up to a second of a core, which visitors wait for too
    most_waiting = 4
    most_held = 64_000_000


def _refusal(
    error: CreditPanelError | RequestValidationError | RefusedError,
) -> tuple[Refusal, Sequence[Mapping[str, str]]]:
    """Return how an error is told, and every bad field of the request."""
    match error:
        case RefusedError():
            return error.refusal, error.fields
        case ApplicationError():
            refusal = Refusal(
                422, "bad-application", "The application cannot be scored: correct the fields named here."
            )
            return refusal, fields_of(error.problems)
        case RequestValidationError():
            refusal = Refusal(422, "bad-request", "The request is not of the documented form: see /docs.")
            return refusal, _problems(error)
        case UnknownClientError():
            return Refusal(404, "unknown-client", str(error)), ()
        case DriftFileError():
            return Refusal(404, "no-drift", str(error)), ()
        case _:
            return Refusal(503, "unavailable", _for_strangers(error)), ()


def fields_of(problems: Sequence[FieldProblem]) -> list[dict[str, str]]:
    """Return what is wrong with the fields of an application, as it is sent."""
    return [{"field": _text(found.field), "problem": _told(found)} for found in problems]


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
