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
    """What the dial shows; all probabilities from 0 to 1, ``low <= probability <= high``."""

    probability: float
    low: float
    high: float
    threshold: float
    review_low: float
    review_high: float


def gauge_figure(gauge: Gauge, t: Translator) -> Figure:
    """Draw the dial: blue where acceptance is proposed, orange where refusal is, grey between; a needle, the interval.

    Position says the same as colour, and the summary says it in words.
    """
    summary = t.gettext(
        "Estimated probability of default {p}; with other clients to learn from, it could have been {low} to {high}; "
        "the threshold is {threshold}, and the grey zone to review lies from {review_low} to {review_high}.",
        p=t.percent(gauge.probability),
        low=t.percent(gauge.low),
        high=t.percent(gauge.high),
        threshold=t.percent(gauge.threshold),
        review_low=t.percent(gauge.review_low),
        review_high=t.percent(gauge.review_high),
    )
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
            "interval": _arc(gauge.low, gauge.high, _RADIUS + 23),
            "tick": (*_point(gauge.threshold, _RADIUS - 19), *_point(gauge.threshold, _RADIUS + 28)),
            "label": (label_x, label_y, "end" if label_x < _CENTRE_X else "start"),
            "threshold": t.gettext("threshold {threshold}", threshold=t.percent(gauge.threshold)),
            "angle": round(_angle(gauge.probability) - 90, 2),
            "start": t.percent(0, 0),
            "end": t.gettext("{limit} and more", limit=t.percent(FULL_SCALE, 0)),
        },
    )
    rows = (
        (t.gettext("Probability of default"), t.percent(gauge.probability, 2)),
        (t.gettext("Interval, low end"), t.percent(gauge.low, 2)),
        (t.gettext("Interval, high end"), t.percent(gauge.high, 2)),
        (t.gettext("Threshold"), t.percent(gauge.threshold, 2)),
        (t.gettext("Grey zone, low end"), t.percent(gauge.review_low, 2)),
        (t.gettext("Grey zone, high end"), t.percent(gauge.review_high, 2)),
    )
    table = Table((t.gettext("Figure"), t.gettext("Value")), rows)
    return Figure(t.gettext("Probability of default"), picture, summary, table)


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
