"""The base of everything that goes over the wire."""

from __future__ import annotations

from fastapi import Response
from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """A JSON object of a request or an answer.

    What reads or writes it is made when its route is first declared, not once more for each object within it: the
    server starts the sooner. The body of a request is made at once: FastAPI wraps it in ways that warn of it otherwise.
    """

    model_config = ConfigDict(defer_build=True)


def written(body: Wire) -> Response:
    """Return an answer as JSON, written where it was worked out.

    FastAPI would take what a route returns to a second thread, check it once more and write it there, which takes
    as long as the trees of a client do. It is for routes that are asked a hundred times a second.
    """
    return Response(body.model_dump_json(), media_type="application/json")
