"""The body of a request, read as JSON and as nothing else: so long, of this type, each name once."""

from __future__ import annotations

import email.message
import json
from typing import Any, Never

from fastapi import Request
from starlette.exceptions import HTTPException

from credit_panel.server.refusal import Refusal

MOST_BYTES = 100_000
"""Bytes of the largest body that is read; an application with all its fields takes 5 kB."""

_TOO_LONG = Refusal(
    413, "body-too-long", f"The body has more than {MOST_BYTES:,} bytes: send one application at a time."
)


class RefusedError(HTTPException):
    """The body of a request is refused; FastAPI hands on no other exception while it reads one."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.status, refusal.sentence)


class JsonRequest(Request):
    """A request whose body is a JSON object of `MOST_BYTES` at most, in which no name stands twice."""

    async def body(self) -> bytes:
        """Return the body, whatever length it was announced with."""
        if not hasattr(self, "_body"):
            _check_type(self.headers.get("content-type"))
            body = bytearray()
            async for part in self.stream():
                body += part
                if len(body) > MOST_BYTES:
                    raise RefusedError(_TOO_LONG)
            if not body:
                refuse_body("the body is empty")
            self._body = bytes(body)
        return self._body

    async def json(self) -> Any:
        """Return what the body says."""
        try:
            return json.loads((await self.body()).decode(), object_pairs_hook=_once, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            refuse_body(f"the body cannot be read as JSON ({_reason(error)})")


def refuse_body(what: str) -> Never:
    """Refuse a body that is no JSON."""
    raise RefusedError(Refusal(400, "no-json", f"{what[0].upper()}{what[1:]}: see /docs."))


def _check_type(given: str | None) -> None:
    message = email.message.Message()
    message["content-type"] = given or ""
    kind = message.get_content_type() if given else ""
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return
    shown = f"'{kind[:60]}'" if kind else "none"
    raise RefusedError(
        Refusal(
            415, "wrong-content-type", f"The body has to be of the type application/json; its content type is {shown}."
        )
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:60]!r} stands in it twice")
    return found


def _no_constant(word: str) -> Never:
    raise ValueError(f"{word} is no number in JSON")


def _reason(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, at character {error.pos}"
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is no UTF-8"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)[:120]
