"""Numbers of a measure in words and on axes, and a client's standing in words."""

from __future__ import annotations

import math

import numpy as np

from credit_panel.charts.axis import Axis, Unit
from credit_panel.home_credit.calendar import DAYS_A_MONTH, DAYS_A_YEAR
from credit_panel.locale import Translator
from credit_panel.locale.quantity import Quantity
from credit_panel.locale.translator import MINUS
from credit_panel.portfolio.statistics.measure import Measure
from credit_panel.portfolio.statistics.percentile_rank import PercentileRank

_DAYS = {"days": 1.0, "months": DAYS_A_MONTH, "years": DAYS_A_YEAR}
_NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
_TIED = 0.1
"""Share of a group with the client's own value from which the words name them."""


def reading(measure: Measure, shown: float | None, t: Translator) -> str:
    """Return a shown number as a person says it: ``45 years 2 months``, ``21.6%``, ``120,000``."""
    if shown is None or not math.isfinite(shown):
        return t.gettext("not given")
    if measure.unit in _DAYS:
        words = t.duration(shown * _DAYS[measure.unit])
        if shown < 0 and isinstance(words, Quantity):
            return Quantity(f"{MINUS}{_NARROW_SPACE}{words}", -words.shown, words.digits, words.unit)
        return words
    return t.quantity(shown, measure.unit)


def axis_name(measure: Measure, t: Translator) -> str:
    """Return the name of an axis with its unit."""
    unit = _unit_word(measure, t)
    return f"{t.label(measure.column)} ({unit})" if unit else t.label(measure.column)


def tick(measure: Measure, shown: float, step: float, t: Translator) -> str:
    """Return a number of an axis whose marks are `step` apart, as short as it can be: ``45 k``, ``12%``."""
    if measure.unit == "share":
        return t.percent(shown, _digits(step * 100))
    for power, letter in ((6, "M"), (3, "k")):
        if measure.unit == "amount" and abs(shown) >= 10 ** (power + (power == 3)):
            return f"{t.number(shown / 10**power, _digits(step / 10**power))}{_NARROW_SPACE}{letter}"
    return t.number(shown, _digits(step))


def short_tick(measure: Measure, shown: float, t: Translator) -> str:
    """Return a number of a measure to two digits, as far as a point of a picture can be told from its neighbours."""
    rounded = float(f"{shown:.2g}")
    return tick(measure, rounded, 10.0 ** math.floor(math.log10(abs(rounded)) - 1) if rounded else 1.0, t)


def place_name(measure: Measure, edges: np.ndarray, place: int, t: Translator) -> str:
    """Return the name of a place of a spread: under the first edge, a bin, over the last edge."""
    step, unit = float(edges[1] - edges[0]), _unit_word(measure, t)
    full = Measure(measure.column, "ratio" if measure.unit == "amount" else measure.unit)
    single = step == 1.0 and edges[0] % 1 == 0.5
    shift = 0.5 if single else 0.0
    low: str | None
    high: str | None
    if place == 0:
        low, high = None, tick(full, float(edges[0]) + shift, step, t)
        words = t.gettext("under {number}", number=high)
    elif place == len(edges):
        low, high = tick(full, float(edges[-1]) - shift, step, t), None
        words = t.gettext("over {number}", number=low)
    elif single:
        low = high = words = tick(full, float(edges[place - 1]) + 0.5, step, t)
    else:
        low, high = (tick(full, float(edge), step, t) for edge in edges[place - 1 : place + 1])
        words = f"{low} – {high}"
    return t.between(low, high, f"{words} {unit}" if unit else words)


def measure_axis(measure: Measure, edges: np.ndarray, most: int, t: Translator) -> Axis:
    """Return the axis of a measure between the first and the last edge, with at most about `most` marks."""
    low, high, step = float(edges[0]), float(edges[-1]), float(edges[1] - edges[0])
    single = step == 1.0 and low % 1 == 0.5
    every = next(n for n in (1, 2, 4, 5, 10, 20, 50, 100, 1000) if (len(edges) - 1) / n <= most) * step
    first, last = math.ceil(low / every - 1e-9), math.floor(high / every + 1e-9)
    marks = [float(f"{k * every:.12g}") for k in range(first, last + 1)]
    if not single and len(marks) < 2:
        marks = [low, high]
    unit: Unit = "share" if measure.unit == "share" else "short" if measure.unit == "amount" else "number"
    return Axis(axis_name(measure, t), low, high, [(mark, tick(measure, mark, every, t)) for mark in marks], unit)


def share_words(share: float, t: Translator) -> str:
    """Return a share in whole per cent; near 0 and 1 in as many decimals as keep it from reading 0 or 100."""
    if share in (0.0, 1.0):
        return t.percent(share, 0)
    near = min(max(share, 0.0001), 0.9999)
    from_end = min(near, 1 - near)
    digits = 0 if from_end > 0.0051 else 1 if from_end > 0.00051 else 2
    return t.percent(near, digits)


def rank_words(percentile_rank: PercentileRank, of_group: str, t: Translator) -> str:
    """Return where a client stands, a sentence such as "Higher than 83% of the similar clients".

    Parameters
    ----------
    of_group
        The group after a share: "of all clients".
    """
    if percentile_rank.value is None:
        return t.gettext("Not known for this client.")
    if not percentile_rank.known:
        return t.gettext("Not known for any other.")
    same = share_words(percentile_rank.equal, t)
    if not percentile_rank.ranked:
        return t.gettext("Shared by {share} {of_group}.", share=same, of_group=of_group)
    if percentile_rank.same == percentile_rank.known:
        return t.gettext("The same for everyone.")
    higher = percentile_rank.below >= percentile_rank.above
    share = share_words(percentile_rank.lower if higher else percentile_rank.higher, t)
    known = {"share": share, "of_group": of_group, "same": same}
    if percentile_rank.equal >= _TIED:
        if higher:
            return t.gettext("Higher than {share} {of_group}, the same as {same}.", **known)
        return t.gettext("Lower than {share} {of_group}, the same as {same}.", **known)
    if higher:
        return t.gettext("Higher than {share} {of_group}.", **known)
    return t.gettext("Lower than {share} {of_group}.", **known)


def _unit_word(measure: Measure, t: Translator) -> str:
    return {"days": t.gettext("days"), "months": t.gettext("months"), "years": t.gettext("years")}.get(measure.unit, "")


def _digits(step: float) -> int:
    """Return the decimals that tell marks `step` apart from one another."""
    return next((d for d in range(7) if abs(round(step, d) - step) <= 1e-6 * step), 7)
