"""The few shapes that the history features share: counts, sums, means under a condition, and safe ratios.

A missing value never counts as zero: a sum over nothing known is null, a share ignores rows whose condition is null.
"""

from __future__ import annotations

from types import ModuleType

import narwhals as nw
import polars as pl


def count_where(condition: nw.Expr) -> nw.Expr:
    """Return how many rows of the group meet `condition`."""
    return condition.cast(nw.Int32).sum()


def share_where(condition: nw.Expr) -> nw.Expr:
    """Return the share of the group's rows that meet `condition`, from 0 to 1."""
    return condition.cast(nw.Float64).mean()


def where(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    """Return `value` on the rows that meet `condition`, null elsewhere."""
    return nw.when(condition).then(value)


def total(value: nw.Expr) -> nw.Expr:
    """Return the sum of the group's known values; null when none is known."""
    return nw.when(value.count() > 0).then(value.sum())


def ratio[Expr: (nw.Expr, pl.Expr)](part: Expr, whole: Expr, api: ModuleType = nw) -> Expr:
    """Return `part` over `whole`, expressions of `api`; null where `whole` is not positive.

    It is a product with the inverse: Polars divides by a constant column that way and by any other column truly, and
    the two differ in the last bit. A client must have one value alone, in a portfolio and along a what-if curve.
    """
    return api.when(whole > 0).then(part * (1.0 / whole))
