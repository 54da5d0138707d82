"""What a form of a page holds, read by itself: it is short, or it is none of ours."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import Request

_LONGEST_FORM = 4_000
_FORM = "application/x-www-form-urlencoded"


async def read_form(request: Request) -> dict[str, str]:
    """Return what a form holds, the last of what it holds twice.

    Raises
    ------
    ValueError
        When it is none, or longer than any of ours.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM:
        raise ValueError("no form")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_FORM:
            raise ValueError("too long")
    found = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20)
    return {name: values[-1] for name, values in found.items()}
