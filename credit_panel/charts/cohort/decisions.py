"""Acceptance and overrules month by month, as advisors decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from credit_panel.charts.axis import Axis, nice_top, share_axis
from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.plot import Layer, Plot, plotted, readings_of
from credit_panel.locale import Translator
from credit_panel.scoring.drift import LARGE, MODERATE
from credit_panel.scoring.fairness import MINIMUM_CELL, Rate
from credit_panel.state.decision_rates import Month

_APART = 0.08
"""How far the two figures of a month stand apart, in months."""
_MOST_MARKS = 8
_ENDS = ("value", "low", "high")


def decisions_figure(months: Sequence[Month], t: Translator) -> Figure:
    """Draw the rates of each month with their intervals.

    Parameters
    ----------
    months
        The first first; one at least has enough decisions.
    """
    table = _table(months, t)
    accepted, overruled = ([getattr(month.rates, what) for month in months] for what in ("accepted", "overruled"))
    rates = (
        (t.gettext("accepted, interval of 95%"), "favourable", accepted, -_APART),
        (t.gettext("against the proposal"), "adverse", overruled, _APART),
    )
    layers: list[Layer] = []
    for name, tone, found, aside in rates:
        value, low, high = (
            np.array([_number(getattr(rate, end)) for rate in found]) for end in ("value", "low", "high")
        )
        x = np.arange(len(months)) + aside
        told: Any = {"tone": tone, "readings": readings_of(table)}
        layers += [
            Layer("whiskers", {"x": x, "low": low, "high": high}, tone, style={"line_width": 2}),  # type: ignore[arg-type]
            Layer("line", {"x": x, "y": value}, tone, style={"line_width": 1.5}),  # type: ignore[arg-type]
            Layer("dots", {"x": x, "y": value}, name=name, style={"size": 10}, **told),
        ]
    highest = max(rate.high or 0.0 for _, _, found, _ in rates for rate in found)
    each = -(-len(months) // _MOST_MARKS)
    marks = [(float(place), t.month(months[place].month)) for place in range(0, len(months), each)]
    plot = Plot(
        "decisions",
        Axis(t.gettext("month of the decision"), -0.5, len(months) - 0.5, marks),
        share_axis(t.gettext("share of the decisions"), nice_top(min(highest, 0.96)), t),
        layers,
    )
    return plotted(t.gettext("Decisions month by month"), plot, _summary(months, t), table, t)


def rate_cell(rate: Rate, t: Translator) -> str:
    """Return a share with its interval, or that too few stand behind it."""
    if rate.value is None or rate.low is None or rate.high is None:
        return t.gettext("too few")
    value, low, high = t.percent(rate.value), t.percent(rate.low), t.percent(rate.high)
    return t.between(low, high, f"{value} ({low} – {high})", value)


def count_cell(count: int | None, t: Translator) -> str:
    """Return a count, or that it is a small one."""
    return t.gettext("fewer than {n}", n=t.number(MINIMUM_CELL)) if count is None else t.number(count)


def _table(months: Sequence[Month], t: Translator) -> Table:
    columns = (
        t.gettext("Month"),
        t.gettext("Clients shown"),
        t.gettext("Decisions"),
        t.gettext("Accepted"),
        t.gettext("Against the proposal"),
        t.gettext("Decided again"),
        t.gettext("Default when known"),
        t.gettext("PSI of the points"),
    )
    rows = tuple(
        (
            t.month(month.month),
            count_cell(month.shown, t),
            count_cell(month.rates.decisions, t),
            rate_cell(month.rates.accepted, t),
            rate_cell(month.rates.overruled, t),
            rate_cell(month.rates.reviewed, t),
            rate_cell(month.observed, t),
            _drift_cell(month, t),
        )
        for month in months
    )
    return Table(columns, rows)


def _drift_cell(month: Month, t: Translator) -> str:
    """Return the index and what it says; it says something only above what chance passes."""
    if month.drift is None or month.critical is None:
        return t.gettext("too few")
    index = t.number(month.drift, 2)
    if month.drift <= max(MODERATE, month.critical):
        return t.gettext("{index}, not moved", index=index)
    if month.drift <= max(LARGE, month.critical):
        return t.gettext("{index}, moved", index=index)
    return t.gettext("{index}, moved far", index=index)


def _summary(months: Sequence[Month], t: Translator) -> str:
    last = next(month for month in reversed(months) if month.rates.decisions is not None)
    return t.gettext(
        "In {month}, the last one with enough decisions, {n} were made: {accepted} accept, {overruled} go against the "
        "proposal.",
        month=t.month(last.month),
        n=t.number(last.rates.decisions or 0),
        accepted=rate_cell(last.rates.accepted, t),
        overruled=rate_cell(last.rates.overruled, t),
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value
