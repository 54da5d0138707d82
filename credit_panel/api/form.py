"""Forms that a page sends, beside the JSON of programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, cast

from fastapi import Depends, Request

from credit_panel.api.body import JsonRequest, RefusedError
from credit_panel.api.errors import SentenceRoute
from credit_panel.server.login.form import read_form
from credit_panel.server.refusal import Refusal

_NO_FORM = Refusal(400, "bad-request", "This is no form of this page: load it again.")


class FormRequest(JsonRequest):
    """A request whose body is a form of one of our pages.

    Attributes
    ----------
    fields
        What it holds.
    """

    fields: Mapping[str, str]

    async def body(self) -> bytes:
        """Read the form, once; nothing is left of the body for anybody else."""
        if not hasattr(self, "fields"):
            try:
                self.fields = await read_form(self)
            except ValueError:
                raise RefusedError(_NO_FORM) from None
        return b""


class FormRoute(SentenceRoute):
    """A route that takes a form."""

    reads = FormRequest


async def fields_of(request: Request) -> Mapping[str, str]:
    """Return what the form holds."""
    return cast("FormRequest", request).fields


Form = Annotated[Mapping[str, str], Depends(fields_of)]
"""A parameter of every route that takes a form."""
