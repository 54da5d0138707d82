"""Calibration: predicted beside observed default rates, with intervals and where the clients stand."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from credit_panel.charts.axis import nice_top, share_axis
from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.plot import Layer, Plot, dashes, plotted, readings_of
from credit_panel.locale import Translator
from credit_panel.scoring.fairness import Rate, wilson

BARS = 40
"""Bars of the strip that tells where the clients stand."""


def reliability_figure(bins: Sequence[Mapping[str, Any]], probability: np.ndarray, t: Translator) -> Figure:
    """Draw the bins of a reliability table on the diagonal on which a calibrated model lies.

    Parameters
    ----------
    bins
        The bins, by rising probability, as a manifest holds `ReliabilityBin`.
    probability
        Held-out probabilities, shape (n,).
    """
    predicted = np.array([b["predicted"] for b in bins])
    observed = np.array([b["observed"] for b in bins])
    rates = [wilson(float(b["defaults"]), int(b["count"])) for b in bins]
    low, high = (np.array([_end(rate, end) for rate in rates]) for end in ("low", "high"))
    top = nice_top(float(np.nanmax([predicted.max(), observed.max(), np.nanmax(high, initial=0.0)])))
    summary = _summary(predicted, observed, low, high, t)
    table = _table(bins, rates, t)
    plot = Plot(
        "calibration",
        share_axis(t.gettext("predicted probability of default"), top, t),
        share_axis(t.gettext("observed default rate"), top, t),
        (
            _strip(probability, top, t),
            dashes(t.gettext("perfect calibration"), np.array([0.0, top]), np.array([0.0, top])),
            Layer("whiskers", {"x": predicted, "low": low, "high": high}, style={"line_width": 2}),
            Layer(
                "dots",
                {"x": predicted, "y": observed},
                name=t.gettext("tenths of the clients, interval of 95%"),
                style={"size": 10},
                readings=readings_of(table),
            ),
        ),
    )
    return plotted(t.gettext("Calibration"), plot, summary, table, t)


def _strip(probability: np.ndarray, top: float, t: Translator) -> Layer:
    """Return the bars along the bottom that tell where the clients stand, the tallest an eighth of the picture."""
    edges = np.linspace(0, top, BARS + 1)
    counts = np.histogram(probability, edges)[0]
    columns = {
        "left": edges[:-1],
        "bottom": np.zeros(BARS),
        "right": edges[1:],
        "top": counts / max(counts.max(initial=0), 1) * top / 8,
    }
    where = [t.between(t.percent(low, 1), t.percent(high, 1)) for low, high in itertools.pairwise(edges.tolist())]
    readings = [(t.gettext("Probability, from – to"), where), (t.gettext("Clients"), [t.number(n) for n in counts])]
    style = {"alpha": 0.45, "line_alpha": 0}
    return Layer("boxes", columns, "review", t.gettext("clients by probability"), style, readings)


def _summary(predicted: np.ndarray, observed: np.ndarray, low: np.ndarray, high: np.ndarray, t: Translator) -> str:
    within = int(np.sum((low <= predicted) & (predicted <= high)))
    worst = int(np.argmax(np.abs(predicted - observed)))
    return t.gettext(
        "In {within} of {n} groups of equal size the predicted probability lies within the interval of the observed "
        "rate; it is farthest where {predicted} were predicted and {observed} observed.",
        within=t.number(within),
        n=t.number(len(predicted)),
        predicted=t.percent(float(predicted[worst])),
        observed=t.percent(float(observed[worst])),
    )


def _table(bins: Sequence[Mapping[str, Any]], rates: Sequence[Rate], t: Translator) -> Table:
    columns = (
        t.gettext("Probability, from – to"),
        t.gettext("Clients"),
        t.gettext("Defaults"),
        t.gettext("Predicted"),
        t.gettext("Observed"),
        t.gettext("Interval"),
    )
    return Table(
        columns,
        tuple(
            (
                t.between(t.percent(b["low"], 2), t.percent(b["high"], 2)),
                t.number(b["count"]),
                t.number(b["defaults"]),
                t.percent(b["predicted"], 2),
                t.percent(b["observed"], 2),
                _interval(rate, t),
            )
            for b, rate in zip(bins, rates, strict=True)
        ),
    )


def _interval(rate: Rate, t: Translator) -> str:
    if rate.low is None or rate.high is None:
        return t.gettext("too few")
    return t.between(t.percent(rate.low, 2), t.percent(rate.high, 2))


def _end(rate: Rate, end: str) -> float:
    value = getattr(rate, end)
    return float("nan") if value is None else float(value)
