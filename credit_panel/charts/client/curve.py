"""The probability of default along one lever, with where it crosses the threshold."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from credit_panel.charts.axis import round_step
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring import Curve

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 68, 18, 26, 44
_MOST_CROSSINGS = 3
"""A step function may touch the threshold many times; the first three are marked, all are in the sentence's count."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the application stands on the curve.

    Parameters
    ----------
    value
        Value of the lever.
    probability
        Probability of default there.
    """

    value: float
    probability: float


def curve_figure(
    curve: Curve,
    label: str,
    write: Callable[[float], str],
    threshold: float,
    *,
    before: Place | None,
    now: Place | None,
    t: Translator,
) -> Figure:
    """Draw the curve with its interval, the threshold, the client before and now.

    Parameters
    ----------
    label
        Name of the lever.
    write
        Writes one of its values with its unit.
    before, now
        The application as it is, and with all changes; None where the lever has no value.
    """
    values, scores = curve.values, curve.scores
    top = _nice_top(max(float(scores.high.max()), threshold, *(p.probability for p in (before, now) if p)))
    low, high = float(values[0]), float(values[-1])

    def x(value: float) -> float:
        return round(_LEFT + (value - low) / (high - low) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(probability: float) -> float:
        return round(HEIGHT - _BOTTOM - probability / top * (HEIGHT - _TOP - _BOTTOM), 1)

    crossings = curve.crossings(threshold)
    summary = _summary(curve, label, write, threshold, crossings, t)
    line = " ".join(f"{x(v)},{y(p)}" for v, p in zip(values, scores.probability, strict=True))
    upper = [f"{x(v)},{y(p)}" for v, p in zip(values, scores.high, strict=True)]
    lower = [f"{x(v)},{y(p)}" for v, p in zip(values, scores.low, strict=True)]
    picture = render(
        "charts",
        "client/curve.svg",
        t,
        {
            "summary": summary,
            "size": (WIDTH, HEIGHT),
            "frame": (_LEFT, _TOP, WIDTH - _RIGHT, HEIGHT - _BOTTOM),
            "line": line,
            "band": " ".join([*upper, *reversed(lower)]),
            "across": [(x(v), write(v)) for v in _round_values(low, high)],
            "up": [(y(p), t.percent(p, 0)) for p in np.arange(0, top + 1e-9, top / 4)],
            "threshold": (y(threshold), t.gettext("threshold {threshold}", threshold=t.percent(threshold))),
            "crossings": [(x(v), y(threshold), write(v)) for v in crossings[:_MOST_CROSSINGS]],
            "before": _spot(before, low, high, x, y),
            "now": _spot(now, low, high, x, y),
            "label": label,
        },
    )
    rows = tuple(
        (write(float(v)), t.percent(p, 2), t.percent(a, 2), t.percent(b, 2), t.number(s))
        for v, p, a, b, s in zip(values, scores.probability, scores.low, scores.high, scores.points, strict=True)
    )
    columns = (
        label,
        t.gettext("Probability of default"),
        t.gettext("Interval, low end"),
        t.gettext("Interval, high end"),
        t.gettext("Points"),
    )
    return Figure(t.gettext("Risk by {label}", label=lower_first(label)), picture, summary, Table(columns, rows))


def _spot(
    place: Place | None, low: float, high: float, x: Callable[[float], float], y: Callable[[float], float]
) -> tuple[float, float] | None:
    """Return where to draw a place; one outside the curve is drawn nowhere, never at a wrong value."""
    return (x(place.value), y(place.probability)) if place is not None and low <= place.value <= high else None


def _summary(
    curve: Curve,
    label: str,
    write: Callable[[float], str],
    threshold: float,
    crossings: tuple[float, ...],
    t: Translator,
) -> str:
    known = {
        "label": label,
        "low": write(float(curve.values[0])),
        "high": write(float(curve.values[-1])),
        "start": t.percent(float(curve.scores.probability[0])),
        "end": t.percent(float(curve.scores.probability[-1])),
        "threshold": t.percent(threshold),
    }
    if len(crossings) == 1:
        return t.gettext(
            "{label}: from {low} to {high}, the estimated risk goes from {start} to {end} and crosses the threshold "
            "of {threshold} at {where}.",
            where=write(crossings[0]),
            **known,
        )
    if crossings:
        return t.gettext(
            "{label}: from {low} to {high}, the estimated risk goes from {start} to {end} and crosses the threshold "
            "of {threshold} {n} times, first at {where}.",
            where=write(crossings[0]),
            n=t.number(len(crossings)),
            **known,
        )
    if curve.scores.probability[0] > threshold:
        return t.gettext(
            "{label}: from {low} to {high}, the estimated risk goes from {start} to {end} and stays above the "
            "threshold of {threshold}.",
            **known,
        )
    return t.gettext(
        "{label}: from {low} to {high}, the estimated risk goes from {start} to {end} and stays under the threshold "
        "of {threshold}.",
        **known,
    )


def _round_values(low: float, high: float) -> list[float]:
    """Return the round values of an axis, four to seven of them."""
    step = round_step((high - low) / 7)
    return [k * step for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _nice_top(highest: float) -> float:
    """Return the end of the axis: the first of these that leaves a little room above."""
    return next((end for end in (0.12, 0.16, 0.2, 0.28, 0.4, 0.6, 0.8) if end >= highest * 1.08), 1.0)
