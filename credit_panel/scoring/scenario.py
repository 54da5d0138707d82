"""Scenarios: changes to the raw fields of one application, and the features that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from credit_panel.errors import ApplicationError, FieldProblem
from credit_panel.features import HISTORY_FEATURES, RAW_FIELDS, features_of_application
from credit_panel.home_credit import repair_application, validate_application
from credit_panel.scoring.explanation import Value
from credit_panel.scoring.routes import FOLD, with_folds

SETTLED_DEBT = "settled_debt"
"""Name of the lever on debts in other institutions, beside the fields of the application."""

DEBTS = (
    "bureau_debt_sum",
    "bureau_debt_max",
    "bureau_debt_ratio_mean",
    "bureau_debt_ratio_max",
    "bureau_card_debt_sum",
    "bureau_utilization",
    "bureau_card_utilization",
    "bureau_overdue_sum",
)
"""Features of the bureau's history that are proportional to what the client owes today."""

CLOSED = (
    "bureau_active_count",
    "bureau_active_card_count",
    "bureau_share_active",
    "bureau_active_credit_sum",
    "bureau_annuity_sum",
    "bureau_ever_overdue_active_count",
    "bureau_days_overdue_max",
)
"""Features of the bureau's history that are zero once nothing is open: all debts repaid in full close their credits."""

_OWN = (*RAW_FIELDS, *HISTORY_FEATURES)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What would be different.

    Parameters
    ----------
    changes
        New values by raw field of the application, in the units of the catalogue; None makes a field missing.
    settled_debt
        Share of every debt in other institutions that is repaid, 0 to 1. Repaying the same share of each one scales
        `DEBTS` exactly; the number of open credits and their instalments stay as they are, until all is repaid and
        the credits are closed: `CLOSED` is then zero.

    Raises
    ------
    ApplicationError
        When a change is no field of an application, out of bounds or of another type; it names every bad one.
    """

    changes: Mapping[str, Value] = field(default_factory=dict)
    settled_debt: float = 0.0
    _columns: pl.DataFrame = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        problems: list[FieldProblem] = []
        if not 0 <= self.settled_debt <= 1:
            problems.append(FieldProblem(SETTLED_DEBT, "must lie between 0 and 1"))
        validated = pl.DataFrame()
        try:
            # repaired as the files are, and kept: the check costs more than the score
            validated = validate_application(self.changes, partial=True) if self.changes else validated
        except ApplicationError as error:
            problems.extend(error.problems)
        if problems:
            raise ApplicationError(problems)
        settled = pl.Series(SETTLED_DEBT, [self.settled_debt])
        object.__setattr__(self, "_columns", pl.DataFrame([settled, *validated]))
        object.__setattr__(self, "changes", MappingProxyType(dict(self.changes)))

    def features(self, client: pl.DataFrame) -> pl.DataFrame:
        """Return the client's one row of features after the changes; see `features_after`."""
        return features_after(client, self._columns)


def features_after(client: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Return the features of one client under each row of `changes`, all derived ones recomputed.

    Parameters
    ----------
    client
        One row with the raw fields and the history features, as in a portfolio; its fold stays theirs, and other
        columns are ignored.
    changes
        Raw fields with their new values, n rows, and the share `SETTLED_DEBT` where debts are settled. Values are
        taken as they are: who makes them up from outside validates them first.

    Returns
    -------
    polars.DataFrame
        n rows as `features_of_application` gives them. What is missing stays missing, and who has no car any more has
        none of any age.
    """
    rows = len(changes)
    # whole columns, without the query engine: one client is scored while a slider moves
    columns = {name: client.get_column(name).new_from_index(0, rows) for name in ("SK_ID_CURR", *_OWN)}
    for change in changes:
        if change.name != SETTLED_DEBT:
            columns[change.name] = change.cast(columns[change.name].dtype)
        elif (change != 0).any():
            left = 1 - change.cast(pl.Float32)
            columns |= {name: columns[name] * left for name in DEBTS}
            columns |= {name: columns[name] * (left > 0).cast(pl.Float32) for name in CLOSED}
    raw = pl.DataFrame([columns[name] for name in ("SK_ID_CURR", *RAW_FIELDS)])
    if "FLAG_OWN_CAR" in changes.columns or "OWN_CAR_AGE" in changes.columns:
        raw = repair_application(raw)
    after = features_of_application(raw, pl.DataFrame([columns[name] for name in HISTORY_FEATURES]))
    return with_folds(after, client.get_column(FOLD).new_from_index(0, rows)) if FOLD in client.columns else after
