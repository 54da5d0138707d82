"""Conditions on columns of the portfolio, as a page or an address states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Between:
    """Numbers from `low` to `high`, both included; None leaves a side open. A missing value is never between.

    Examples
    --------
    >>> import credit_panel as cp
    >>> young = cp.CohortState(cp.current_model())
    >>> young.where("DAYS_BIRTH", cp.Between(-10_957, None))
    True
    """

    low: float | None = None
    high: float | None = None

    def on(self, column: str) -> pl.Expr:
        """Return the condition on a column."""
        value = pl.col(column)
        met = value.is_not_null()
        if self.low is not None:
            met &= value >= self.low
        if self.high is not None:
            met &= value <= self.high
        return met


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of some values, all texts or all numbers; None among them is a missing value.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cash = cp.CohortState(cp.current_model())
    >>> cash.where("NAME_CONTRACT_TYPE", cp.OneOf(frozenset({"Cash loans"})))
    True
    """

    values: frozenset[str | int | float | None]

    def on(self, column: str) -> pl.Expr:
        """Return the condition on a column."""
        texts = [value for value in self.values if isinstance(value, str)]
        numbers = [float(value) for value in self.values if isinstance(value, int | float)]
        met = pl.lit(False)
        if texts:
            met = pl.col(column).is_in(texts)
        elif numbers:  # a fraction may be asked of whole numbers: none is it
            met = pl.col(column).cast(pl.Float64).is_in(numbers)
        return met.fill_null(False) | (pl.col(column).is_null() & pl.lit(None in self.values))


Conditions = Mapping[str, Between | OneOf]
"""Conditions by column; all must be met."""


def all_of(conditions: Conditions) -> pl.Expr:
    """Return one expression that is true where every condition is met; without conditions, everywhere."""
    return pl.all_horizontal(pl.lit(True), *(condition.on(column) for column, condition in conditions.items()))
