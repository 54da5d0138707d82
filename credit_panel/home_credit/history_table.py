"""The columns of a history in their types, checked as they are read: a pass of its own would cost as much as reading.

A value that cannot be makes the reading fail, as a text among numbers does; what it is, and where, is looked for then.
Polars and Spark, which refuses a cast that loses a number as Polars does, share the expressions.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import polars as pl

from credit_panel.home_credit.bounds import find_outside, outside, outside_sentence
from credit_panel.home_credit.limits import LIMITS, Limits
from credit_panel.home_credit.sources import Source


def typed_history(
    source: Source, *, among: pl.Expr | None = None, allow_out_of_bounds: bool = False
) -> tuple[pl.LazyFrame, list[str]]:
    """Return exactly the declared columns of a history, in their declared types and order, and what to know of them.

    Parameters
    ----------
    among
        Which rows, told from the file's own columns, so that what holds none of them is not read; None is all.
    allow_out_of_bounds
        Let values that cannot be count as missing, and tell them; else reading one fails.
    """
    limits = LIMITS[source.table.name]
    notes = []
    if allow_out_of_bounds and among is None and (found := find_outside(numbers_of(source), limits)):
        notes = [f"{source.path.name}: values that cannot be count as missing: {outside_sentence(found)}."]
    rows = source.scan() if among is None else source.scan().filter(among)
    frame = rows.select(
        typed_column(name, dtype, limits.get(name), pl, allow=allow_out_of_bounds)
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


def typed_column(name: str, dtype: pl.DataType, limits: Limits | None, api: ModuleType, *, allow: bool) -> Any:
    """Return a column in its declared type, as an expression of `api`; what cannot be is null or makes reading fail.

    Parameters
    ----------
    api
        Polars or Narwhals.
    allow
        Let values that cannot be count as missing.
    """
    wanted = getattr(api, str(dtype))
    if limits is None:
        return api.col(name).cast(wanted)
    number = api.col(name).cast(api.Float64)
    wrong = outside(name, limits, api)
    if allow:
        return api.when(~wrong).then(number).cast(wanted).alias(name)
    # the literals are typed, as casts of untyped ones are folded without failing
    if dtype.is_integer():
        no_whole_number = api.lit(1e300, api.Float64)
        return api.when(wrong).then(no_whole_number).otherwise(number).cast(wanted).alias(name)
    no_int8, nought = api.lit(300, api.Int16), api.lit(0, api.Int16)
    return (number + api.when(wrong).then(no_int8).otherwise(nought).cast(api.Int8)).alias(name)
