"""Whole numbers of a request: a client's, in the one way to write it in an address, and those in a body."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Path
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from credit_panel.home_credit.catalogue import field

_WRITTEN = re.compile(r"[1-9][0-9]{0,15}")
_PLAIN = re.compile(r"-?[0-9]{1,15}")


def _digits(text: object) -> object:
    """Refuse what Python reads as a number and nobody writes as a client's: leading zeros, signs, points, spaces."""
    if not _WRITTEN.fullmatch(str(text)):
        raise PydanticCustomError("client_number", "must be a whole number from 1 on, in plain digits")
    return text


def _plain(text: object) -> object:
    """Refuse what Python reads as a whole number and the description of the API does not: `1_0`, `1.0`, a space."""
    if isinstance(text, str) and not _PLAIN.fullmatch(text):
        raise PydanticCustomError("whole_number", "must be a whole number, in plain digits")
    return text


PlainDigits = BeforeValidator(_plain)
"""Of a whole number in a query."""

_bounds = field("SK_ID_CURR")
ClientNumber = Annotated[
    int,
    Field(ge=int(_bounds.minimum or 1), le=int(_bounds.maximum or 0)),
    BeforeValidator(_digits),
    Path(description="The client's number."),
]


def _number(found: object) -> object:
    """Refuse what pydantic reads as a number and JSON does not."""
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise PydanticCustomError("whole_number", "must be a whole number")
    return found


ClientNumberSent = Annotated[
    int, Field(ge=int(_bounds.minimum or 1), le=int(_bounds.maximum or 0)), BeforeValidator(_number)
]
"""A client's number in a body; 7.0 is a whole number in JSON too."""

DataVersionSent = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_number)]
"""The number of a version of a client's data in a body."""

RecordNumber = Annotated[int, Field(ge=1, le=2**53 - 1), BeforeValidator(_number)]
"""The number of a record in a body."""
