"""How the numbers of a column are read by people: days as months or years, the past as time since."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.home_credit.calendar import DAYS_A_MONTH, DAYS_A_YEAR
from credit_panel.home_credit.catalogue import field
from credit_panel.home_credit.catalogue.fields import Unit
from credit_panel.portfolio.distribution import automatic_edges, numbers
from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.store import Portfolio

_MONTHS_FROM, _YEARS_FROM = 120, 1_200
"""Days from which a column is read in months, and in years."""

_LEVELS = frozenset({"category", "flag"})


@dataclass(frozen=True, slots=True)
class Measure:
    """How one column is read.

    Parameters
    ----------
    column
        Its name.
    unit
        What the shown numbers count; of a column of days, days, months or years.
    factor
        What a number of the column is multiplied by to be shown; negative where the column counts the time before the
        application as negative, so that longer ago is more.
    whole
        Whether all its numbers are whole.
    """

    column: str
    unit: Unit
    factor: float = 1.0
    whole: bool = False

    def shown(self, value: float | None) -> float | None:
        """Return a value of the column as it is shown; 0 is never negative."""
        return None if value is None else float(value) * self.factor + 0.0

    def shown_all(self, column: pl.Series) -> np.ndarray:
        """Return a column as it is shown, NaN where it has no value, shape (clients,)."""
        return column.cast(pl.Float64).fill_null(np.nan).to_numpy() * self.factor + 0.0


def has_levels(portfolio: Portfolio, column: str) -> bool:
    """Return whether a column holds categories or a yes or no, which are counted and not measured."""
    return not portfolio.schema[column].is_numeric() or field(column).unit in _LEVELS


@kept(1024)
def measure_of(portfolio: Portfolio, column: str) -> Measure:
    """Return how a numeric column of a portfolio is read; worked out once a process.

    Raises
    ------
    PortfolioError
        When the column does not exist or holds categories.
    """
    values, unit = numbers(portfolio.column(column)), field(column).unit
    if not len(values):
        return Measure(column, unit)
    low, high = (float(edge) for edge in np.quantile(values, (0.005, 0.995)))
    whole = bool((values == np.floor(values)).all())
    if unit not in ("days", "months"):
        return Measure(column, unit, whole=whole)
    sign = -1.0 if high <= 0 and low < 0 else 1.0
    far = max(abs(low), abs(high))
    if unit == "days" and far >= _YEARS_FROM:
        return Measure(column, "years", sign / DAYS_A_YEAR)
    if unit == "days" and far >= _MONTHS_FROM:
        return Measure(column, "months", sign / DAYS_A_MONTH)
    return Measure(column, unit, sign, whole)


@kept(1024)
def edges_of(portfolio: Portfolio, column: str, bins: int) -> np.ndarray:
    """Return about `bins` round edges over a whole portfolio, in shown numbers; the same for every group.

    Returns
    -------
    numpy.ndarray
        Rising, shape (edges,); not to be written to, since it is shared.
    """
    measure = measure_of(portfolio, column)
    shown = pl.Series(column, measure.shown_all(portfolio.column(column)))
    edges = automatic_edges(shown.fill_nan(None).cast(pl.Int64) if measure.whole else shown, bins)
    edges.flags.writeable = False
    return edges
