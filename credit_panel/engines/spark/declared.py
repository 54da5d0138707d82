"""The columns of a table in their declared types, by the expressions that Polars reads it with."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from credit_panel.engines.spark.parts import Part
from credit_panel.home_credit.history_table import typed_column
from credit_panel.home_credit.limits import LIMITS


def typed(part: Part, frame: Any, *, allow_out_of_bounds: bool) -> Any:
    """Return exactly the declared columns of a part, in their declared types and order.

    Parameters
    ----------
    frame
        Rows of the part, under the names of the table's columns.
    allow_out_of_bounds
        Let values that cannot be count as missing; else reading one fails.
    """
    limits = LIMITS[part.table.name]
    columns = [
        typed_column(name, dtype, limits.get(name), nw, allow=allow_out_of_bounds)
        if name in part.columns
        else nw.lit(None, getattr(nw, str(dtype))).alias(name)
        for name, dtype in part.table.columns.items()
    ]
    whole: Any = nw.from_native(frame).select(*columns)
    return whole.to_native()
