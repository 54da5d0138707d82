"""The axes of the portfolio in words: the name of a column with its unit, and its numbers: 45 k, 12 %, 40 years."""

from __future__ import annotations

import math

from credit_panel.charts.axis import Axis, Unit, round_marks, short_number
from credit_panel.charts.column_words import column_label
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Translator
from credit_panel.locale.quantity import Quantity
from credit_panel.portfolio.statistics.plot_axis import PlotAxis

_PERCENT = ("probability",)


def is_share(column: str) -> bool:
    """Return whether a column holds shares, which are read and typed in per cent."""
    unit = FIELDS[column].unit if column in FIELDS else ""
    return column in _PERCENT or unit == "share" or column == "annuity_income_ratio"


def scaled_words(axis: PlotAxis, scaled: float, t: Translator) -> str:
    """Return a number of an axis (years, where the column holds days) as it stands beside it."""
    if is_share(axis.column):
        return t.percent(scaled)
    words = short_number(scaled, t)
    if axis.factor != 1 and isinstance(words, Quantity):
        return Quantity(words, words.shown, words.digits, "years")
    return words


def axis_label(axis: PlotAxis, t: Translator) -> str:
    """Return the name of an axis with its unit."""
    label = column_label(axis.column, t)
    if axis.factor != 1:
        return t.gettext("{label} (years)", label=label)
    if is_share(axis.column):
        return t.gettext("{label} (%)", label=label)
    return label


def plot_axis(axis: PlotAxis, t: Translator, most: int = 7) -> Axis:
    """Return an axis of the portfolio's pictures with its name, and at most `most` numbers beside it."""
    unit: Unit = "" if axis.scale == "log" else "share" if is_share(axis.column) else "short"
    return Axis(axis_label(axis, t), axis.low, axis.high, ticks(axis, t, most), unit)


def ticks(axis: PlotAxis, t: Translator, most: int = 7) -> list[tuple[float, str]]:
    """Return positions on an axis and what stands there, at most `most` of them."""
    if axis.scale == "log":
        digits = ((1, 2, 5), (1, 3), (1,))
        for chosen in digits:
            powers = range(math.floor(axis.low), math.ceil(axis.high) + 1)
            values = [d * 10.0**p for p in powers for d in chosen]
            values = [v for v in values if axis.low - 1e-9 <= math.log10(v) <= axis.high + 1e-9]
            if len(values) <= most or chosen == (1,):
                return [(math.log10(v), scaled_words(axis, v, t)) for v in values]
    return round_marks(axis.low, axis.high, lambda value, _: scaled_words(axis, value, t), most)
