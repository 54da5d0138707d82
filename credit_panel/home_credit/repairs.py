"""The known anomalies of the Home Credit tables and what is done about each, in one place.

==================================================  ======================================================
anomaly                                             treatment
==================================================  ======================================================
365243 days (one thousand years) in a DAYS column   null: no such date; in DAYS_EMPLOYED, no employment
``XNA`` and ``XAP`` in a category, gender too        null: "not available", "not applicable"
``Unknown`` in NAME_FAMILY_STATUS                   null
REGION_RATING_CLIENT_W_CITY of -1                   null: ratings go from 1 to 3
bureau dates more than 40,000 days ago              null: before 1910, a placeholder
negative debt or limit at the bureau                0: the client is owed money, and owes none
negative drawings on a credit card                  null: a correction of the account, not a drawing
not-a-number and infinite amounts                   null
OWN_CAR_AGE where FLAG_OWN_CAR is N                 null: nobody's car has no age
==================================================  ======================================================

Repairs are column expressions: they keep a frame lazy, keep its schema, and applied twice change nothing. They are made
of the names that Polars and Narwhals share: in Polars for one application, at once, in Narwhals for tables of any kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

import narwhals as nw
import polars as pl

from credit_panel.home_credit.schema import SCHEMA

NO_DATE = 365_243
_OLDEST_BUREAU_DAY = -40_000
MISSING_LEVELS = ("XNA", "XAP", "Unknown")

NO_DATE_FIELDS = {
    "application": ("DAYS_EMPLOYED",),
    "previous_application": (
        "DAYS_FIRST_DRAWING",
        "DAYS_FIRST_DUE",
        "DAYS_LAST_DUE_1ST_VERSION",
        "DAYS_LAST_DUE",
        "DAYS_TERMINATION",
    ),
}
_NEVER_NEGATIVE = {"bureau": ("AMT_CREDIT_SUM_DEBT", "AMT_CREDIT_SUM_LIMIT")}
_DRAWINGS = (
    "AMT_DRAWINGS_ATM_CURRENT",
    "AMT_DRAWINGS_CURRENT",
    "AMT_DRAWINGS_OTHER_CURRENT",
    "AMT_DRAWINGS_POS_CURRENT",
)


def _null_where(condition: Any, column: str, api: ModuleType) -> Any:
    return api.when(~condition).then(api.col(column)).alias(column)


_CAR = ("FLAG_OWN_CAR", "OWN_CAR_AGE")


@cache
def _age_of_no_car(api: ModuleType) -> Any:
    return _null_where((api.col(_CAR[0]) == "N").fill_null(value=False), _CAR[1], api)


@cache
def _repairs(table: str, api: ModuleType) -> Mapping[str, Any]:
    """Return the repaired expression of each column of `table` that needs one; each reads its own column alone."""

    def null_where(condition: Any, column: str) -> Any:
        return _null_where(condition, column, api)

    col = api.col
    done = {column: null_where(col(column) == NO_DATE, column) for column in NO_DATE_FIELDS.get(table, ())}
    done |= {column: col(column).clip(lower_bound=0) for column in _NEVER_NEGATIVE.get(table, ())}
    if table == "application":
        rating = "REGION_RATING_CLIENT_W_CITY"
        done[rating] = null_where(~col(rating).is_between(1, 3), rating)
    if table == "bureau":
        for column in ("DAYS_CREDIT_ENDDATE", "DAYS_ENDDATE_FACT", "DAYS_CREDIT_UPDATE"):
            done[column] = null_where(col(column) < _OLDEST_BUREAU_DAY, column)
    if table == "credit_card_balance":
        done |= {column: null_where(col(column) < 0, column) for column in _DRAWINGS}
    for column, dtype in SCHEMA[table].columns.items():
        if dtype == pl.String and column not in done and table != "bureau_balance":
            done[column] = null_where(col(column).is_in(MISSING_LEVELS), column)
        elif dtype == pl.Float64:
            value = done.get(column, col(column))
            done[column] = api.when(value.is_finite()).then(value).alias(column)
    return done


def repair[Native](table: str, frame: Native) -> Native:
    """Return `frame`, which holds rows of `table` in the declared types, with the known anomalies repaired.

    Parameters
    ----------
    table
        A name of `SCHEMA`.
    frame
        All columns of that table (for `application`, TARGET may be absent), as a lazy frame of any engine.
    """
    if not (repairs := _repairs(table, nw)):
        return frame
    repaired: Any = nw.from_native(frame).with_columns(*repairs.values())  # type: ignore[call-overload]
    if table == "application":
        repaired = repaired.with_columns(_age_of_no_car(nw))
    return repaired.to_native()


def repair_application(frame: pl.DataFrame) -> pl.DataFrame:
    """Return typed applications (one row or more, all fields or some) repaired as the rows of a file are."""
    present = set(frame.columns)
    repaired = frame.with_columns(repair for name, repair in _repairs("application", pl).items() if name in present)
    return repaired.with_columns(_age_of_no_car(pl)) if present.issuperset(_CAR) else repaired
