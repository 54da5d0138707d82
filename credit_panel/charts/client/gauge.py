"""The probability of default on a half dial, with the threshold, the grey zone about it and the interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator

FULL_SCALE = 0.30
"""Probability at the right end of the dial; what lies above is drawn there."""

_CENTRE_X, _CENTRE_Y, _RADIUS = 230.0, 205.0, 180.0


@dataclass(frozen=True, slots=True)
class Gauge:
    """What the dial shows; all probabilities from 0 to 1, ``low <= probability <= high``: None where not measured."""

    probability: float
    low: float | None
    high: float | None
    threshold: float
    review_low: float
    review_high: float


def gauge_figure(gauge: Gauge, t: Translator) -> Figure:
    """Draw the dial: blue where acceptance is proposed, orange where refusal is, grey between; a needle, the interval.

    Position says the same as colour, and the summary says it in words.
    """
    summary = _summary(gauge, t)
    interval = None if gauge.low is None or gauge.high is None else (gauge.low, gauge.high)
    label_x, label_y = _point(gauge.threshold, _RADIUS + 37)
    picture = render(
        "charts",
        "client/gauge.svg",
        t,
        {
            "summary": summary,
            "below": _arc(0.0, gauge.review_low, _RADIUS),
            "review": _arc(gauge.review_low, gauge.review_high, _RADIUS),
            "above": _arc(gauge.review_high, FULL_SCALE, _RADIUS),
            "interval": "" if interval is None else _arc(*interval, _RADIUS + 23),
            "tick": (*_point(gauge.threshold, _RADIUS - 19), *_point(gauge.threshold, _RADIUS + 28)),
            "label": (label_x, label_y, "end" if label_x < _CENTRE_X else "start"),
            "threshold": t.gettext("threshold {threshold}", threshold=t.percent(gauge.threshold)),
            "angle": round(_angle(gauge.probability) - 90, 2),
            "start": t.percent(0),
            "end": t.gettext("{limit} and more", limit=t.percent(FULL_SCALE)),
        },
    )
    figures = [
        (t.gettext("Probability of default"), gauge.probability),
        (t.gettext("Interval, low end"), gauge.low),
        (t.gettext("Interval, high end"), gauge.high),
        (t.gettext("Threshold"), gauge.threshold),
    ]
    if interval is not None:
        figures += [
            (t.gettext("Grey zone, low end"), gauge.review_low),
            (t.gettext("Grey zone, high end"), gauge.review_high),
        ]
    rows = tuple((name, t.percent(value)) for name, value in figures if value is not None)
    table = Table((t.gettext("Figure"), t.gettext("Value")), rows)
    return Figure(t.gettext("Probability of default"), picture, summary, table)


def _summary(gauge: Gauge, t: Translator) -> str:
    known = {"p": t.percent(gauge.probability), "threshold": t.percent(gauge.threshold)}
    if gauge.low is None or gauge.high is None:
        return t.gettext(
            "Estimated probability of default {p}, whose interval is not known; the threshold is {threshold}, and "
            "there is no grey zone to review.",
            **known,
        )
    return t.gettext(
        "Estimated probability of default {p}; with other clients to learn from, it could have been {low} to {high}; "
        "the threshold is {threshold}, and the grey zone to review lies from {review_low} to {review_high}.",
        low=t.percent(gauge.low),
        high=t.percent(gauge.high),
        review_low=t.percent(gauge.review_low),
        review_high=t.percent(gauge.review_high),
        **known,
    )


def _angle(probability: float) -> float:
    """Return the dial's angle in degrees, 0 at the left end, 180 at the right."""
    return 180.0 * min(max(probability / FULL_SCALE, 0.0), 1.0)


def _point(probability: float, radius: float) -> tuple[float, float]:
    turn = math.radians(180.0 - _angle(probability))
    return round(_CENTRE_X + radius * math.cos(turn), 1), round(_CENTRE_Y - radius * math.sin(turn), 1)


def _arc(start: float, end: float, radius: float) -> str:
    """Return the SVG path of an arc of the dial between two probabilities."""
    (x0, y0), (x1, y1) = _point(start, radius), _point(end, radius)
    return f"M{x0} {y0} A{radius:g} {radius:g} 0 0 1 {x1} {y1}"
