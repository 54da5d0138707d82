"""Values that can be, and that no client of the portfolio has: scored, and told, as the model never saw their like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from credit_panel.home_credit.application_file import ApplicationFile
from credit_panel.home_credit.bounds import BOUNDED
from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.store import Portfolio


@dataclass(frozen=True, slots=True)
class Unseen:
    """A value outside the range of the portfolio's clients.

    Parameters
    ----------
    field
        Name of the field.
    value
        The value of the application.
    low, high
        The least and the greatest among the clients.
    """

    field: str
    value: float
    low: float
    high: float


@kept(4)
def ranges_of(portfolio: Portfolio) -> Mapping[str, tuple[float, float]]:
    """Return the least and the greatest value of each field of numbers among the clients of a portfolio."""
    names = [name for name in BOUNDED if name in portfolio.schema]
    ends = (
        portfolio.scan()
        .select(
            *(pl.col(name).min().cast(pl.Float64).alias(f"{name} low") for name in names),
            *(pl.col(name).max().cast(pl.Float64).alias(f"{name} high") for name in names),
        )
        .collect()
        .row(0, named=True)
    )
    found = {name: (ends[f"{name} low"], ends[f"{name} high"]) for name in names}
    return {name: (low, high) for name, (low, high) in found.items() if low is not None and low < high}


def unseen_values(portfolio: Portfolio, application: Mapping[str, object]) -> tuple[Unseen, ...]:
    """Return the values of an application that no client of the portfolio comes near, in the order of the table."""
    found = []
    for name, (low, high) in ranges_of(portfolio).items():
        value = application.get(name)
        if isinstance(value, int | float) and not low <= value <= high:
            found.append(Unseen(name, float(value), low, high))
    return tuple(found)


def unseen_in(portfolio: Portfolio, file: ApplicationFile) -> list[tuple[Unseen, tuple[int, ...]]]:
    """Return the fields of a file's applications with such values, the first of each, and the rows that have one."""
    found: dict[str, list[tuple[int, Unseen]]] = {}
    for row, application in zip(file.rows, file.applications.iter_rows(named=True), strict=True):
        for unseen in unseen_values(portfolio, application):
            found.setdefault(unseen.field, []).append((row, unseen))
    return [(each[0][1], tuple(row for row, _ in each)) for each in found.values()]
