"""The clients that one visitor has chosen, by brush, by slider or by address: one state for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import param
import polars as pl

from credit_panel.errors import CohortError
from credit_panel.home_credit import CLIENT
from credit_panel.portfolio import Between, Cohort, OneOf, ServedModel
from credit_panel.portfolio.cohorts.cohort import LONGEST_NAME, check_condition
from credit_panel.portfolio.cohorts.file import cohort_frame
from credit_panel.portfolio.statistics.chosen import chosen_by, mask_of
from credit_panel.state.driving import Driven, DrivingSelector


class CohortState(Driven):
    """One visitor's cohort; every view that filters writes to it, and every view that shows it watches it.

    Whoever sets `cohort` to one that names no column of this portfolio, or a condition that does not fit its column,
    gets a `CohortError` before anything changes.

    Parameters
    ----------
    served
        The portfolio to choose from; shared by all visitors, and immutable.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cohort = cp.CohortState(cp.current_model())
    >>> cohort.where("points", cp.Between(600, None))
    True
    >>> frame = cohort.frame()
    """

    cohort = DrivingSelector(class_=Cohort, default=Cohort(), instantiate=False, doc="The chosen clients.")

    problem = param.String(default="", doc="Why the last choice was not taken, a sentence; empty when it was.")

    def __init__(self, served: ServedModel, **params: Any) -> None:
        self.served = served
        self._bits: tuple[Cohort, np.ndarray] | None = None
        super().__init__(**params)

    @property
    def members(self) -> np.ndarray:
        """Numbers of the chosen clients in rising order, shape (clients,)."""
        ids = self.served.portfolio.ids
        return ids if self.mask is None else ids[chosen_by(self.mask).rows]

    @property
    def count(self) -> int:
        """How many clients are chosen."""
        return len(self.served.portfolio) if self.mask is None else len(chosen_by(self.mask).rows)

    @property
    def mask(self) -> np.ndarray | None:
        """Whether each client of the portfolio is chosen, shape (applications,); None when all are.

        Its bits are kept, and not the numbers: they are the smaller, and give these faster than the conditions do.
        """
        if self.cohort.is_everyone:
            return None
        if self._bits is None or self._bits[0] is not self.cohort:
            met = self.cohort.expression()
            asked = self.served.portfolio.select(None, (CLIENT, *met.meta.root_names()))
            self._bits = (self.cohort, np.packbits(asked.select(CLIENT, met=met)["met"].to_numpy()))
        return mask_of(self._bits[1], len(self.served.portfolio))

    def frame(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return the chosen clients as a table, by rising number.

        Parameters
        ----------
        columns
            Of the portfolio; None takes the scores, the outcome and what the pictures show.

        Raises
        ------
        PortfolioError
            When a column does not exist.
        """
        ids = self.members
        if columns is None:
            return cohort_frame(self.served.portfolio, ids)
        return self.served.portfolio.select(ids, (CLIENT, *columns))

    def where(self, column: str, condition: Between | OneOf | None) -> bool:
        """Put a condition on a column in the place of the one it has; None lifts it.

        Returns
        -------
        bool
            Whether it was taken; if not, `problem` says why and the cohort is as before.
        """
        return self.where_all({column: condition})

    def where_all(self, wanted: dict[str, Between | OneOf | None]) -> bool:
        """Put conditions on several columns at once, so that those who watch are told once; see `where`."""
        conditions = dict(self.cohort.conditions)
        try:
            for column, condition in wanted.items():
                conditions.pop(column, None)
                if condition is not None:
                    check_condition(column, condition, self.served.portfolio.schema)
                    conditions[column] = condition
        except CohortError as error:
            self.problem = str(error)
            return False
        self._become(Cohort(conditions, self.cohort.inverted, self.cohort.name))
        return True

    def invert(self) -> None:
        """Choose the clients that are left out, and leave out the chosen ones."""
        self._become(Cohort(self.cohort.conditions, not self.cohort.inverted, self.cohort.name))

    def rename(self, name: str) -> None:
        """Give the cohort a name."""
        self._become(Cohort(self.cohort.conditions, self.cohort.inverted, name.strip()[:LONGEST_NAME]))

    def clear(self) -> None:
        """Select all."""
        self._become(Cohort())

    def read(self, text: str) -> bool:
        """Take the cohort of an address; one that cannot be used leaves the cohort as it is and says so in `problem`.

        Returns
        -------
        bool
            Whether it was taken.
        """
        try:
            cohort = Cohort.decode(text, self.served.portfolio.schema)
        except CohortError as error:
            self.problem = str(error)
            return False
        self._become(cohort)
        return True

    def what_follows(self, name: str, value: Any) -> Mapping[str, object]:
        """Return that a cohort of this portfolio leaves no problem.

        Raises
        ------
        CohortError
            When a condition cannot be put on this portfolio.
        """
        for column, condition in value.conditions.items():
            check_condition(column, condition, self.served.portfolio.schema)
        return {"problem": ""}

    def _become(self, cohort: Cohort) -> None:
        if cohort == self.cohort:
            self.problem = ""
        else:
            self.cohort = cohort
