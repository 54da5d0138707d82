"""The one form of every error of the API, as OpenAPI documents it: a problem of RFC 9457."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from credit_panel.api.wire import Wire
from credit_panel.server.refusal import PROBLEM_TYPE, TYPE_PREFIX

_ANYWHERE = (400, 401, 403, 414, 421, 429)
"""What any request may meet before a route answers it."""
_WHY = {
    400: "The address cannot be read, or the body is no JSON.",
    401: "One has to log in, or to send a key.",
    403: "The request comes from a page of another site, the user or key may not do this, or the server keeps no "
    "changes.",
    404: "There is no such client, no such version of their data, or nothing to answer with.",
    409: "Something has happened since what the request rests on was read: read it again.",
    412: "The file is no longer the one that `If-Match` names: somebody has changed it, or the model is another.",
    413: "The body is too long.",
    414: "The address is too long.",
    415: "The body is of another type than JSON.",
    422: "The request is not of the documented form, or the application cannot be scored.",
    421: "The server does not answer to the name that was asked for.",
    428: "`If-Match` has to name the tag of the file that was read.",
    429: "Too much is asked at once; `Retry-After` says for how many seconds to wait.",
    503: "The model, the portfolio or the journal cannot be used.",
}


class FieldProblemBody(Wire):
    """What is wrong with one field of the request."""

    field: str = Field(description="Name of the field.")
    problem: str = Field(description="What is wrong, and what would be right.")


KINDS = (
    "address-too-long",
    "bad-address",
    "bad-application",
    "bad-change",
    "bad-decision",
    "bad-request",
    "body-too-long",
    "busy",
    "changes-off",
    "decided-meanwhile",
    "ending",
    "forbidden",
    "foreign-origin",
    "headers-too-long",
    "journal-unavailable",
    "key-reused",
    "method-not-allowed",
    "no-change",
    "no-drift",
    "no-journal",
    "no-json",
    "not-found",
    "precondition-failed",
    "precondition-required",
    "stale-proposal",
    "too-many-requests",
    "unauthorized",
    "unavailable",
    "unforeseen",
    "unknown-client",
    "unknown-host",
    "unknown-version",
    "wrong-content-type",
)
"""What an error of the API may be, in the last part of its `type`; a name never changes its meaning."""


class ProblemBody(Wire):
    """Why there is no answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": f"{TYPE_PREFIX}unknown-client",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "No client has the number 1 in this portfolio: check the number or search by its first "
                    "digits.",
                    "fields": [],
                }
            ]
        }
    )

    type: str = Field(
        description="Stable name of the reason, for programs.",
        json_schema_extra={"enum": [f"{TYPE_PREFIX}{kind}" for kind in KINDS]},
    )
    title: str = Field(description="What the status is called.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="One sentence: what is wrong and what to do.")
    fields: list[FieldProblemBody] = Field(description="Every bad field, when fields are the reason.")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the documentation of the errors that a route answers with, and of those that stand before every route."""
    schema = {"$ref": f"#/components/schemas/{ProblemBody.__name__}"}
    return {
        status: {"model": ProblemBody, "description": _WHY[status], "content": {PROBLEM_TYPE: {"schema": schema}}}
        for status in sorted({*statuses, *_ANYWHERE})
    }
