"""Ages in full years, as people say them, and the days of birth that the tables hold."""

from __future__ import annotations

import math

from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.portfolio.conditions import Between


def born(low: float | None, high: float | None) -> Between:
    """Return the days of birth, negative, of people whose age in full years is from `low` to `high`."""
    return Between(
        None if high is None else math.floor(-(math.floor(high) + 1) * DAYS_A_YEAR) + 1,
        None if low is None else -math.ceil(math.ceil(low) * DAYS_A_YEAR),
    )


def ages(days: Between) -> tuple[float | None, float | None]:
    """Return the full years, from and to, of people born within `days`: `born` the other way round."""
    return (
        None if days.high is None else math.floor(-days.high / DAYS_A_YEAR),
        None if days.low is None else math.ceil(-days.low / DAYS_A_YEAR) - 1,
    )
