"""How a request is refused: in a sentence to a person, as a problem of RFC 9457 to a program."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

API = "/api/"
"""Where programs ask."""
PROBLEM_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:credit-panel:problem:"
"""What the type of every problem begins with."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused.

    Parameters
    ----------
    status
        Status of the answer.
    kind
        Stable name of the reason, for programs.
    sentence
        What is wrong and what to do.
    """

    status: int
    kind: str
    sentence: str

    def problem(self, fields: Sequence[Mapping[str, str]] = ()) -> dict[str, object]:
        """Return the members of the problem; `fields` names each bad field and what is wrong with it."""
        return {
            "type": f"{TYPE_PREFIX}{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.sentence,
            "fields": list(fields),
        }


class TokenRefusedError(Exception):
    """A token opens nothing; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.sentence)


async def refuse(
    refusal: Refusal, scope: Scope, receive: Receive, send: Send, *, headers: Mapping[str, str] | None = None
) -> None:
    """Answer a request or a websocket's handshake with the refusal, whatever it has sent."""
    response = response_of(refusal, scope, headers=headers)
    if scope["type"] == "http":
        await response(scope, receive, send)
    elif "websocket.http.response" in scope.get("extensions", {}):
        await receive()
        await send(
            {
                "type": "websocket.http.response.start",
                "status": refusal.status,
                "headers": list(response.raw_headers),
            }
        )
        await send({"type": "websocket.http.response.body", "body": bytes(response.body)})
    else:
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": refusal.sentence[:100]})


def route_of(scope: Scope) -> str:
    """Return the path of a request below the place that the server is reached at."""
    path, root = scope["path"], scope.get("root_path", "").rstrip("/")
    return path[len(root) :] or "/" if root and f"{path}/".startswith(f"{root}/") else path


def asks_for_page(scope: Scope) -> bool:
    """Whether a person is to read the answer: a browser asks for HTML when it opens an address, programs do not."""
    return not route_of(scope).startswith(API) and "text/html" in Headers(scope=scope).get("accept", "")


def response_of(
    refusal: Refusal,
    scope: Scope,
    *,
    fields: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer that tells a refusal in the form that was asked for; `fields` is as for `Refusal.problem`."""
    if asks_for_page(scope):
        return Response(refusal.sentence, refusal.status, headers, media_type="text/plain")
    content = json.dumps(refusal.problem(fields))
    return Response(content, refusal.status, headers, media_type=PROBLEM_TYPE)
