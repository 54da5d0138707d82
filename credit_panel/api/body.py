"""The body of a request, read as JSON and as nothing else: so long, of this type, each name once."""

from __future__ import annotations

import email.message
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Never

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope

from credit_panel.server.refusal import Refusal

MOST_BYTES = 100_000
"""Bytes of the largest body that is read; an application with all its fields takes 5 kB."""

MOST_BYTES_WITH_HISTORIES = 1_000_000
"""The same for an application that may come with its credit histories: a row of them takes half a kB."""

MOST_BYTES_OF_BATCH = 8_000_000
"""The same for many applications at once."""

MOST_MEMBERS = 50
"""Names in the object that a body is; no request has a quarter of them, and each that is none is told by its name."""

_LONG = 100_000
"""Bytes from which a body is parsed beside the visitors, whom it would hold up."""


class RefusedError(HTTPException):
    """A request is refused; FastAPI hands on no other exception while it reads a body.

    Parameters
    ----------
    refusal
        How it is told.
    fields
        Each bad field, and what is wrong with it.
    headers
        Headers of the answer.
    """

    def __init__(
        self,
        refusal: Refusal,
        fields: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.refusal, self.fields = refusal, fields
        super().__init__(refusal.status, refusal.sentence, headers)


class JsonRequest(Request):
    """A request whose body is JSON of so many bytes at most, in which no name stands twice.

    Parameters
    ----------
    scope, receive
        The request.
    most_bytes
        Bytes of the longest body that is read.
    hold
        Told of each part that has come, by its length; raises `RefusedError` where there is no room for it.
    """

    def __init__(
        self, scope: Scope, receive: Receive, most_bytes: int = MOST_BYTES, hold: Callable[[int], None] | None = None
    ) -> None:
        super().__init__(scope, receive)
        self._most_bytes, self._hold = most_bytes, hold

    async def body(self) -> bytes:
        """Return the body, whatever length it was announced with."""
        if not hasattr(self, "_body"):
            _check_type(self.headers.get("content-type"))
            body = bytearray()
            async for part in self.stream():
                if self._hold is not None:
                    self._hold(len(part))
                body += part
                if len(body) > self._most_bytes:
                    raise RefusedError(_too_long(self._most_bytes))
            if not body:
                refuse_body("the body is empty")
            self._body = bytes(body)
        return self._body

    async def json(self) -> Any:
        """Return what the body says."""
        try:
            body = await self.body()
            said = await run_in_threadpool(_parse, body) if len(body) > _LONG else _parse(body)
        except (ValueError, RecursionError) as error:
            refuse_body(f"the body cannot be read as JSON ({_reason(error)})")
        if isinstance(said, dict) and len(said) > MOST_MEMBERS:
            raise RefusedError(_TOO_MANY)
        return said


_TOO_MANY = Refusal(
    422, "bad-request", f"The request is not of the documented form: its object has more than {MOST_MEMBERS} names."
)


def _parse(body: bytes) -> Any:
    return json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no_constant)


def _too_long(most: int) -> Refusal:
    return Refusal(413, "body-too-long", f"The body has more than {most:,} bytes: send less at a time.")


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
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]  # not `count` for each: 10,000 took 6 s
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
