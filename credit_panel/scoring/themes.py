"""Themes: contributions rolled up to what an advisor talks about, and the reasons among them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

import polars as pl

from credit_panel.features.application import derived_expressions
from credit_panel.home_credit.absence import Absence
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.fields import Theme, Unit
from credit_panel.scoring.explanation import Contribution, Explanation

MOST_REASONS = 4
"""Reasons given for a decision: more than four hide the principal ones (12 CFR 1002.9, official interpretation)."""

LEAST_POINTS = 1.0
"""Points under which a theme is no reason: nobody would see the difference."""

_AGE_AND_CHILDREN = frozenset({"DAYS_BIRTH", "CNT_CHILDREN", "CNT_FAM_MEMBERS"})

SENSITIVE = _AGE_AND_CHILDREN | {
    name
    for name, expression in derived_expressions(pl).items()
    if _AGE_AND_CHILDREN.intersection(expression.meta.root_names())
}
"""Age, children and what is worked out from them: analysts see what they moved, and nobody is told them as a reason."""

BUILDING = frozenset(
    name for name, field in FIELDS.items() if field.theme == "housing" and field.unit in ("ratio", "count")
)
"""Indices of the building: nobody could explain "land area, mean index 0.02" to a client, or change it."""

_SPEAKS_FOR_ITSELF = frozenset({Absence.RETIRED, Absence.NO_CARD_HERE})
"""What may count in favour although it is missing: its words say why."""


_DAYS_IN: Mapping[Unit, float] = {"days": 1.0, "months": 30.4375, "years": 365.25}
_DIGITS: Mapping[Unit, int] = {"share": 3, "ratio": 2, "score": 2, "count": 1}
"""Decimals with which a number of a unit is written."""


@dataclass(frozen=True, slots=True)
class ThemeContribution:
    """What one theme moved.

    Parameters
    ----------
    theme
        Key of the theme in the catalogue.
    points
        Sum over its features.
    contributions
        Its features, strongest first.
    """

    theme: Theme
    points: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for or against.

    Parameters
    ----------
    theme, points
        The theme, and the points of those of its features that may be told; negative counts against the client.
    evidence
        The feature of the theme that pulls the same way most, with a value that can be seen to.
    """

    theme: Theme
    points: float
    evidence: Contribution


@dataclass(frozen=True, slots=True)
class Reasons:
    """The principal reasons of a decision, strongest first.

    Parameters
    ----------
    adverse
        At most `MOST_REASONS` that count against the client.
    supporting
        As many at most that count in favour.
    """

    adverse: tuple[Reason, ...]
    supporting: tuple[Reason, ...]


def may_be_told(feature: str) -> bool:
    """Tell whether a feature may be given as a reason."""
    return feature not in SENSITIVE and feature not in BUILDING and FIELDS[feature].excluded is None


def strongest_told(explanation: Explanation, most: int) -> tuple[str, ...]:
    """Return the features that moved the points most of those that may be given as a reason, strongest first."""
    return tuple(islice((c.feature for c in explanation.contributions if may_be_told(c.feature)), most))


def by_theme(explanation: Explanation) -> tuple[ThemeContribution, ...]:
    """Return the contributions theme by theme, strongest first; their points add up as those of the features do."""
    return _rolled_up(explanation.contributions)


def told_by_theme(explanation: Explanation) -> tuple[ThemeContribution, ...]:
    """Return, theme by theme, the contributions that may be told; with `untold_points` they add up as all do."""
    return _rolled_up(c for c in explanation.contributions if may_be_told(c.feature))


def untold_points(explanation: Explanation) -> float:
    """Return what the features moved that are no reason to tell: age, children, indices of the building."""
    return math.fsum(c.points for c in explanation.contributions if not may_be_told(c.feature))


def reasons_of(explanation: Explanation) -> Reasons:
    """Return the principal reasons: the themes that moved the points most, each with its strongest evidence.

    A theme counts with what may be told of it alone, so that age is never told as something else. Evidence has a value
    that differs from the reference as both are written, and lies on the side that the points say. A theme without such
    evidence gives no reason. The order depends on the points and, where these are equal, on the name, so the same
    client always gets the same reasons.
    """
    adverse: list[Reason] = []
    supporting: list[Reason] = []
    for theme in told_by_theme(explanation):
        if abs(theme.points) < LEAST_POINTS:
            continue
        side = math.copysign(1, theme.points)
        evidence = next((c for c in theme.contributions if c.points * side > 0 and _shows(c, side)), None)
        if evidence is not None:
            (supporting if side > 0 else adverse).append(Reason(theme.theme, theme.points, evidence))
    return Reasons(tuple(adverse[:MOST_REASONS]), tuple(supporting[:MOST_REASONS]))


def _rolled_up(contributions: Iterable[Contribution]) -> tuple[ThemeContribution, ...]:
    members: dict[Theme, list[Contribution]] = {}
    for contribution in contributions:
        members.setdefault(FIELDS[contribution.feature].theme, []).append(contribution)
    themes = (ThemeContribution(theme, math.fsum(c.points for c in own), tuple(own)) for theme, own in members.items())
    return tuple(sorted(themes, key=lambda t: (-abs(t.points), t.theme)))


def _shows(contribution: Contribution, side: float) -> bool:
    """Tell whether anybody can see from a feature's value that it counts for (`side` 1) or against (-1) the client."""
    value, reference = contribution.value, contribution.reference
    if value is None:
        if contribution.absence is Absence.NONE_OF_THE_KIND:
            return False
        return side < 0 or contribution.absence in _SPEAKS_FOR_ITSELF
    if reference is None:
        return False
    field = FIELDS[contribution.feature]
    if isinstance(value, float) and isinstance(reference, float) and field.direction:
        return (value - reference) * field.direction * side < 0 and _reads_otherwise(contribution)
    return _reads_otherwise(contribution)


def _reads_otherwise(contribution: Contribution) -> bool:
    """Tell whether the value and the reference are written differently, by the digits that readers of a unit see."""
    value, reference = contribution.value, contribution.reference
    if not (isinstance(value, float) and isinstance(reference, float)):
        return value != reference
    unit = FIELDS[contribution.feature].unit
    return _as_written(value, unit) != _as_written(reference, unit)


def _as_written(value: float, unit: Unit) -> object:
    if unit in _DAYS_IN:
        days = abs(value) * _DAYS_IN[unit]
        months = round(days / _DAYS_IN["months"])
        return ("days", round(days)) if days < 31 else months if months < 120 else months // 12 * 12
    return bool(value) if unit == "flag" else round(value, _DIGITS.get(unit, 0))
