"""A client's number as it stands in an address: the digits, in the one way to write them."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Path
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from credit_panel.home_credit.catalogue import field

_WRITTEN = re.compile(r"[1-9][0-9]{0,15}")


def _digits(text: object) -> object:
    """Refuse what Python reads as a number and nobody writes as a client's: leading zeros, signs, points, spaces."""
    if not _WRITTEN.fullmatch(str(text)):
        raise PydanticCustomError("client_number", "must be a whole number from 1 on, in plain digits")
    return text


_bounds = field("SK_ID_CURR")
ClientNumber = Annotated[
    int,
    Field(ge=int(_bounds.minimum or 1), le=int(_bounds.maximum or 0)),
    BeforeValidator(_digits),
    Path(description="The client's number."),
]
