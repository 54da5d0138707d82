"""What is drawn from: where each client lies on each axis, in arrays that pictures count.

One frame a process and portfolio, shared by all visitors and never changed. Its numbers are positions on their axes
(`PlotAxis`), so that a picture needs no further copy of a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.statistics.chosen import chosen_by
from credit_panel.portfolio.statistics.plot_axis import PlotAxis, axis_of
from credit_panel.portfolio.store import Portfolio
from credit_panel.scoring import Outcome

NUMBERS = (
    "points",
    "probability",
    "AMT_CREDIT",
    "AMT_INCOME_TOTAL",
    "annuity_income_ratio",
    "DAYS_BIRTH",
    "DAYS_EMPLOYED",
    "ext_source_mean",
)
"""Columns that can be a histogram or an axis of the scatter."""

CATEGORIES = ("outcome", "grade", "NAME_CONTRACT_TYPE", "NAME_INCOME_TYPE")
"""Columns that can be bars."""

MOST_LEVELS = 12
"""Levels that are drawn; the rarest others can be chosen in the table of clients only."""


@dataclass(frozen=True, slots=True, eq=False)
class PlotFrame:
    """All clients as they are drawn, in the order of ``portfolio.ids``.

    Parameters
    ----------
    positions
        By column of numbers, where each client lies on its axis, shape (clients,), float32; NaN where missing.
    axes
        By column of numbers, its axis.
    bins
        By column of numbers, the bin of each client, shape (clients,), uint8; one more than the last where missing.
    levels
        By column of categories, its levels in the order they are drawn; None is a missing value.
    codes
        By column of categories, the place of each client's level in `levels`, shape (clients,), uint8; as many as there
        are levels for one that is not drawn.
    """

    positions: Mapping[str, np.ndarray]
    axes: Mapping[str, PlotAxis]
    bins: Mapping[str, np.ndarray]
    levels: Mapping[str, tuple[str | None, ...]]
    codes: Mapping[str, np.ndarray]

    def bin_counts(self, column: str, mask: np.ndarray | None = None) -> np.ndarray:
        """Count clients per bin, shape (bins,); those without a value are left out."""
        size = len(self.axes[column].edges) - 1
        return self._counts("bins", column, size, mask)

    def missing_count(self, columns: tuple[str, ...], mask: np.ndarray | None = None) -> int:
        """Count clients without a value in one of some columns of numbers, whom no bin and no cell holds."""
        if mask is None:
            return int(np.count_nonzero(_lacking(self, columns)))
        return int(chosen_by(mask).once((self, columns), lambda rows: np.count_nonzero(_lacking(self, columns)[rows])))

    def level_counts(self, column: str, mask: np.ndarray | None = None) -> np.ndarray:
        """Count clients per drawn level, shape (levels,)."""
        return self._counts("codes", column, len(self.levels[column]), mask)

    def _counts(self, kind: str, column: str, size: int, mask: np.ndarray | None) -> np.ndarray:
        if mask is None:
            return _counts_of_all(self, kind, column, size)
        places = getattr(self, kind)[column]
        return chosen_by(mask).once((self, kind, column), lambda rows: _counted(places[rows], size))


@kept(2)
def plot_frame(portfolio: Portfolio) -> PlotFrame:
    """Return the frame of a portfolio, made once a process; a column that the portfolio lacks is left out."""
    axes, positions, bins, levels, codes = {}, {}, {}, {}, {}
    # each column is read, drawn from, and let go: all of them side by side would take as much again
    for name in NUMBERS:
        if name in portfolio.schema:
            column = _read(portfolio, name)
            axes[name] = axis_of(column)
            positions[name] = axes[name].positions(column)
            bins[name] = axes[name].bins(positions[name])
    for name in CATEGORIES:
        if name in portfolio.schema:
            column = _read(portfolio, name).cast(pl.String)
            levels[name] = _levels(name, column)
            codes[name] = _codes(column, levels[name])
    return PlotFrame(positions, axes, bins, levels, codes)


def _read(portfolio: Portfolio, name: str) -> pl.Series:
    return portfolio.read(portfolio.scan().select(name)).to_series()


@kept(32)
def _counts_of_all(plots: PlotFrame, kind: str, column: str, size: int) -> np.ndarray:
    return _counted(getattr(plots, kind)[column], size)


def _counted(places: np.ndarray, size: int) -> np.ndarray:
    counts = np.bincount(places, minlength=size + 1)[:size]
    counts.setflags(write=False)
    return counts


@kept(32)
def _lacking(plots: PlotFrame, columns: tuple[str, ...]) -> np.ndarray:
    """Return whether each client lacks a value in one of some columns of numbers, shape (clients,)."""
    return np.any([plots.bins[column] == len(plots.axes[column].edges) - 1 for column in columns], axis=0)


def _levels(name: str, column: pl.Series) -> tuple[str | None, ...]:
    if name == "outcome":
        return tuple(str(outcome) for outcome in (Outcome.ACCEPT, Outcome.REVIEW, Outcome.REFUSE))
    counts = column.value_counts(sort=True)[name].to_list()[:MOST_LEVELS]
    known = [level for level in counts if level is not None]
    if name == "grade":
        known.sort()
    return tuple(known) + ((None,) if None in counts else ())


def _codes(column: pl.Series, levels: tuple[str | None, ...]) -> np.ndarray:
    places = {level: place for place, level in enumerate(levels)}
    return column.replace_strict(places, default=len(levels), return_dtype=pl.UInt8).to_numpy()
