"""The columns of a history in their types, checked as they are read: a pass of its own would cost as much as reading.

A value that cannot be makes the reading fail, as a text among numbers does; what it is, and where, is looked for then.
"""

from __future__ import annotations

import polars as pl

from credit_panel.home_credit.bounds import find_outside, outside, outside_sentence
from credit_panel.home_credit.limits import LIMITS, Limits
from credit_panel.home_credit.sources import Source

_NO_WHOLE_NUMBER = pl.lit(1e300, pl.Float64)
_NO_INT8, _NOUGHT = pl.lit(300, pl.Int16), pl.lit(0, pl.Int16)
"""Typed, as casts of untyped literals are folded without failing."""


def typed_history(source: Source, *, allow_out_of_bounds: bool = False) -> tuple[pl.LazyFrame, list[str]]:
    """Return exactly the declared columns of a history, in their declared types and order, and what to know of them.

    Parameters
    ----------
    allow_out_of_bounds
        Let values that cannot be count as missing, and tell them; else reading one fails.
    """
    limits = LIMITS[source.table.name]
    notes = []
    if allow_out_of_bounds and (found := find_outside(numbers_of(source), limits)):
        notes = [f"{source.path.name}: values that cannot be count as missing: {outside_sentence(found)}."]
    frame = source.scan().select(
        _typed(name, dtype, limits.get(name), allow=allow_out_of_bounds)
        if name in source.columns
        else pl.lit(None, dtype).alias(name)
        for name, dtype in source.table.columns.items()
    )
    return frame, notes


def numbers_of(source: Source) -> pl.LazyFrame:
    """Return the columns of a file that have limits, each as Float64."""
    return source.scan().select(
        pl.col(name).cast(pl.Float64) for name in LIMITS[source.table.name] if name in source.columns
    )


def _typed(name: str, dtype: pl.DataType, limits: Limits | None, *, allow: bool) -> pl.Expr:
    if limits is None:
        return pl.col(name).cast(dtype)
    number = pl.col(name).cast(pl.Float64)
    wrong = outside(name, limits)
    if allow:
        return pl.when(~wrong).then(number).cast(dtype)
    if dtype.is_integer():
        return pl.when(wrong).then(_NO_WHOLE_NUMBER).otherwise(number).cast(dtype).alias(name)
    return number + pl.when(wrong).then(_NO_INT8).otherwise(_NOUGHT).cast(pl.Int8)
