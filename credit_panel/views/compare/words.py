"""The group in words, and what is said in the place of a picture that cannot be."""

from __future__ import annotations

import math

from credit_panel.charts.compare.readings import reading, share_words
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.group_distribution import GroupDistribution, LevelDistribution
from credit_panel.portfolio.statistics.percentile_rank import PercentileRank
from credit_panel.scoring.neighbours import FEWEST
from credit_panel.state.comparison import COHORT, EVERYONE, SIMILAR, ComparisonState


def group_name(comparison: ComparisonState, t: Translator) -> str:
    """Return the group with its size, where that is no hint at one person."""
    if comparison.too_few and comparison.size:
        return t.gettext("Among the few clients of the group")
    size = t.number(comparison.size)
    return {
        EVERYONE: t.gettext("Among all {n} clients", n=size),
        COHORT: t.gettext("Among the {n} clients of the cohort", n=size),
        SIMILAR: t.gettext("Among the {n} most similar clients", n=size),
    }[comparison.group]


def group_after_a_share(comparison: ComparisonState, t: Translator) -> str:
    """Return the group as it follows a share: 83% "of all clients"."""
    return {
        EVERYONE: t.gettext("of all clients"),
        COHORT: t.gettext("of the cohort"),
        SIMILAR: t.gettext("of the similar clients"),
    }[comparison.group]


def too_few(comparison: ComparisonState, t: Translator) -> str:
    """Return why a small group has no figures."""
    if not comparison.size:
        return t.gettext("No client meets the conditions of this cohort: loosen one of them, or choose another group.")
    return t.gettext(
        "Fewer than {n} clients are in this group. Nothing is said of so few, so that nobody can be recognised: choose "
        "a wider one.",
        n=FEWEST,
    )


def missing_words(percentile_rank: PercentileRank, t: Translator) -> str:
    """Return how many of the group lack the feature; empty when none does."""
    if not percentile_rank.missing:
        return ""
    share = share_words(percentile_rank.missing / percentile_rank.clients, t)
    return t.ngettext(
        "{n} client of the group ({share}) lacks this feature and is not drawn.",
        "{n} clients of the group ({share}) lack this feature and are not drawn.",
        percentile_rank.missing,
        share=share,
    )


def nothing_to_draw(spread: GroupDistribution | LevelDistribution, t: Translator) -> str:
    """Return why a feature has no picture; empty when it has one."""
    percentile_rank = spread.percentile_rank
    if percentile_rank.known < FEWEST:
        return t.gettext("Fewer than {n} clients of the group have this feature: nothing can be drawn.", n=FEWEST)
    if not spread.varies:
        if isinstance(spread, GroupDistribution):
            typical = percentile_rank.typical if isinstance(percentile_rank.typical, float) else math.nan
            value = reading(spread.measure, spread.measure.shown(typical), t)
        else:
            value = t.value(percentile_rank.feature, percentile_rank.typical)
        return t.gettext("All of the group who have this feature have the same: {value}.", value=value)
    if int(spread.outcomes.known.sum()) < FEWEST:
        return t.gettext("How the credit ended is known of fewer than {n} of them: nothing can be drawn.", n=FEWEST)
    return ""
