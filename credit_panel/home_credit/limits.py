"""Between which values each number of each table can be, far beyond what was seen: one rule for every door.

Those of an application stand in the catalogue; those of the histories follow from what their columns count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.repairs import NO_DATE, NO_DATE_FIELDS
from credit_panel.home_credit.schema import APPLICATION, HISTORY_TABLES, SCHEMA, TARGET

LARGEST_ID = 2**53 - 1
"""The largest number of a client or credit: browsers and programs that keep numbers as Float64 lose the next ones."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The values that a column of numbers can hold.

    Parameters
    ----------
    low, high
        The smallest and the largest.
    unit
        As in the catalogue.
    excused
        Placeholders of the archive outside them, which the repairs know.
    """

    low: float
    high: float
    unit: str = "count"
    excused: float | None = None


_ID = Limits(1, LARGEST_ID)
_AMOUNT = Limits(-1e11, 1e11, "amount")  # corrections of an account are negative
_OWED = Limits(0, 1e11, "amount")
_PAST = Limits(-36_525, 0, "days")
_ANY_DAY = Limits(-36_525, 36_525, "days")
_BUREAU_DAY = Limits(-50_000, 36_525, "days")  # what the repairs take for a placeholder is no fault
_COUNT = Limits(0, 100_000)
_RATE = Limits(-1, 1, "ratio")

_HISTORIES: Mapping[str, Limits] = {
    "AMT_ANNUITY": _OWED,
    "AMT_APPLICATION": _OWED,
    "AMT_CREDIT": _OWED,
    "AMT_CREDIT_LIMIT_ACTUAL": _OWED,
    "AMT_CREDIT_MAX_OVERDUE": _OWED,
    "AMT_CREDIT_SUM": _OWED,
    "AMT_CREDIT_SUM_OVERDUE": _OWED,
    "AMT_GOODS_PRICE": _OWED,
    "AMT_INSTALMENT": _OWED,
    "AMT_INST_MIN_REGULARITY": _OWED,
    "AMT_PAYMENT": _OWED,
    "AMT_PAYMENT_CURRENT": _OWED,
    "AMT_PAYMENT_TOTAL_CURRENT": _OWED,
    "DAYS_CREDIT": _PAST,
    "DAYS_CREDIT_ENDDATE": _BUREAU_DAY,
    "DAYS_CREDIT_UPDATE": _BUREAU_DAY,
    "DAYS_DECISION": _PAST,
    "DAYS_ENDDATE_FACT": Limits(-50_000, 0, "days"),
    "DAYS_ENTRY_PAYMENT": _PAST,
    "HOUR_APPR_PROCESS_START": Limits(0, 23),
    "MONTHS_BALANCE": Limits(-1_200, 0, "months"),
    "NFLAG_INSURED_ON_APPROVAL": Limits(0, 1, "flag"),
    "NFLAG_LAST_APPL_IN_DAY": Limits(0, 1, "flag"),
    "SELLERPLACE_AREA": Limits(-1, 1e9),
}
"""Limits of the columns whose name alone does not say them."""


def _of_history(table: str, column: str) -> Limits:
    if column in _HISTORIES:
        return _HISTORIES[column]
    if column.startswith("SK_ID"):
        return _ID
    if column in NO_DATE_FIELDS.get(table, ()):
        return Limits(_ANY_DAY.low, _ANY_DAY.high, "days", NO_DATE)
    kinds = {"AMT": _AMOUNT, "DAYS": _ANY_DAY, "RATE": _RATE}
    return kinds.get(column.split("_")[0], _COUNT)


def _of_application() -> dict[str, Limits]:
    excused = {name: float(NO_DATE) for name in NO_DATE_FIELDS["application"]} | {"REGION_RATING_CLIENT_W_CITY": -1.0}
    found = {}
    for name, dtype in APPLICATION.columns.items():
        field = FIELDS.get(name)
        if dtype.is_numeric() and name != TARGET and field and field.minimum is not None and field.maximum is not None:
            found[name] = Limits(field.minimum, field.maximum, field.unit, excused.get(name))
    return found


LIMITS: Mapping[str, Mapping[str, Limits]] = {
    APPLICATION.name: _of_application(),
    **{
        table: {
            column: _of_history(table, column) for column, dtype in SCHEMA[table].columns.items() if dtype.is_numeric()
        }
        for table in HISTORY_TABLES
    },
}
"""Limits by table and column, of every column of numbers but the outcome."""
