"""One line in the log for each request and each websocket, which tells nothing of a client."""

from __future__ import annotations

import logging
import re
import secrets
import time
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from credit_panel.server.log_lines import client_address, request_id
from credit_panel.server.refusal import route_of

log = logging.getLogger(__name__)

HEADER = "X-Request-Id"
_GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NUMBERS = re.compile(r"\d{2,}")
_LONGEST_PATH = 120
_LONGEST_METHOD = 12

SLOW_MS = 2_000.0
"""Milliseconds from which a request is logged as a warning: nobody should wait so long, whatever was asked."""


class AccessLog:
    """ASGI middleware: numbers each request, and logs what was asked for, what it came to and how long it took.

    A proxy may give the number, so that its log and this one can be read together.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered, and log it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        number = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        request_id.set(number)  # each request has a context of its own, which its faults are logged in as well
        client = scope.get("client")
        client_address.set(client[0] if client else "")
        started = time.perf_counter()
        status = "-"

        async def note(message: Message) -> None:
            nonlocal status
            kind = message["type"]
            if kind.endswith("response.start"):
                status = str(message["status"])
                headers = MutableHeaders(raw=list(message.get("headers", ())))
                headers[HEADER] = number
                message = {**message, "headers": headers.raw}
            elif kind == "websocket.accept":
                status = "101"
                log.info("%s %s opened", *asked_of(scope))
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            taken = 1_000 * (time.perf_counter() - started)
            method, path = asked_of(scope)
            address = client_address.get() or "-"
            slow = scope["type"] == "http" and taken > SLOW_MS
            fields = {"method": method, "path": path, "status": status, "ms": round(taken), "address": address}
            log.log(
                logging.WARNING if slow else logging.INFO,
                "%s %s %s %.0f ms %s",
                method,
                path,
                status,
                taken,
                address,
                extra={"fields": fields},
            )


def asked_of(scope: Scope) -> tuple[str, str]:
    """Return method and path, cut, and without numbers: those of the API hold a client's."""
    method = scope["method"][:_LONGEST_METHOD] if scope["type"] == "http" else "WEBSOCKET"
    return method, _NUMBERS.sub("#", quote(route_of(scope)))[:_LONGEST_PATH]
