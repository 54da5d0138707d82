"""The one time axis of the history, and lanes drawn along it: all of its pictures line up under one another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.home_credit.calendar import DAYS_A_MONTH, DAYS_A_YEAR
from credit_panel.locale import Translator

_MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from the earliest event to the application, in whole years.

    Parameters
    ----------
    first_day
        The earliest day, negative or 0.
    """

    first_day: int

    @property
    def years(self) -> int:
        """Length of the axis."""
        return max(math.ceil(-self.first_day / DAYS_A_YEAR), 1)

    def at(self, day: float) -> float:
        """Return where a day lies, in per cent of the width; the application lies at 100."""
        return round(100 * (1 + min(max(day / (self.years * DAYS_A_YEAR), -1.0), 0.0)), 2)

    def month(self, month: int) -> tuple[float, float]:
        """Return where a month begins and how wide it is, in per cent of the width."""
        left = self.at(month * DAYS_A_MONTH)
        return left, round(self.at((month + 1) * DAYS_A_MONTH) - left, 2)

    def ticks(self, t: Translator) -> list[tuple[float, str]]:
        """Return places with their distance to the application in words, from the left."""
        if self.years == 1:
            days = [-quarter * DAYS_A_YEAR / 4 for quarter in (4, 3, 2, 1)]
        else:
            step = math.ceil(self.years / _MOST_TICKS)
            days = [-year * DAYS_A_YEAR for year in range(self.years, 0, -step)]
        return [(self.at(day), t.duration(day)) for day in days] + [(100.0, t.gettext("application"))]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle: left and width in per cent of the axis, top and height in pixels, and what it means."""

    left: float
    width: float
    top: float
    height: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A small shape around a point: place in per cent of the axis, height in pixels, its shape and what it means."""

    at: float
    top: float
    shape: str
    meaning: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line: height in pixels, its text, what it means, and whether the text stands below it."""

    top: float
    text: str
    meaning: str = "level"
    below: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of a picture: a name, shapes along the axis, and what they come to.

    Parameters
    ----------
    name, note
        What the lane is about, to its left.
    told, told_note
        What it comes to, to its right.
    height
        Pixels.
    meaning
        Class of the whole lane.
    """

    name: str
    told: str
    height: int
    note: str = ""
    told_note: str = ""
    meaning: str = ""
    bars: Sequence[Bar] = ()
    marks: Sequence[Mark] = ()
    rules: Sequence[Rule] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Lanes under a heading; an empty heading is not drawn."""

    title: str
    lanes: Sequence[Lane] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: a bar or the shape of a mark, what it means, and its words."""

    shape: str
    meaning: str
    words: str


def lanes_picture(axis: Axis, groups: Sequence[Group], legend: Sequence[Key], t: Translator) -> Markup:
    """Return the lanes as safe HTML; their words are text, and the shapes are hidden from assistive technology."""
    values = {
        "groups": [group for group in groups if group.lanes],
        "ticks": axis.ticks(t),
        "legend": legend,
    }
    return render("charts", "history/lanes.html", t, values)
