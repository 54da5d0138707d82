"""The numbers beside an axis, short and in the reader's language: 45 k, 12 %, 40 years."""

from __future__ import annotations

import math

from credit_panel.charts.column_words import column_label
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Translator
from credit_panel.locale.quantity import Quantity
from credit_panel.portfolio.statistics.plot_axis import PlotAxis

_SPACE = "\N{NARROW NO-BREAK SPACE}"
_PERCENT = ("probability",)


def short_number(value: float, t: Translator) -> str:
    """Return a number in three digits: ``950``, ``45 k``, ``1.2 M``."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= 0.9995 * size:
            scaled = value / size
            digits = 0 if abs(scaled) >= 99.5 or round(scaled, 1).is_integer() else 1
            return Quantity(f"{t.number(scaled, digits)}{_SPACE}{unit}", round(scaled, digits) * size)
    return t.number(value, 0 if float(round(value, 6)).is_integer() else 2 if abs(value) < 10 else 1)


def is_share(column: str) -> bool:
    """Return whether a column holds shares, which are read and typed in per cent."""
    unit = FIELDS[column].unit if column in FIELDS else ""
    return column in _PERCENT or unit == "share" or column == "annuity_income_ratio"


def scaled_words(axis: PlotAxis, scaled: float, t: Translator) -> str:
    """Return a number of an axis (years, where the column holds days) as it stands beside it."""
    if is_share(axis.column):
        percent = round(scaled * 100, 6)
        return t.percent(scaled, 0 if percent.is_integer() else 1)
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
    step = round_step((axis.high - axis.low) / most)
    first, last = math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9)
    return [(k * step, scaled_words(axis, float(f"{k * step:.12g}"), t)) for k in range(first, last + 1)]


def count_ticks(highest: float, t: Translator, most: int = 4) -> list[tuple[float, str]]:
    """Return round counts up to `highest` and what stands beside them."""
    step = max(round_step(max(highest, 1) / most), 1)
    return [(k * step, short_number(k * step, t)) for k in range(int(highest // step) + 1)]


def round_step(size: float) -> float:
    """Return the 1, 2 or 5 times a power of ten at or above `size`."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= size * (1 - 1e-9))
