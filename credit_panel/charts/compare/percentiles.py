"""Several features at once: where the client ranks in each, from the lowest of the group to the highest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from credit_panel.charts.compare.readings import rank_words, share_words
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio.statistics.percentile_rank import PercentileRank

_NAMED = 2
"""Features that the summary names."""


def percentiles_figure(
    percentile_ranks: Sequence[PercentileRank], points: Mapping[str, int], of_group: str, t: Translator
) -> Figure:
    """Draw the client's rank in several features as dots on lines from 0 to 100.

    Parameters
    ----------
    percentile_ranks
        Where the client stands, in the order of the lines.
    points
        By feature, what it moved the client's points, in whole numbers as every other tab says them.
    of_group
        The group after a share: "of all clients".
    """
    rows = [
        {
            "label": t.label(s.feature),
            "name": s.feature,
            "value": t.value(s.feature, s.value),
            "at": None if s.rank is None else round(100 * s.rank, 1),
            "words": rank_words(s, of_group, t),
            "points": t.signed(points[s.feature]),
            "adverse": points[s.feature] < 0,
        }
        for s in percentile_ranks
    ]
    summary = _summary(percentile_ranks, of_group, t)
    picture = render("charts", "compare/percentiles.html", t, {"rows": rows})
    columns = (
        t.gettext("Feature"),
        t.gettext("Client"),
        t.gettext("Middle of the group"),
        t.gettext("Lower"),
        t.gettext("The same"),
        t.gettext("Higher"),
        t.gettext("Not known"),
        t.gettext("Points"),
    )
    return Figure(t.gettext("The client's strongest features"), picture, summary, Table(columns, tuple(
        _row(s, points[s.feature], t) for s in percentile_ranks
    )))  # fmt: skip


def _row(percentile_rank: PercentileRank, points: int, t: Translator) -> tuple[str, ...]:
    def share(count: int) -> str:
        return share_words(count / percentile_rank.known, t) if percentile_rank.ranked else ""

    return (
        t.label(percentile_rank.feature),
        t.value(percentile_rank.feature, percentile_rank.value),
        t.value(percentile_rank.feature, percentile_rank.typical),
        share(percentile_rank.below),
        share_words(percentile_rank.equal, t) if percentile_rank.value is not None and percentile_rank.known else "",
        share(percentile_rank.above),
        t.number(percentile_rank.missing),
        t.signed(points),
    )


def _summary(percentile_ranks: Sequence[PercentileRank], of_group: str, t: Translator) -> str:
    ranked = [s for s in percentile_ranks if s.rank is not None]
    far = sorted(ranked, key=lambda s: -abs((s.rank or 0.0) - 0.5))[:_NAMED]
    words = [(lower_first(t.label(s.feature)), rank_words(s, of_group, t)) for s in far]
    named = [f"{label} – {place[:1].lower()}{place[1:-1]}" for label, place in words]
    if not named:
        return t.gettext("None of these features can be ranked among the group.")
    return t.gettext(
        "Furthest from the middle: {named}.",
        named=("\N{NARROW NO-BREAK SPACE}; " if t.language == "fr" else "; ").join(named),
    )
