"""Axes: what is measured along one, from where to where, and the round numbers that stand beside it.

The numbers are written here once; while somebody looks at a part of a picture, the browser writes those of that part by
the same rules (``views/parts/pictures.js``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from credit_panel.locale import Translator
from credit_panel.locale.quantity import Quantity

_SPACE = "\N{NARROW NO-BREAK SPACE}"

Unit = Literal["share", "number", "short", ""]
"""How numbers are written: per cent, in full, as ``45 k``; empty for words that stand where they stand."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Parameters
    ----------
    label
        What it measures, with its unit.
    low, high
        Its ends.
    marks
        Where something is written beside it, and what.
    unit
        How the browser writes the numbers between the marks.
    """

    label: str
    low: float
    high: float
    marks: Sequence[tuple[float, str]] = field(default=())
    unit: Unit = ""


def share_axis(label: str, top: float, t: Translator) -> Axis:
    """Return an axis of shares from 0 to `top`, with as many decimals as four steps need."""
    digits = _decimals(top * 100 / 4)
    marks = [(i * top / 4, t.percent(i * top / 4, digits)) for i in range(5)]
    return Axis(label, 0, top, marks, "share")


def number_axis(label: str, top: float, t: Translator) -> Axis:
    """Return an axis of numbers from 0 to `top`, with as many decimals as four steps need."""
    digits = _decimals(top / 4)
    return Axis(label, 0, top, [(i * top / 4, t.number(i * top / 4, digits)) for i in range(5)], "number")


def nice_top(highest: float) -> float:
    """Return the end of an axis of shares: four round steps that leave a little room above."""
    tops = (0.004, 0.008, 0.012, 0.02, 0.04, 0.08, 0.12, 0.16, 0.2, 0.28, 0.4, 0.6, 0.8, 1.0, 1.2, 1.6, 2, 2.8, 4, 6, 8)
    return next((end for end in tops if end >= highest * 1.04), float(math.ceil(highest * 1.04 / 4) * 4))


def round_step(size: float) -> float:
    """Return the 1, 2 or 5 times a power of ten at or above `size`."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= size * (1 - 1e-9))


def round_marks(
    low: float, high: float, write: Callable[[float, float], str], most: int = 7
) -> list[tuple[float, str]]:
    """Return at most `most` round numbers from `low` to `high` and what stands there.

    Parameters
    ----------
    write
        Writes a number, given it and the step between two.
    """
    step = round_step(max(high - low, 1e-12) / most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(k * step, write(float(f"{k * step:.12g}"), step)) for k in range(first, last + 1)]


def percent_marks(low: float, high: float, t: Translator, most: int = 6) -> list[tuple[float, str]]:
    """Return the round shares of an axis."""
    return round_marks(low, high, lambda value, step: t.percent(value, 0 if step >= 0.01 else 1), most)


def count_marks(highest: float, t: Translator, most: int = 4) -> list[tuple[float, str]]:
    """Return round counts up to `highest` and what stands beside them."""
    step = max(round_step(max(highest, 1) / most), 1)
    return [(k * step, short_number(k * step, t)) for k in range(int(highest // step) + 1)]


def short_number(value: float, t: Translator) -> str:
    """Return a number in three digits: ``950``, ``45 k``, ``1.2 M``."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= 0.9995 * size:
            scaled = value / size
            digits = 0 if abs(scaled) >= 99.5 or round(scaled, 1).is_integer() else 1
            return Quantity(f"{t.number(scaled, digits)}{_SPACE}{unit}", round(scaled, digits) * size)
    return t.number(value, 0 if float(round(value, 6)).is_integer() else 2 if abs(value) < 10 else 1)


def _decimals(step: float) -> int:
    return next((digits for digits in range(3) if abs(round(step, digits) - step) < 1e-9), 3)
