"""An API that keeps changed data of clients, and changes as a program sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

Body = dict[str, Any]

REASON = "Pay slip of June 2026"


def file_of(client: TestClient, number: int, version: int | None = None) -> Response:
    """Return the answer with a client's file."""
    query = "" if version is None else f"?version={version}"
    return client.get(f"/api/v1/clients/{number}{query}")


def change(
    client: TestClient, number: int, changes: Mapping[str, Any], *, tag: str | None = "", **more: Any
) -> Response:
    """Send a change that rests on the file as it is now, or on the one of a tag; None names none."""
    known = file_of(client, number).headers["etag"] if tag == "" else tag
    body = {"changes": dict(changes), "reason": REASON, "person": "Anne Martin", **more}
    headers = {} if known is None else {"If-Match": known}
    return client.patch(f"/api/v1/clients/{number}", json=body, headers=headers)


def kind_of(answer: Response) -> str:
    """Return the last part of a problem's type."""
    return str(answer.json()["type"]).rpartition(":")[2]
