"""The brush: gestures on pictures and their keyboard twins become conditions of the one cohort, and back.

`holoviews.link_selections` keeps the selection in itself, as an expression over one frame. Here it belongs to
`CohortState`, which an address, another page and the number boxes write too, and which may be inverted or name a column
that is not drawn; to set the expression from code takes `link_selections` two to three gestures. And it draws every
picture anew: a gesture takes it several times as long as all of `/portfolio` takes here, in one run of
``tests/benchmarks/brush.py``. So the pictures send their gestures through HoloViews streams to `BrushState`, and every
picture follows the cohort alone: a gesture that changes nothing ends there, and no picture ever listens to another.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import partial
from typing import Any

import holoviews as hv
import numpy as np
import param
from param.parameters import NoNone

from credit_panel.portfolio import Between, OneOf
from credit_panel.portfolio.plot_frame import CATEGORIES, NUMBERS, PlotFrame, plot_frame
from credit_panel.portfolio.statistics.plot_axis import PlotAxis
from credit_panel.state.cohort import CohortState

_MISSING = OneOf(frozenset({None}))


class BrushState(param.Parameterized):
    """What the linked pictures of one visitor show, and what their gestures do to the cohort.

    The pictures follow `version`, a number: a frame among the values of a stream would be hashed at every gesture.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cohort = cp.CohortState(cp.current_model())
    >>> brush = cp.BrushState(cohort=cohort, first="points")
    >>> linked = cp.LinkedView(brush=brush)
    """

    cohort = param.ClassSelector(class_=CohortState, allow_None=NoNone, doc="The visitor's cohort.")

    first: param.Selector[str] = param.Selector(
        default="points", objects=list(NUMBERS), doc="Column of the first histogram."
    )

    second: param.Selector[str] = param.Selector(
        default="DAYS_BIRTH", objects=list(NUMBERS), doc="Column of the second histogram."
    )

    bars: param.Selector[str] = param.Selector(default="grade", objects=list(CATEGORIES), doc="Column of the bars.")

    x: param.Selector[str] = param.Selector(
        default="AMT_CREDIT", objects=list(NUMBERS), doc="Column along the scatter."
    )

    y: param.Selector[str] = param.Selector(
        default="ext_source_mean", objects=list(NUMBERS), doc="Column up the scatter."
    )

    marked = param.Integer(default=None, allow_None=True, doc="Place of the open client among all, None without one.")

    version = param.Integer(default=0, doc="How many times the cohort or the open client has changed.")

    hand_over = param.Callable(
        default=lambda gesture: gesture(), doc="Takes a gesture of a picture and makes it, now or when it may be made."
    )

    problem = param.Parameter(default="", doc="Why the last gesture meant nothing; empty when it was taken.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self.plots: PlotFrame = plot_frame(self.cohort.served.portfolio)
        for name in ("first", "second", "x", "y"):
            self.param[name].objects = list(self.plots.axes)
        self.param["bars"].objects = list(self.plots.levels)
        self.cohort.param.watch(self._show_cohort, "cohort")

    @property
    def mask(self) -> np.ndarray | None:
        """Whether each client is in the cohort, shape (clients,); None when all are."""
        return self.cohort.mask

    def axis(self, role: str) -> PlotAxis:
        """Return the axis of ``"first"``, ``"second"``, ``"x"`` or ``"y"``."""
        return self.plots.axes[getattr(self, role)]

    def span(self, role: str) -> tuple[float, float] | None:
        """Return the positions between which the cohort's own condition on an axis lies, None without one."""
        axis = self.axis(role)
        condition = self.cohort.cohort.conditions.get(axis.column)
        return axis.span(condition) if isinstance(condition, Between) else None

    def chosen(self) -> frozenset[str | int | float | None]:
        """Return the levels that the cohort's own condition on the bars asks for; none without a condition."""
        condition = self.cohort.cohort.conditions.get(self.bars)
        return condition.values if isinstance(condition, OneOf) else frozenset()

    def brush(self, role: str, low: float, high: float) -> bool:
        """Choose the clients between two positions of one axis; all of it lifts the condition.

        Returns
        -------
        bool
            Whether it was taken; a brush beside the axis is not, and changes nothing.
        """
        return self._take({role: (low, high)})

    def brush_box(self, across: tuple[float, float], up: tuple[float, float]) -> bool:
        """Choose the clients in a box of the scatter; see `brush`."""
        return self._take({"x": across, "y": up})

    def mark(self, client_id: str) -> None:
        """Mark a client in all pictures; a number that is nobody's marks none."""
        ids = self.cohort.served.portfolio.ids
        place = None
        if client_id.isascii() and client_id.isdigit() and len(client_id) <= 18:
            found = int(np.searchsorted(ids, int(client_id)))
            place = found if found < len(ids) and ids[found] == int(client_id) else None
        self.marked = place

    def position(self, column: str) -> float | None:
        """Return where the open client lies on the axis of a column, None without one or without a value."""
        if self.marked is None:
            return None
        position = float(self.plots.positions[column][self.marked])
        return position if np.isfinite(position) else None

    def tap(self, level: str | None) -> None:
        """Choose a level of the bars beside those already chosen, or lift it; the last one lifted chooses all again."""
        if level in self.plots.levels[self.bars]:
            self.choose(self.chosen() ^ {level})

    def between(self, role: str, low: float | None, high: float | None) -> bool:
        """Choose the clients between two numbers of an axis as they stand beside it; None leaves a side open.

        Returns
        -------
        bool
            Whether it was taken; numbers in falling order are not.
        """
        axis = self.axis(role)
        if low is not None and high is not None and low > high:
            return False
        return self.cohort.where(axis.column, None if low is None and high is None else axis.condition(low, high))

    def missing(self, role: str) -> bool:
        """Return whether the cohort is of those without a value on an axis."""
        return self.cohort.cohort.conditions.get(self.axis(role).column) == _MISSING

    def choose_missing(self, role: str, on: bool) -> None:
        """Choose those without a value on an axis, in the place of a range; or lift that condition."""
        if on or self.missing(role):
            self.cohort.where(self.axis(role).column, _MISSING if on else None)

    def ends(self, role: str) -> tuple[float | None, float | None]:
        """Return the two numbers of the cohort's own condition on an axis, as they stand beside it."""
        axis = self.axis(role)
        condition = self.cohort.cohort.conditions.get(axis.column)
        return axis.ends(condition) if isinstance(condition, Between) else (None, None)

    def step(self, role: str, high: bool, up: bool) -> bool:
        """Move one end of the range by one bin of the axis; an open end starts from the end of the axis."""
        axis = self.axis(role)
        span = list(self.span(role) or (axis.low, axis.high))
        width = (axis.high - axis.low) / (len(axis.edges) - 1)
        moved = span[high] + (width if up else -width)
        span[high] = min(max(moved, axis.low), axis.high)
        return span[0] <= span[1] and self.brush(role, *span)

    def choose(self, levels: frozenset[str | int | float | None]) -> None:
        """Choose clients of these levels of the bars; none, or every level there is, lifts the condition."""
        everything = len(levels) >= len(self.plots.levels[self.bars]) and not self._has_other_levels()
        self.cohort.where(self.bars, OneOf(levels) if levels and not everything else None)

    def range_stream(self, role: str) -> hv.streams.BoundsX:
        """Return a stream whose box along a histogram is a brush on that axis."""
        return self._heard(hv.streams.BoundsX(), lambda brush, boundsx: boundsx and brush.brush(role, *boundsx))

    def box_stream(self) -> hv.streams.BoundsXY:
        """Return a stream whose box on the scatter is a brush on both its axes."""
        return self._heard(
            hv.streams.BoundsXY(),
            lambda brush, bounds: bounds and brush.brush_box((bounds[0], bounds[2]), (bounds[1], bounds[3])),
        )

    def tap_stream(self) -> hv.streams.SingleTap:
        """Return a stream whose tap on the row of a bar chooses or lifts its level."""
        return self._heard(hv.streams.SingleTap(), lambda brush, x, y: brush.tap_row(y))

    def own_stream(self, x: str | None, y: str | None) -> hv.streams.BoundsXY:
        """Return a stream whose box is a condition on columns of the portfolio, in their own numbers.

        Parameters
        ----------
        x, y
            The columns along and up; None for an axis that says nothing.
        """

        def take(brush: BrushState, bounds: tuple[float, float, float, float] | None) -> None:
            if bounds:
                ends = ((x, bounds[0], bounds[2]), (y, bounds[1], bounds[3]))
                brush.cohort.where_all({name: Between(low, high) for name, low, high in ends if name})

        return self._heard(hv.streams.BoundsXY(), take)

    def _heard(self, stream: hv.streams.LinkedStream, gesture: Callable[..., object]) -> hv.streams.LinkedStream:
        """Return the stream with a subscriber that does not keep the brush alive.

        HoloViews keeps the streams of a picture as long as the picture lives, and the brush leads back to its pictures:
        held strongly, neither would ever be freed.
        """
        alive = weakref.ref(self)

        def hear(**contents: object) -> None:
            if (brush := alive()) is not None:
                brush.hand_over(partial(gesture, brush, **contents))

        stream.add_subscriber(hear)
        return stream

    def _take(self, brushed: dict[str, tuple[float, float]]) -> bool:
        wanted: dict[str, Between | OneOf | None] = {}
        for role, (low, high) in brushed.items():
            axis = self.axis(role)
            low, high = sorted((low, high))
            if not (np.isfinite(low) and np.isfinite(high)) or high <= axis.low or low >= axis.high:
                self.problem = axis.column
                return False
            wanted[axis.column] = axis.between(low, high)
        self.problem = ""
        return self.cohort.where_all(wanted)

    def tap_row(self, y: object) -> None:
        """Choose or lift the level whose row is tapped at a height; one beside all rows is none."""
        levels = self.plots.levels[self.bars]
        if isinstance(y, int | float) and 0 <= (place := len(levels) - 1 - round(y)) < len(levels):
            self.tap(levels[place])

    def _has_other_levels(self) -> bool:
        return bool((self.plots.codes[self.bars] >= len(self.plots.levels[self.bars])).any())

    @param.depends("marked", watch=True)
    def _show_cohort(self, *_: param.parameterized.Event) -> None:
        self.version += 1
