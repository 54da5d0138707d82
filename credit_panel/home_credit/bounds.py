"""Values that cannot be: outside the limits of their column, which lie far beyond what was seen, and why they may be.

One rule for every door: such a value is refused and named. In tables it may be let count as missing, on demand.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import polars as pl

from credit_panel.errors import Cause
from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.home_credit.limits import LIMITS, Limits
from credit_panel.home_credit.repairs import NO_DATE
from credit_panel.home_credit.schema import APPLICATION, CLIENT

CAUSES: dict[Cause, str] = {
    "": "",
    "years": "years in place of days?",
    "sign": "the other sign?",
    "percent": "per cent in place of a share?",
    "missing": "a number that stands for missing?",
    "date": "a date in place of days?",
    "infinite": "infinite",
}
"""What may have happened, in English."""

BOUNDED = tuple(name for name in LIMITS[APPLICATION.name] if name != CLIENT)
"""The numbers that say something of an applicant."""

_STAND_INS = frozenset(
    sign * float(number) for sign in (1, -1) for number in (999, 9_999, 99_999, 999_999, 9_999_999, NO_DATE)
) | {-1.0, -9.0, -99.0}
_MOST_ROWS = 3
_MOST_COLUMNS = 6
_COMMON = 0.02


@dataclass(frozen=True, slots=True)
class Outside:
    """The values of a column that cannot be.

    Parameters
    ----------
    column
        Its name.
    count, total
        How many there are, of how many that are given.
    rows, values
        The first of them: their row in the file, from 1, and what stands there.
    cause
        What may have happened.
    limits
        What the column can hold.
    """

    column: str
    count: int
    total: int
    rows: tuple[int, ...]
    values: tuple[float, ...]
    cause: Cause
    limits: Limits

    def __str__(self) -> str:
        low, high = self.limits.low, self.limits.high
        first = ", ".join(f"{value:.16g} in row {row}" for row, value in zip(self.rows, self.values, strict=True))
        cause = f" ({CAUSES[self.cause]})" if self.cause else ""
        return f"{self.column}: {self.count} of {self.total} outside {low:.16g} to {high:.16g}, {first}{cause}"


def likely_cause(name: str, value: float) -> Cause:
    """Return what may have happened to a value of a field of an application that lies outside its limits."""
    return cause_of(value, LIMITS[APPLICATION.name][name])


def cause_of(value: float, limits: Limits) -> Cause:
    """Return what may have happened to a value that lies outside its limits."""
    low, high, unit = limits.low, limits.high, limits.unit
    if not math.isfinite(value):
        return "infinite"
    if value in _STAND_INS and (unit != "days" or abs(value) >= 999):
        return "missing"
    if unit == "days":
        if low <= -abs(value) * DAYS_A_YEAR <= high:
            return "years"
        if 19_000_101 <= value <= 21_001_231 or abs(value) > 100_000_000:
            return "date"
    if low <= -value <= high:
        return "sign"
    if high == 1 and 1 < value <= 100 and unit in ("score", "ratio", "share"):
        return "percent"
    return ""


def outside(name: str, limits: Limits, api: ModuleType = pl) -> Any:
    """Return whether a value of a column, a Float64, cannot be, as an expression of `api`; never null."""
    value = api.col(name)
    beyond = ~value.is_between(limits.low, limits.high) & ~value.is_nan()
    if limits.excused is not None:
        beyond &= value != limits.excused
    return beyond.fill_null(value=False)


def find_outside(frame: pl.LazyFrame, limits: Mapping[str, Limits]) -> tuple[Outside, ...]:
    """Return the columns of `frame`, which are Float64, that hold values that cannot be.

    Parameters
    ----------
    limits
        What the columns to look at can hold.
    """
    if not limits:
        return ()
    counts = frame.select(outside(name, limits[name]).sum() for name in limits).collect(engine="streaming").row(0)
    found = []
    for name, count in zip(limits, counts, strict=True):
        if not count:
            continue
        rows = frame.select(name).with_row_index("row", offset=1)
        first = rows.filter(outside(name, limits[name])).head(200).collect(engine="streaming")
        values = first[name].to_list()
        total = frame.select(pl.col(name).count()).collect(engine="streaming").item()
        found.append(outside_of(name, count, total, first["row"].to_list(), values, limits[name]))
    return tuple(found)


def outside_of(
    name: str, count: int, total: int, rows: Sequence[int], values: Sequence[float], limits: Limits
) -> Outside:
    """Return what is to be told of a column, from the first of its values that cannot be."""
    cause = Counter(cause_of(value, limits) for value in values).most_common(1)[0][0]
    return Outside(name, count, total, tuple(rows[:_MOST_ROWS]), tuple(values[:_MOST_ROWS]), cause, limits)


def outside_sentence(found: Iterable[Outside]) -> str:
    """Return the values that cannot be as one sentence without its end: the first columns, and how many more."""
    told = [str(each) for each in found]
    more = f"; {len(told) - _MOST_COLUMNS} more columns" if len(told) > _MOST_COLUMNS else ""
    return "; ".join(told[:_MOST_COLUMNS]) + more


def out_of_bounds(file: str, found: Iterable[Outside]) -> str:
    """Return why a file with values that cannot be is refused, and what to do."""
    return (
        f"{file} holds values that cannot be: {outside_sentence(found)}. Correct them, or let them count as missing "
        "with --allow-out-of-bounds."
    )


def stand_ins(frame: pl.LazyFrame, names: Iterable[str]) -> list[str]:
    """Return a sentence for each column in which a number such as -999 is common, and may stand for missing."""
    numbers = sorted(value for value in _STAND_INS if 999 <= abs(value) < NO_DATE)
    names = tuple(names)
    counts = (
        frame.select((pl.col(name) == number).sum().alias(f"{name} {number}") for name in names for number in numbers)
        .with_columns(pl.lit(0).alias("none"))
        .collect(engine="streaming")
        .row(0, named=True)
    )
    total = frame.select(pl.len()).collect(engine="streaming").item()
    common = ((key.split(" "), count) for key, count in counts.items() if count >= max(10, _COMMON * total))
    return [
        f"{name} is {float(number):.0f} in {count} rows and is read so: leave those empty if it stands for missing."
        for (name, number), count in common
    ]
