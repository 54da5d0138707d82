"""Two numbers against each other over a group: a sample to draw, and default rates by thirds of each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from credit_panel.home_credit import TARGET
from credit_panel.portfolio.statistics.group_distribution import Outcomes
from credit_panel.portfolio.statistics.measure import Measure, measure_of
from credit_panel.portfolio.statistics.percentile_rank import own_value
from credit_panel.portfolio.store import Among, Portfolio

MOST_DRAWN = 800
"""Clients of the largest sample."""

_SEED = 20
_THIRDS = (1 / 3, 2 / 3)


@dataclass(frozen=True, slots=True)
class JointSample:
    """Two numbers over the clients of a group who have both and whose outcome is known.

    Parameters
    ----------
    measures
        How the two are read.
    x, y, defaulted
        A sample of at most `MOST_DRAWN`, in shown numbers and in no particular order, each of shape (sample,). It says
        of nobody who they are.
    cuts
        For each number, what parts its thirds: 0, 1 or 2 rising values, fewer where many clients have the same.
    outcomes
        How the credits of all of them ended, by third of x and of y, flattened: x third times the thirds of y, plus y
        third.
    own
        The client's two values in shown numbers, each None when missing.
    clients
        All clients of the group, those left out too.
    """

    measures: tuple[Measure, Measure]
    x: np.ndarray
    y: np.ndarray
    defaulted: np.ndarray
    cuts: tuple[tuple[float, ...], tuple[float, ...]]
    outcomes: Outcomes
    own: tuple[float | None, float | None]
    clients: int

    @property
    def known(self) -> int:
        """Clients who have both numbers and whose outcome is known."""
        return int(self.outcomes.known.sum())

    @property
    def cell(self) -> int | None:
        """Index of the client's thirds in `outcomes`, None when a value is missing."""
        x, y = self.own
        if x is None or y is None:
            return None
        across, up = (int(np.searchsorted(c, v, side="right")) for c, v in zip(self.cuts, (x, y), strict=True))
        return across * (len(self.cuts[1]) + 1) + up

    @property
    def correlation(self) -> float:
        """Spearman's rank correlation over the sample, NaN where one of the two does not vary."""
        return rank_correlation(self.x, self.y)


def joint_sample_of(portfolio: Portfolio, among: Among, own: Mapping[str, object], x: str, y: str) -> JointSample:
    """Return two numbers of a group against each other; the same group always gives the same sample.

    Parameters
    ----------
    among
        The group, as `Portfolio.select` takes it.
    own
        The client's values by feature.

    Raises
    ------
    PortfolioError
        When one is no column, or holds categories.
    """
    measures = (measure_of(portfolio, x), measure_of(portfolio, y))
    frame = portfolio.select(among, (x, y, TARGET))
    target = frame[TARGET].fill_null(-1).to_numpy()
    first, second = (measure.shown_all(frame[measure.column]) for measure in measures)
    usable = np.flatnonzero(np.isfinite(first) & np.isfinite(second) & (target >= 0))
    first, second, defaulted = first[usable], second[usable], target[usable] == 1
    cuts = (_cuts(first), _cuts(second))
    across, up = (np.searchsorted(c, v, side="right") for c, v in zip(cuts, (first, second), strict=True))
    cells = across * (len(cuts[1]) + 1) + up
    size = (len(cuts[0]) + 1) * (len(cuts[1]) + 1)
    outcomes = Outcomes(*(np.bincount(cells[defaulted == ended], minlength=size) for ended in (False, True)))
    drawn = np.random.default_rng(_SEED).permutation(len(usable))[:MOST_DRAWN]
    values = tuple(own_value(own[name]) for name in (x, y))
    shown = tuple(m.shown(v) if isinstance(v, float) else None for m, v in zip(measures, values, strict=True))
    return JointSample(
        measures, first[drawn], second[drawn], defaulted[drawn], cuts, outcomes, (shown[0], shown[1]), len(frame)
    )


def rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Return Spearman's rank correlation, ties at their mean rank; NaN where one of the two does not vary."""
    ranks = [_ranks(values) for values in (x, y)]
    if len(x) < 2 or any(r.std() == 0 for r in ranks):
        return math.nan
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def _cuts(values: np.ndarray) -> tuple[float, ...]:
    """Return the values from which the second and the last third of `values` begin, none that would leave one empty."""
    if not len(values):
        return ()
    cuts = np.unique(np.quantile(values, _THIRDS, method="inverted_cdf"))
    return tuple(float(cut) for cut in cuts if cut > values.min())
