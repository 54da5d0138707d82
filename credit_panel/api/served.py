"""The model and portfolio that a route answers from: the present ones, or the answer is 503."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from credit_panel.portfolio import ServedModel, current_model


async def served_now() -> ServedModel:
    """Return what the process serves, as long as it is what lies on disk.

    The server opens it before it answers. The check takes microseconds; to hand it to a thread takes many times that.

    Raises
    ------
    ReplacedError
        When the portfolio was replaced or damaged since it was opened.
    """
    served = current_model()
    served.portfolio.check_current()
    return served


Served = Annotated[ServedModel, Depends(served_now)]
"""A parameter of every route that reads the model or the portfolio."""
