"""A cohort: clients chosen by conditions, as a value that a page, an address and a notebook share."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import polars as pl

from credit_panel.errors import CohortError
from credit_panel.portfolio.conditions import Between, OneOf, all_of

LONGEST_NAME = 60
"""Characters of the longest name of a cohort."""

_MOST_VALUES = 500
_LARGEST = 2.0**53
"""Beyond it not every whole number is a float, and integer columns cannot be asked."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Clients that meet all of some conditions, or with `inverted` all the others.

    Parameters
    ----------
    conditions
        Condition by column of the portfolio; none at all is every client.
    inverted
        Whether the clients that do not meet them are meant.
    name
        What the visitor calls it; empty without a name.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cohort = cp.Cohort({"AMT_CREDIT": cp.Between(500_000)}, name="Large")
    >>> state = cp.CohortState(cp.current_model(), cohort=cohort)
    """

    conditions: Mapping[str, Between | OneOf] = field(default_factory=lambda: MappingProxyType({}))
    inverted: bool = False
    name: str = ""

    @property
    def is_everyone(self) -> bool:
        """Whether no client is left out by any condition."""
        return not self.conditions and not self.inverted

    def expression(self) -> pl.Expr:
        """Return what is true for the clients of the cohort and false, never null, for all others."""
        met = all_of(self.conditions)
        return ~met if self.inverted else met

    def encode(self) -> str:
        """Return the cohort as a short text that `decode` reads, empty for everyone without a name."""
        content: dict[str, Any] = {}
        if self.name:
            content["name"] = self.name
        if self.inverted:
            content["not"] = True
        if self.conditions:
            content["where"] = {column: _written(condition) for column, condition in self.conditions.items()}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False) if content else ""

    @classmethod
    def decode(cls, text: str, schema: Mapping[str, pl.DataType]) -> Cohort:
        """Read what `encode` wrote, or somebody typed.

        Parameters
        ----------
        schema
            The columns that conditions may name, with their types: those of the portfolio.

        Raises
        ------
        CohortError
            When the text is no cohort, or one of its conditions does not fit the column.
        """
        if not text:
            return cls()
        try:
            content = json.loads(text)
            json.dumps(content, ensure_ascii=False).encode()  # refuses half characters, which no column can hold
            where = content.get("where", {})
            conditions = {str(column): _read(condition) for column, condition in where.items()}
            inverted, name = content.get("not", False) is True, str(content.get("name", ""))[:LONGEST_NAME]
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError) as error:
            raise CohortError("The cohort of the address cannot be read: choose it again.") from error
        for column, condition in conditions.items():
            check_condition(column, condition, schema)
        return cls(MappingProxyType(conditions), inverted, name)


def check_condition(column: str, condition: Between | OneOf, schema: Mapping[str, pl.DataType]) -> None:
    """See that a condition can be asked of a column.

    Raises
    ------
    CohortError
        When the column does not exist, or holds numbers where texts are asked for, or the reverse.
    """
    if column not in schema:
        raise CohortError(f"The cohort names {column[:60]!r}, which the portfolio does not have: leave it out.")
    numeric = schema[column].is_numeric()
    if isinstance(condition, Between):
        fits = numeric
    else:
        fits = all(value is None or isinstance(value, str) != numeric for value in condition.values)
    if not fits:
        kind = "numbers" if numeric else "categories"
        raise CohortError(f"{column} holds {kind}, which the cohort's condition on it does not fit: choose it again.")


def _written(condition: Between | OneOf) -> dict[str, Any]:
    if isinstance(condition, Between):
        # always as a float: what was read is written as it stood, and no step of the browser's history lies between
        low, high = (None if end is None else float(end) for end in (condition.low, condition.high))
        return {"from": low, "to": high}
    return {"in": sorted(condition.values, key=lambda value: (value is None, str(value)))}


def _read(content: Mapping[str, Any]) -> Between | OneOf:
    if "in" in content:
        values = content["in"]
        if not isinstance(values, list) or len(values) > _MOST_VALUES:
            raise ValueError(values)
        for value in values:
            if isinstance(value, bool) or not (value is None or isinstance(value, str | int | float)):
                raise ValueError(value)
            if not isinstance(value, str):
                _number(value)
        return OneOf(frozenset(values))
    return Between(_number(content["from"]), _number(content["to"]))


def _number(value: object) -> float | None:
    if value is None:
        return None
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise ValueError(number)
    return number
