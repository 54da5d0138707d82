"""Lines over two labelled axes: the one small plot that all curves of a model share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.locale import Translator

WIDTH, HEIGHT = 560, 330
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 34, 50
_STRIP = 40
"""Height of the tallest bar of the strip under the lines."""

MOST_POINTS = 200
"""Points of a line: as many as its pixels show."""

Style = Literal["main", "second", "reference", "dots"]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Parameters
    ----------
    label
        What it measures, with its unit.
    low, high
        Its ends.
    write
        Writes one of its values.
    """

    label: str
    low: float
    high: float
    write: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plot; points outside the axes are cut at their ends.

    Parameters
    ----------
    name
        What the legend calls it.
    x, y
        Its points, shape (n,); those that are NaN are left out.
    style
        ``main`` and ``second`` are drawn through, ``reference`` is dashed and grey, ``dots`` are single points.
    low, high
        Ends of the interval at each point, shape (n,): a band, and whiskers for dots. None where there is none.
    """

    name: str
    x: np.ndarray
    y: np.ndarray
    style: Style = "main"
    low: np.ndarray | None = None
    high: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A marked place.

    Parameters
    ----------
    x, y
        Where.
    name
        What the legend calls it.
    style
        ``shipped`` is hollow, ``now`` is filled.
    """

    x: float
    y: float
    name: str
    style: Literal["shipped", "now"] = "shipped"


@dataclass(frozen=True, slots=True)
class Strip:
    """Bars along the bottom that tell how many clients stand where.

    Parameters
    ----------
    name
        What the legend calls them.
    edges
        Rising, shape (k + 1,), in units of the lower axis.
    counts
        Clients per bar, shape (k,).
    """

    name: str
    edges: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn: lines over two axes, places, and the strip under them."""

    across: Axis
    up: Axis
    lines: Sequence[Line]
    spots: Sequence[Spot] = field(default=())
    strip: Strip | None = None


def draw(plot: Plot, summary: str, t: Translator) -> Markup:
    """Return the plot as SVG with a legend under it.

    Parameters
    ----------
    summary
        What the picture shows in one sentence, for those who do not see it.
    """
    across, up = plot.across, plot.up

    def x(value: float) -> float:
        return _place(value, across, _LEFT, WIDTH - _RIGHT)

    def y(value: float) -> float:
        return _place(value, up, HEIGHT - _BOTTOM, _TOP)

    values = {
        "summary": summary,
        "size": (WIDTH, HEIGHT),
        "frame": (_LEFT, _TOP, WIDTH - _RIGHT, HEIGHT - _BOTTOM),
        "across": [(x(v), across.write(v)) for v in np.linspace(across.low, across.high, 5).tolist()],
        "up": [(y(v), up.write(v)) for v in np.linspace(up.low, up.high, 5).tolist()],
        "labels": (across.label, up.label),
        "lines": [_drawn(line, x, y) for line in plot.lines],
        "spots": [
            {"x": x(s.x), "y": y(s.y), "name": s.name, "style": s.style}
            for s in plot.spots
            if np.isfinite(s.x) and np.isfinite(s.y) and across.low <= s.x <= across.high
        ],
        "bars": _bars(plot.strip, x, across),
        "strip": plot.strip.name if plot.strip else "",
    }
    return render("charts", "model/lines.html", t, values)


def thinned(count: int, most: int = MOST_POINTS) -> np.ndarray:
    """Return at most `most` positions from 0 to `count` - 1, evenly spread, both ends among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def share_axis(label: str, top: float, t: Translator) -> Axis:
    """Return an axis of shares from 0 to `top`, whose ticks are percentages with as many decimals as they need."""
    digits = _decimals(top * 100 / 4)
    return Axis(label, 0, top, lambda value: t.percent(value, digits))


def number_axis(label: str, top: float, t: Translator) -> Axis:
    """Return an axis of numbers from 0 to `top`, whose ticks have as many decimals as they need."""
    digits = _decimals(top / 4)
    return Axis(label, 0, top, lambda value: t.number(value, digits))


def nice_top(highest: float) -> float:
    """Return the end of an axis of shares: four round steps that leave a little room above."""
    tops = (0.004, 0.008, 0.012, 0.02, 0.04, 0.08, 0.12, 0.16, 0.2, 0.28, 0.4, 0.6, 0.8, 1.0, 1.2, 1.6, 2, 2.8, 4, 6, 8)
    return next((end for end in tops if end >= highest * 1.04), float(np.ceil(highest * 1.04 / 4) * 4))


def _decimals(step: float) -> int:
    return next((digits for digits in range(3) if abs(round(step, digits) - step) < 1e-9), 3)


def _place(value: float, axis: Axis, start: float, end: float) -> float:
    share = (value - axis.low) / (axis.high - axis.low)
    return round(start + min(max(share, 0.0), 1.0) * (end - start), 1)


def _drawn(line: Line, x: Callable[[float], float], y: Callable[[float], float]) -> dict[str, object]:
    known = np.isfinite(line.x) & np.isfinite(line.y)
    xs = [x(v) for v in np.asarray(line.x)[known].tolist()]
    ys = [y(v) for v in np.asarray(line.y)[known].tolist()]
    band: list[tuple[float, float]] = []
    if line.low is not None and line.high is not None:
        lows, highs = ([y(v) for v in np.asarray(end)[known].tolist()] for end in (line.low, line.high))
        band = list(zip(lows, highs, strict=True))
    return {
        "name": line.name,
        "style": line.style,
        "points": list(zip(xs, ys, strict=True)),
        "path": " ".join(f"{a},{b}" for a, b in zip(xs, ys, strict=True)),
        "band": " ".join(
            [f"{a},{high}" for a, (_, high) in zip(xs, band, strict=False)]
            + [f"{a},{low}" for a, (low, _) in reversed(list(zip(xs, band, strict=False)))]
        ),
        "whiskers": band,
    }


def _bars(strip: Strip | None, x: Callable[[float], float], across: Axis) -> list[tuple[float, float, float]]:
    """Return left, width and height of each bar of the strip."""
    if strip is None or not strip.counts.max(initial=0):
        return []
    tallest = float(strip.counts.max())
    return [
        (x(left), round(max(x(right) - x(left) - 0.6, 0.4), 1), round(count / tallest * _STRIP, 1))
        for left, right, count in zip(strip.edges, strip.edges[1:], strip.counts.tolist(), strict=False)
        if count and left < across.high
    ]
