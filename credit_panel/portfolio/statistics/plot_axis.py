"""How a column of numbers lies on an axis: years for days, logarithms where the values are skewed, and its bins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.portfolio.conditions import Between
from credit_panel.portfolio.distribution import automatic_edges, numbers

BINS = 40
"""Bars of a histogram, about."""

_TAIL = 0.005
_SKEWED = 20.0
"""A column of positive numbers whose far quantiles are this many times apart is drawn on a logarithmic axis."""


@dataclass(frozen=True, slots=True)
class PlotAxis:
    """The axis of one column of the portfolio.

    Parameters
    ----------
    column
        The column; conditions made from the axis name it.
    scale
        ``"log"`` where a position is the decimal logarithm of the value.
    factor
        By what a value is multiplied before that: -1/365.25 for days before the application, which are drawn as years.
    edges
        Rising positions of the bins' edges, shape (bins + 1,). The first and the last bin also hold what lies beyond.
    known
        Clients with a value.
    """

    column: str
    scale: Literal["linear", "log"]
    factor: float
    edges: np.ndarray
    known: int

    @property
    def low(self) -> float:
        """First position."""
        return float(self.edges[0])

    @property
    def high(self) -> float:
        """Last position."""
        return float(self.edges[-1])

    @property
    def is_drawable(self) -> bool:
        """Whether there are two different values at least, so that there is something to see."""
        return len(self.edges) > 2

    def position(self, value: float) -> float:
        """Return where a value of the column lies."""
        return self._place(value * self.factor)

    def value(self, position: float) -> float:
        """Return the value of the column that lies at a position."""
        return (10.0**position if self.scale == "log" else position) / self.factor

    def positions(self, column: pl.Series) -> np.ndarray:
        """Return where the values of a column lie, shape (n,), float32; NaN where there is none."""
        scaled = column.cast(pl.Float64).to_numpy() * self.factor
        if self.scale == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                scaled = np.log10(scaled)
        return np.where(np.isfinite(scaled), scaled, np.nan).astype(np.float32)

    def bins(self, positions: np.ndarray) -> np.ndarray:
        """Return the bin of each position, counted from 0, shape (n,), uint8; as many as there are bins for NaN."""
        last = len(self.edges) - 2
        found = np.clip(np.searchsorted(self.edges, positions, side="right") - 1, 0, last)
        return np.where(np.isnan(positions), last + 1, found).astype(np.uint8)

    def between(self, low: float, high: float) -> Between | None:
        """Return the condition that a brush from `low` to `high` means, None when it leaves nobody out.

        The ends are rounded to what can be read off the axis, and an end at or beyond that of the axis is open.
        """
        low, high = sorted((low, high))
        ends: list[float | None] = [
            None if low <= self.low else self._readable(low),
            None if high >= self.high else self._readable(high),
        ]
        return None if ends == [None, None] else self.condition(*ends)

    def condition(self, low: float | None, high: float | None) -> Between:
        """Return the condition of lying between two numbers of the axis: values, and years where it holds days."""
        if self.factor > 0:
            return Between(low, high)
        return Between(
            None if high is None else math.ceil(round(high / self.factor, 6)),
            None if low is None else math.floor(round(low / self.factor, 6)),
        )

    def ends(self, condition: Between) -> tuple[float | None, float | None]:
        """Return the two numbers of the axis between which a condition holds; None where it is open."""
        ends = [None if end is None else end * self.factor for end in (condition.low, condition.high)]
        return (ends[0], ends[1]) if self.factor > 0 else (ends[1], ends[0])

    def span(self, condition: Between) -> tuple[float, float]:
        """Return the positions between which a condition holds, cut to the axis where it is open or goes beyond."""
        low, high = self.ends(condition)
        return (
            self.low if low is None else min(max(self._place(low), self.low), self.high),
            self.high if high is None else min(max(self._place(high), self.low), self.high),
        )

    def _place(self, scaled: float) -> float:
        if self.scale == "linear":
            return scaled
        return math.log10(scaled) if scaled > 0 else -math.inf

    def _readable(self, position: float) -> float:
        """Return the scaled value at a position, rounded to a hundredth of the axis, or of itself on a logarithmic."""
        if self.scale == "log":
            return float(f"{10.0**position:.2g}")
        step = 10.0 ** math.floor(math.log10((self.high - self.low) / 40))
        return float(f"{round(position / step) * step:.12g}")


def axis_of(column: pl.Series) -> PlotAxis:
    """Return the axis of a column of numbers of the portfolio."""
    unit = FIELDS[column.name].unit if column.name in FIELDS else "share"
    factor = -1 / DAYS_A_YEAR if unit == "days" else 1.0
    known = numbers(column) * factor
    if unit in ("amount", "share") and len(known):
        low, high = (float(q) for q in np.quantile(known, (_TAIL, 1 - _TAIL)))
        if low > 0 and known.min() > 0 and high / low > _SKEWED:
            edges = np.linspace(_round_log(low, down=True), _round_log(high, down=False), BINS + 1)
            return PlotAxis(column.name, "log", factor, edges, len(known))
    return PlotAxis(column.name, "linear", factor, automatic_edges(pl.Series(known), BINS), len(known))


def _round_log(value: float, *, down: bool) -> float:
    """Return the logarithm of a number of one digit, below or above."""
    power = 10.0 ** math.floor(math.log10(value))
    return math.log10((math.floor(value / power) if down else math.ceil(value / power)) * power)
