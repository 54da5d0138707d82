"""How the values of a group are spread, those who repaid beside those who defaulted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.home_credit import TARGET
from credit_panel.portfolio.statistics.measure import Measure, edges_of, has_levels, measure_of
from credit_panel.portfolio.statistics.percentile_rank import Level, PercentileRank, own_value, percentile_ranks
from credit_panel.portfolio.store import Among, Portfolio
from credit_panel.scoring.neighbours import FEWEST

_BINS = ((200, 8), (2_000, 14), (None, 24))
"""About how many bins a group of at most so many clients is cut into: few clients in many bins are noise."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How credits ended, place by place: in bins of a number, or by category.

    Parameters
    ----------
    repaid, defaulted
        Clients whose credit ended so, shape (places,).
    """

    repaid: np.ndarray
    defaulted: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Clients whose outcome is known, shape (places,)."""
        return self.repaid + self.defaulted

    @property
    def rates(self) -> np.ndarray:
        """Default rates, NaN where fewer than `FEWEST` outcomes are known, shape (places,)."""
        known = self.known
        return np.where(known >= FEWEST, self.defaulted / np.maximum(known, 1), np.nan)

    @property
    def rate(self) -> float:
        """Default rate over all places; NaN where fewer than `FEWEST` outcomes are known."""
        known = int(self.known.sum())
        return float(self.defaulted.sum()) / known if known >= FEWEST else float("nan")


@dataclass(frozen=True, slots=True)
class GroupDistribution:
    """A number over a group.

    Parameters
    ----------
    measure
        How its values are read.
    edges
        Edges of the bins in shown numbers, shape (bins + 1,).
    outcomes
        By place: under the first edge, in each bin, over the last edge, shape (bins + 2,).
    standing
        Where the client stands.
    value
        The client's value in shown numbers, None without one.
    varies
        Whether the group has more than one value.
    """

    measure: Measure
    edges: np.ndarray
    outcomes: Outcomes
    percentile_rank: PercentileRank
    value: float | None
    varies: bool

    @property
    def place(self) -> int | None:
        """Index of the client's place in `outcomes`, None without a value."""
        return None if self.value is None else int(_places(np.array([self.value]), self.edges)[0])


@dataclass(frozen=True, slots=True)
class LevelDistribution:
    """Categories over a group.

    Parameters
    ----------
    levels
        The categories, the most frequent first.
    clients
        Clients of the group in each, shape (levels,).
    outcomes
        How their credits ended, shape (levels,).
    standing
        The client's category and how many share it.
    """

    levels: tuple[Level, ...]
    clients: np.ndarray
    outcomes: Outcomes
    percentile_rank: PercentileRank

    @property
    def varies(self) -> bool:
        """Whether the group has more than one category."""
        return len(self.levels) > 1


def distribution_of_groups(
    portfolio: Portfolio, among: Among, own: Mapping[str, object], feature: str
) -> GroupDistribution | LevelDistribution:
    """Return how a feature is spread over a group, by outcome, and where a client stands.

    Parameters
    ----------
    among
        The group, as `Portfolio.select` takes it.
    own
        The client's values by feature.

    Raises
    ------
    PortfolioError
        When the feature is no column.
    """
    frame = portfolio.select(among, (feature, TARGET))
    percentile_rank = percentile_ranks(portfolio, among, own, (feature,))[0]
    if has_levels(portfolio, feature):
        return _levels(frame, feature, percentile_rank)
    measure = measure_of(portfolio, feature)
    edges = edges_of(portfolio, feature, next(bins for most, bins in _BINS if most is None or len(frame) <= most))
    values, target = measure.shown_all(frame[feature]), frame[TARGET]
    places = _places(values, edges)
    known = np.isfinite(values)
    counts = {
        outcome: np.bincount(places[known & (target == outcome).fill_null(False).to_numpy()], minlength=len(edges) + 1)
        for outcome in (0, 1)
    }
    value = own_value(own[feature])
    shown = measure.shown(value) if isinstance(value, float) else None
    varies = bool(known.any()) and float(values[known].min()) < float(values[known].max())
    return GroupDistribution(measure, edges, Outcomes(counts[0], counts[1]), percentile_rank, shown, varies)


def _places(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return 0 under the first edge, k in the k-th bin, and one more over the last edge, which belongs to its bin."""
    places = np.searchsorted(edges, values, side="right")
    places[values == edges[-1]] -= 1
    return places


def _levels(frame: pl.DataFrame, feature: str, percentile_rank: PercentileRank) -> LevelDistribution:
    counted = (
        frame.lazy()
        .drop_nulls(feature)
        .group_by(feature)
        .agg(
            pl.len().alias("clients"),
            (pl.col(TARGET) == 0).sum().alias("repaid"),
            (pl.col(TARGET) == 1).sum().alias("defaulted"),
        )
        .sort(["clients", feature], descending=[True, False])
        .collect()
    )
    levels = tuple(own_value(level) for level in counted[feature].to_list())
    return LevelDistribution(
        tuple(level for level in levels if level is not None),
        counted["clients"].to_numpy(),
        Outcomes(counted["repaid"].to_numpy().astype(np.int64), counted["defaulted"].to_numpy().astype(np.int64)),
        percentile_rank,
    )
