"""How a request is refused: in a sentence to a person, as a problem of RFC 9457 to a program."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

API = "/api/"
"""Where programs ask."""
PROBLEM_TYPE = "application/problem+json"
_KINDS = "urn:credit-panel:problem:"


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
            "type": f"{_KINDS}{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.sentence,
            "fields": list(fields),
        }


async def refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request or a websocket's handshake with the refusal, whatever it has sent."""
    response = _response(refusal, route_of(scope))
    if scope["type"] == "http":
        await response(scope, receive, send)
    elif "websocket.http.response" in scope.get("extensions", {}):
        await receive()
        await send(
            {"type": "websocket.http.response.start", "status": refusal.status, "headers": list(response.raw_headers)}
        )
        await send({"type": "websocket.http.response.body", "body": bytes(response.body)})
    else:
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": refusal.sentence[:100]})


def route_of(scope: Scope) -> str:
    """Return the path of a request below the place that the server is reached at."""
    path, root = scope["path"], scope.get("root_path", "").rstrip("/")
    return path[len(root) :] or "/" if root and f"{path}/".startswith(f"{root}/") else path


def _response(refusal: Refusal, route: str) -> Response:
    if route.startswith(API):
        return Response(json.dumps(refusal.problem()), refusal.status, media_type=PROBLEM_TYPE)
    return Response(refusal.sentence, refusal.status, media_type="text/plain")
