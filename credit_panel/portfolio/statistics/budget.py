"""What an applicant's income has to bear a month, and whether the amounts can be meant as they stand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LEAST, MOST = 0.02, 1.0
"""Shares of the income between which an instalment is plausible: outside them, one of the two is likely to be of
another period or in another unit."""

Doubt = Literal["", "low", "high"]


@dataclass(frozen=True, slots=True)
class Budget:
    """A month's budget; None where a part of it is missing.

    Parameters
    ----------
    burden
        The instalment of the credit that is asked for, over the income.
    total
        All known instalments over the income: this one, those elsewhere, those of credits running here.
    left
        The income less all known instalments.
    """

    burden: float | None
    total: float | None
    left: float | None

    @property
    def doubt(self) -> Doubt:
        """Whether the burden is too low or too high to be meant."""
        if self.burden is None or LEAST <= self.burden <= MOST:
            return ""
        return "low" if self.burden < LEAST else "high"


def budget_of(values: Mapping[str, object]) -> Budget:
    """Return the budget of an application or a client.

    Parameters
    ----------
    values
        Raw fields and features by name; histories that are absent count for nothing.
    """
    income, instalment = (_number(values.get(name)) for name in ("AMT_INCOME_TOTAL", "AMT_ANNUITY"))
    if not income or income < 0 or instalment is None:
        return Budget(None, None, None)
    others = sum(_number(values.get(name)) or 0.0 for name in ("bureau_annuity_sum", "prev_running_annuity_sum"))
    return Budget(instalment / income, (instalment + others) / income, income - instalment - others)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
