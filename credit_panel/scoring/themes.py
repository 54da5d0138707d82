"""Themes: contributions rolled up to what an advisor talks about, and the reasons among them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from credit_panel.features.application import derived_expressions
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.fields import Theme
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
"""Age, children and what is worked out from them: they stay in the list of contributions, and are never held out to a
client as a reason."""


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
        The theme and its points; negative counts against the client.
    evidence
        The feature of the theme that pulls the same way most, never a protected one.
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


def by_theme(explanation: Explanation) -> tuple[ThemeContribution, ...]:
    """Return the contributions theme by theme, strongest first; their points add up as those of the features do."""
    members: dict[Theme, list[Contribution]] = {}
    for contribution in explanation.contributions:
        members.setdefault(FIELDS[contribution.feature].theme, []).append(contribution)
    themes = (ThemeContribution(theme, math.fsum(c.points for c in own), tuple(own)) for theme, own in members.items())
    return tuple(sorted(themes, key=lambda t: (-abs(t.points), t.theme)))


def reasons_of(explanation: Explanation) -> Reasons:
    """Return the principal reasons: the themes that moved the points most, each with its strongest evidence.

    The order depends on the points and, where these are equal, on the name, so the same client always gets the same
    reasons. A theme that nothing but protected features moved gives none.
    """
    adverse: list[Reason] = []
    supporting: list[Reason] = []
    for theme in by_theme(explanation):
        if abs(theme.points) < LEAST_POINTS:
            continue
        side = math.copysign(1, theme.points)
        evidence = next((c for c in theme.contributions if c.points * side > 0 and _may_be_told(c.feature)), None)
        if evidence is not None:
            (supporting if side > 0 else adverse).append(Reason(theme.theme, theme.points, evidence))
    return Reasons(tuple(adverse[:MOST_REASONS]), tuple(supporting[:MOST_REASONS]))


def _may_be_told(feature: str) -> bool:
    return feature not in SENSITIVE and FIELDS[feature].excluded is None
