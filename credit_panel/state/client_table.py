"""A list of clients as one visitor reads it: the chosen ones, in an order, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import param
import polars as pl
from param.parameters import NoNone

from credit_panel.home_credit import CLIENT
from credit_panel.scoring import Outcome
from credit_panel.state.cohort import CohortState

PAGE_SIZE = 20
"""Clients on a page."""

_SEVERITY = {str(outcome): rank for rank, outcome in enumerate((Outcome.ACCEPT, Outcome.REVIEW, Outcome.REFUSE))}


@dataclass(frozen=True, slots=True)
class Order:
    """How the values of a column follow one another.

    Parameters
    ----------
    column
        The column of the portfolio.
    backwards
        Whether the lowest value is the last in rising order, as with days before the application that are an age.
    """

    column: str
    backwards: bool = False

    def key(self) -> pl.Expr:
        """Return the expression to sort by."""
        value = pl.col(self.column)
        return value.replace_strict(_SEVERITY, return_dtype=pl.Int8) if self.column == "outcome" else value


COLUMNS: Mapping[str, Order] = MappingProxyType(
    {
        "number": Order(CLIENT),
        "outcome": Order("outcome"),
        "grade": Order("grade"),
        "points": Order("points"),
        "probability": Order("probability"),
        "contract": Order("NAME_CONTRACT_TYPE"),
        "amount": Order("AMT_CREDIT"),
        "age": Order("DAYS_BIRTH", backwards=True),
        "observed": Order("TARGET"),
    }
)
"""What is known of each client in the list, by the name of its column there."""


class ClientTableState(param.Parameterized):
    """One visitor's list over a cohort: how it is sorted, and which page is read.

    Another cohort or another order starts at the first page. Missing values come last in both directions, and clients
    of the same value follow one another by their numbers.
    """

    cohort = param.ClassSelector(class_=CohortState, allow_None=NoNone, doc="The clients to list.")

    sort: param.Selector[str] = param.Selector(
        default="number", objects=list(COLUMNS), doc="Name of the column that the clients are sorted by."
    )

    descending = param.Boolean(default=False, doc="Whether the highest value comes first.")

    page = param.Integer(default=1, bounds=(1, None), doc="Number of the page, counted from 1.")

    def __init__(self, **params: Any) -> None:
        self._sorted: tuple[tuple[object, ...], np.ndarray] | None = None
        super().__init__(**params)

    @property
    def count(self) -> int:
        """How many clients are in the list."""
        return self.cohort.count

    @property
    def pages(self) -> int:
        """How many pages the list has, at least one."""
        return max(-(-self.count // PAGE_SIZE), 1)

    @property
    def first(self) -> int:
        """How many clients come before the page."""
        return (self.page - 1) * PAGE_SIZE

    def rows(self) -> pl.DataFrame:
        """Return the clients of the page in their order, one column for each of `COLUMNS`."""
        portfolio = self.cohort.served.portfolio
        wanted = self._order()[self.first : self.first + PAGE_SIZE]
        names = {order.column: name for name, order in COLUMNS.items()}
        found = portfolio.select(wanted, list(names)).rename(names)
        place = np.empty(len(wanted), dtype=np.intp)
        place[np.argsort(wanted)] = np.arange(len(wanted))
        return found[place]

    def sort_by(self, column: str) -> None:
        """Sort by a column, or the other way round when it is sorted by it already; an unknown one is passed over."""
        if column in COLUMNS:
            self.param.update(sort=column, descending=column == self.sort and not self.descending, page=1)

    def turn_to(self, page: int) -> None:
        """Show a page; one before the first or behind the last shows that one."""
        self.page = min(max(page, 1), self.pages)

    @param.depends("cohort.cohort", watch=True)
    def _start_again(self) -> None:
        self.page = 1

    def _order(self) -> np.ndarray:
        """Return the numbers of all clients of the list in its order, shape (clients,)."""
        cohort, order = self.cohort.cohort, COLUMNS[self.sort]
        if order.column == CLIENT:
            members = self.cohort.members
            return members[::-1] if self.descending else members
        key = (cohort, self.sort, self.descending)
        if self._sorted is None or self._sorted[0] != key:
            among = None if cohort.is_everyone else cohort.expression()
            listed = self.cohort.served.portfolio.select(among, (CLIENT, order.column))
            descending = self.descending != order.backwards
            ranked = listed.sort(order.key(), descending=descending, nulls_last=True, maintain_order=True)
            self._sorted = (key, ranked[CLIENT].to_numpy())
        return self._sorted[1]
