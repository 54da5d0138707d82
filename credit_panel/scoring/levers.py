"""What an applicant can act on, and the values along which a curve is worked out: the same on a page and over REST."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring.scenario import SETTLED_DEBT

LeverName = Literal["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "AMT_INCOME_TOTAL", "settled_debt"]

LEVERS: tuple[LeverName, ...] = get_args(LeverName)
"""Raw fields of the application that the applicant can act on, and the debts elsewhere that could be settled."""

LARGEST = 1e12
"""Beyond it nothing is an amount of any currency: no slider goes there."""

_SMALLEST = 1e-6
"""Under it an amount is nothing: a slider about it would have no steps."""

_STEPS = 200
"""About how many steps a slider has from end to end."""

_CURVE_VALUES = 49
"""Values along a lever at which the curve is computed."""


@dataclass(frozen=True, slots=True)
class Span:
    """The values that a slider runs through, in the unit of its field.

    Parameters
    ----------
    low, high
        Its ends.
    step
        From one value to the next.
    """

    low: float
    high: float
    step: float

    def values(self) -> list[float]:
        """Return the values at which a curve along the lever is computed."""
        return np.linspace(self.low, self.high, _CURVE_VALUES).tolist()


def bounds(lever: str) -> tuple[float, float]:
    """Return the least and the greatest acceptable value of a lever, those of the catalogue."""
    if lever == SETTLED_DEBT:
        return 0.0, 1.0
    entry = FIELDS[lever]
    return (
        -math.inf if entry.minimum is None else entry.minimum,
        math.inf if entry.maximum is None else entry.maximum,
    )


def span(lever: str, own: float | None, reference: Mapping[str, object]) -> Span:
    """Return the values around the client's own that a slider offers, this one too, all of them acceptable.

    Where the own value is missing, nothing, or none that could be accepted, they lie around the usual one.
    """
    if lever == SETTLED_DEBT:
        return Span(0.0, 1.0, 0.05)
    least, greatest = bounds(lever)
    known = reference.get(lever)
    around = float(known) if isinstance(known, int | float) else 10 * max(least, 1.0)
    if own is not None and max(least, _SMALLEST) < own <= greatest:
        around = own
    around = min(around if around > 0 else 10 * max(least, 1.0), greatest, LARGEST)
    step = _round_step(2 * around / _STEPS)
    low = max(math.floor(around / 5 / step) * step, math.ceil(least / step) * step if math.isfinite(least) else 0.0)
    high = min(math.ceil(2 * around / step) * step, greatest)
    if own is not None and least <= own <= greatest:
        # a slider stands at the client's own value before anything is moved
        low, high = min(low, math.floor(own / step) * step if own - least >= step else least), max(high, own)
    return Span(low, max(high, low + step), step)


def _round_step(size: float) -> float:
    """Return the 1, 2 or 5 times a power of ten at or above `size`."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= size * (1 - 1e-9))
