"""What a client may keep of an answer, and whether the one that it has is still the right one."""

from __future__ import annotations

import hashlib

from fastapi import Request, Response

NOT_KEPT = "no-store"
"""For what tells of a client: no cache on the way, nor the browser's, may keep it."""

ASK_AGAIN = "private, no-cache"
"""For what tells of no client: it may be kept, and is asked about each time."""


def with_tag(request: Request, response: Response, kept: str) -> Response:
    """Return a read's answer with the tag of its content; 304 to a client that has the same content already."""
    response.headers["Cache-Control"] = kept
    if request.method != "GET" or response.status_code != 200:
        return response
    tag = tag_of(bytes(response.body))
    response.headers["ETag"] = tag
    if not _has(request.headers.get("if-none-match", ""), tag):
        return response
    headers = {name: response.headers[name] for name in _OF_304 if name in response.headers}
    return Response(status_code=304, headers=headers)


def tag_of(content: bytes) -> str:
    """Return the tag of a content."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


_OF_304 = ("cache-control", "content-language", "etag", "vary")
"""What the answer without content says too (RFC 9110, 15.4.5)."""


def _has(known: str, tag: str) -> bool:
    return known.strip() == "*" or names(known, tag)


def names(known: str, tag: str) -> bool:
    """Whether one of the tags that a client knows is this one; a proxy that packs an answer makes its tag weak."""
    return tag in [given.strip().removeprefix("W/") for given in known.split(",")]
