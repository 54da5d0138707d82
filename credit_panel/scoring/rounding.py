"""Points in whole numbers, and shares in per cent, that add up: rounded once, so that all places show the same ones."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.scoring.explanation import Explanation
from credit_panel.scoring.themes import may_be_told, told_by_theme


@dataclass(frozen=True, slots=True)
class WholePoints:
    """The points of one explanation in whole numbers.

    Parameters
    ----------
    base, total
        The start of all applications, and the client's points.
    themes
        What may be told, theme by theme; with `untold` they lead from `base` to `total`.
    untold
        What is no reason to tell: age, children and indices of the building together.
    features
        Every feature; those that may be told add up to their theme, the others to `untold`.
    """

    base: int
    total: int
    themes: Mapping[Theme, int]
    untold: int
    features: Mapping[str, int]


@lru_cache(maxsize=64)
def whole_points(explanation: Explanation) -> WholePoints:
    """Round the points of an explanation: first the themes to the client's points, then the features to their theme."""
    themes = told_by_theme(explanation)
    hidden = [c for c in explanation.contributions if not may_be_told(c.feature)]
    groups = [theme.contributions for theme in themes] + ([tuple(hidden)] if hidden else [])
    base, total = round(explanation.base_points), round(explanation.points)
    exact = [math.fsum(c.points for c in group) for group in groups]
    sums = rounded_to_total(exact, total - base) if groups else []
    features = {
        c.feature: points
        for group, whole in zip(groups, sums, strict=True)
        for c, points in zip(group, rounded_to_total([c.points for c in group], whole), strict=True)
    }
    told = {theme.theme: whole for theme, whole in zip(themes, sums, strict=False)}
    return WholePoints(base, total, told, sums[-1] if hidden else 0, features)


def rounded_to_total(values: Sequence[float], total: int) -> list[int]:
    """Round `values` to whole numbers that add up to `total`.

    The largest remainders are rounded up (Hamilton's method), so no value moves by a whole point as long as the
    values themselves add up to the total within half a point a value.
    """
    floors = [math.floor(v) for v in values]
    missing = total - sum(floors)
    order = sorted(range(len(values)), key=lambda i: floors[i] - values[i])
    for i in order[: max(missing, 0)]:
        floors[i] += 1
    for i in order[::-1][: max(-missing, 0)]:
        floors[i] -= 1
    return floors


def rounded_shares(shares: Sequence[float], digits: int = 1) -> list[float]:
    """Round shares that stand together to `digits` decimals of a per cent, so that what is shown adds up.

    They add up to their sum rounded alike: to 100 % where they are all there is. Shares that are not all known stay.

    Examples
    --------
    >>> rounded_shares([0.62575, 0.2697, 0.10455])
    [0.626, 0.27, 0.104]
    """
    total = math.fsum(shares)
    if not math.isfinite(total):
        return list(shares)
    scale = 100 * 10**digits
    return [whole / scale for whole in rounded_to_total([share * scale for share in shares], round(total * scale))]
