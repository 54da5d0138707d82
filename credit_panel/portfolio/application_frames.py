"""Raw applications in a data frame of any library, typed and repaired as those of a file are."""

from __future__ import annotations

import math
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit.applications import validate_applications
from credit_panel.home_credit.schema import TARGET

_TOLD = 3
"""Applications whose faults an error names."""


def applications_of_frame(frame: Any) -> tuple[nw.DataFrame[Any], pl.DataFrame]:
    """Return a frame for any library, and the raw applications that it holds, typed and repaired.

    Raises
    ------
    TablesError
        When it is no frame, or something in it cannot be; it names rows and fields.
    """
    try:
        given = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise TablesError(
            "Applications come as a Polars or pandas data frame, and clients of the portfolio as their numbers, not as "
            f"{type(frame).__name__}: give one of them."
        ) from error
    rows = [
        {str(name): _plain(value) for name, value in row.items() if name != TARGET}
        for row in given.iter_rows(named=True)
    ]
    applications, problems = validate_applications(rows)
    if problems:
        told = [
            f"row {place}: " + ", ".join(f"{problem.field} {problem.problem}" for problem in found[:_TOLD])
            for place, found in list(problems.items())[:_TOLD]
        ]
        raise TablesError(
            f"{len(problems)} of {len(rows)} applications cannot be scored ({'; '.join(told)}): correct them, or leave "
            "them out."
        )
    return given, applications


def _plain(value: object) -> object:
    """Return a value as Python has it; what pandas and NumPy write for nothing is None."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    return None if isinstance(value, float) and math.isnan(value) else value
