"""The base of everything that goes over the wire."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """A JSON object of a request or an answer.

    What reads or writes it is made when its route is first declared, not once more for each object within it: the
    server starts the sooner. The body of a request is made at once: FastAPI wraps it in ways that warn of it otherwise.
    """

    model_config = ConfigDict(defer_build=True)
