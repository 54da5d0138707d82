"""Changes of a client's data, where a server keeps them: each is a record, and a version of the client's file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response

from credit_panel.api.change_bodies import ChangeRequest
from credit_panel.api.changing import keep_change
from credit_panel.api.client_number import ClientNumber
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.keeping import tag_of
from credit_panel.api.problems import problems
from credit_panel.api.routes.clients import ClientFile, file_of
from credit_panel.api.served import Served
from credit_panel.api.wire import written
from credit_panel.server.visitor import visitor

ROUTER = APIRouter(tags=["clients"], route_class=SentenceRoute)

IfMatch = Annotated[
    str | None,
    Header(
        max_length=1_000,
        description="The `ETag` of the client's file as it was read; without it a change is refused with 428, and with "
        "412 where the file is another by now.",
        examples=['"2f0c7b6f5f3e4f0a9b1d5f0e7a6c3b21"'],
    ),
]


@ROUTER.patch(
    "/clients/{client_id}",
    response_model=ClientFile,
    responses=problems(404, 412, 413, 415, 422, 428, 503),
    operation_id="change_client",
)
def change_client(
    served: Served, client_id: ClientNumber, request: ChangeRequest, if_match: IfMatch = None
) -> Response:
    """Keep changed data of a client as the next version of their file; what the portfolio holds stays as it was.

    A server keeps none unless it is set up for it: else this is refused with 403 (`changes-off`). It needs the action
    `change_clients` as well. The answer is the file as it is now, with the tag that the next change has to name.
    """
    answer = written(file_of(keep_change(served, client_id, request, if_match, visitor.get())))
    answer.headers["ETag"] = tag_of(bytes(answer.body))
    return answer
