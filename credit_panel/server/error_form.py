"""One form for every error: a problem of RFC 9457, whoever found it; a sentence to somebody who asked for a page."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from credit_panel.errors import UnexpectedError
from credit_panel.server.refusal import PROBLEM_TYPE, Refusal, asks_for_page, response_of

_KEPT = ("allow", "retry-after")
_SENTENCES = {
    400: Refusal(400, "bad-request", "The server cannot use this request: see /docs."),
    404: Refusal(404, "not-found", "There is nothing at this address: see /docs."),
    405: Refusal(405, "method-not-allowed", "The address does not take this method: see /docs."),
    500: Refusal(500, "unforeseen", str(UnexpectedError())),
}


class OneErrorForm:
    """ASGI middleware: tells the errors of FastAPI, Panel and Bokeh in our words, and which methods an address takes.

    Each of them has a form of its own, of which a program could know the status alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered; an error that is not in our form is told anew."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        retold = False

        async def tell(message: Message) -> None:
            nonlocal retold
            if message["type"] == "http.response.start" and (answer := _retold(message, scope)) is not None:
                retold = True
                await answer(scope, receive, send)
            elif not retold:
                await send(message)

        await self._app(scope, receive, tell)


def _retold(start: Message, scope: Scope) -> Response | None:
    """Return the answer in the place of one that begins so; None where it is in our form."""
    status, given = start["status"], Headers(raw=list(start.get("headers", ())))
    kind = given.get("content-type", "").partition(";")[0]
    told = "application/json" if asks_for_page(scope) else PROBLEM_TYPE
    if status < 400 or (kind != told if asks_for_page(scope) else kind == told):
        return None
    headers = {name: given[name] for name in _KEPT if name in given}
    if "allow" in headers:
        headers["allow"] = _allowed(headers["allow"])
        if scope["method"] == "OPTIONS":
            return Response(status_code=204, headers=headers)
    refusal = _SENTENCES.get(status) or Refusal(status, "refused", f"{HTTPStatus(status).phrase}: see /docs.")
    return response_of(refusal, scope, headers=headers)


def _allowed(methods: str) -> str:
    """Return the methods of an address, those that the server answers by itself included."""
    named = [name.strip() for name in methods.split(",")]
    return ", ".join(dict.fromkeys([*named, *(["HEAD"] if "GET" in named else []), "OPTIONS"]))
