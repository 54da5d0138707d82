"""The probability of default along one lever, with where it crosses the threshold."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from credit_panel.charts.axis import Axis, round_step
from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.plot import Layer, Plot, band, line, plotted, readings_of, spot
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring import Curve

HEIGHT = 260
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
    """Draw the curve with its interval where that was measured, the threshold, the client before and now.

    Parameters
    ----------
    label
        Name of the lever.
    write
        Writes one of its values with its unit.
    before, now
        The application as it is, and with all changes; None where the lever has no value.
    """
    values, scores, crossings = curve.values, curve.scores, curve.crossings(threshold)
    measured = not np.isnan(scores.high).any()
    top = _nice_top(
        max(
            float(np.fmax(scores.high, scores.probability).max()),
            threshold,
            *(p.probability for p in (before, now) if p),
        )
    )
    low, high = float(values[0]), float(values[-1])
    summary = _summary(curve, label, write, threshold, crossings, t)
    columns = {label: [write(float(v)) for v in values]}
    columns[t.gettext("Probability of default")] = [t.percent(p) for p in scores.probability]
    if measured:
        columns[t.gettext("Interval, low end")] = [t.percent(p) for p in scores.low]
        columns[t.gettext("Interval, high end")] = [t.percent(p) for p in scores.high]
    columns[t.gettext("Points")] = [t.number(s) for s in scores.points]
    table = Table(tuple(columns), tuple(zip(*columns.values(), strict=True)))
    name = t.gettext("estimated risk and its interval") if measured else t.gettext("estimated risk")
    crossed = np.array(crossings[:_MOST_CROSSINGS], dtype=float)
    limit = t.gettext("threshold {threshold}", threshold=t.percent(threshold))
    plot = Plot(
        "curve",
        Axis(label, low, high, [(value, write(value)) for value in _round_values(low, high)], "number"),
        Axis(
            t.gettext("Probability of default"),
            0,
            top,
            [(share, t.percent(share, 0)) for share in (top / 4 * step for step in range(5))],
            "share",
        ),
        (
            *([band(values, scores.low, scores.high)] if measured else []),
            Layer("level", {"y": np.array([threshold])}, "adverse", limit, {"line_width": 2, "line_dash": "dashed"}),
            line(name, values, scores.probability, readings_of(table)),
            Layer(
                "dots",
                {"x": crossed, "y": np.full(len(crossed), threshold)},
                "adverse",
                t.gettext("crosses the threshold") if crossings else "",
                {"size": 12, "marker": "diamond"},
                [(label, [write(value) for value in crossings[:_MOST_CROSSINGS]])],
            ),
            _place(before, (low, high), t.gettext("as it is"), label, write, t, now=False),
            _place(now, (low, high), t.gettext("with the changes"), label, write, t, now=True),
        ),
        HEIGHT,
    )
    return plotted(t.gettext("Risk by {label}", label=lower_first(label)), plot, summary, table, t)


def _place(
    place: Place | None,
    ends: tuple[float, float],
    name: str,
    label: str,
    write: Callable[[float], str],
    t: Translator,
    *,
    now: bool,
) -> Layer:
    """Return where the application stands; one outside the curve is drawn nowhere, never at a wrong value."""
    inside = place is not None and ends[0] <= place.value <= ends[1]
    x, y = (place.value, place.probability) if place is not None and inside else (None, None)
    told = [
        (label, "" if x is None else write(x)),
        (t.gettext("Probability of default"), "" if y is None else t.percent(y)),
    ]
    return replace(spot(x, y, name, told, now=now), tone="ink")


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
