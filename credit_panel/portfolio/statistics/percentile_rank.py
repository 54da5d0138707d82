"""Where one client stands among a group: how many of it lie below, how many have the same value, how many above."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from credit_panel.portfolio.statistics.measure import has_levels, measure_of
from credit_panel.portfolio.store import Among, Portfolio

Level = str | float
"""A value of a column: a number, or the code of a category."""


@dataclass(frozen=True, slots=True)
class PercentileRank:
    """One value among the values of a group.

    Parameters
    ----------
    feature
        The column.
    value
        The client's value as the column holds it, None when it has none.
    clients
        Clients of the group.
    known
        Those of them who have a value.
    below, same, above
        Those with a lower, the same and a higher value as it is shown; of categories, none is below or above.
    typical
        The group's median as the column holds it, or its most frequent category; None without any value.
    measured
        Whether the column is a number that is more or less, and no category.
    """

    feature: str
    value: Level | None
    clients: int
    known: int
    below: int
    same: int
    above: int
    typical: Level | None
    measured: bool

    @property
    def missing(self) -> int:
        """Clients of the group without a value."""
        return self.clients - self.known

    @property
    def ranked(self) -> bool:
        """Whether the value can be held against others: it is measured, and others have one."""
        return self.measured and self.value is not None and self.known > 0

    @property
    def rank(self) -> float | None:
        """Share of the group that lies below, half of those with the same value counted; None where not `ranked`."""
        return (self.below + self.same / 2) / self.known if self.ranked else None

    @property
    def lower(self) -> float:
        """Share of those with a value that lie below."""
        return self.below / self.known if self.known else 0.0

    @property
    def equal(self) -> float:
        """Share of those with a value that have the same."""
        return self.same / self.known if self.known else 0.0

    @property
    def higher(self) -> float:
        """Share of those with a value that lie above."""
        return self.above / self.known if self.known else 0.0


def percentile_ranks(
    portfolio: Portfolio, among: Among, own: Mapping[str, object], features: Sequence[str]
) -> tuple[PercentileRank, ...]:
    """Return where a client stands among a group in several features, in their order.

    Parameters
    ----------
    among
        The group, as `Portfolio.select` takes it.
    own
        The client's values by feature.

    Raises
    ------
    PortfolioError
        When a feature is no column.
    """
    frame = portfolio.select(among, features)
    values = {name: own_value(own[name]) for name in features}
    asked = [ask for name in features for ask in _asked(frame[name], values[name])]
    counts = frame.select(asked).row(0, named=True) if asked else {}
    return tuple(_standing(portfolio, frame[name], values[name], counts) for name in features)


def own_value(value: object) -> Level | None:
    """Return a client's value as a number or a category, None for a missing one."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def _asked(column: pl.Series, value: Level | None) -> list[pl.Expr]:
    name, values = column.name, pl.col(column.name)
    if column.dtype.is_float():
        values = values.fill_nan(None)
    found = [values.count().alias(f"known {name}")]
    if value is not None:
        found.append((values == value).sum().alias(f"same {name}"))
    if column.dtype.is_numeric():
        found.append(values.median().alias(f"typical {name}"))
        if value is not None:
            found += [(values < value).sum().alias(f"below {name}"), (values > value).sum().alias(f"above {name}")]
    return found


def _standing(
    portfolio: Portfolio, column: pl.Series, value: Level | None, counts: Mapping[str, object]
) -> PercentileRank:
    name = column.name

    def count(what: str) -> int:
        return int(counts.get(f"{what} {name}") or 0)  # type: ignore[call-overload]

    known, same = count("known"), count("same")
    if has_levels(portfolio, name):
        levels = column.drop_nulls().value_counts().sort(["count", name], descending=[True, False])
        typical = own_value(levels[name][0]) if len(levels) else None
        return PercentileRank(name, value, len(column), known, 0, same, 0, typical, measured=False)
    below, above = count("below"), count("above")
    if measure_of(portfolio, name).factor < 0:
        below, above = above, below
    typical = own_value(counts.get(f"typical {name}"))
    return PercentileRank(name, value, len(column), known, below, same, above, typical, measured=True)
