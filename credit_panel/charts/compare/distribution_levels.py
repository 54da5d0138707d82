"""One category over a group: how many have each, how their credits ended, and which is the client's."""

from __future__ import annotations

import math

import numpy as np

from credit_panel.charts.compare.readings import rank_words, share_words
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.group_distribution import LevelDistribution
from credit_panel.portfolio.statistics.percentile_rank import Level
from credit_panel.scoring.neighbours import FEWEST
from credit_panel.scoring.rounding import rounded_shares

MOST_LEVELS = 12
"""Categories drawn one by one; the client's own always is, and the others are one line."""


def levels_figure(spread: LevelDistribution, of_group: str, t: Translator) -> Figure:
    """Draw the categories by how common they are among those who repaid and among those who defaulted.

    Parameters
    ----------
    of_group
        The group after a share: "of all clients".
    """
    feature, own = spread.percentile_rank.feature, spread.percentile_rank.value
    drawn = [i for i, level in enumerate(spread.levels) if i < MOST_LEVELS or level == own]
    rest = [i for i in range(len(spread.levels)) if i not in drawn]
    repaid, defaulted, rates = spread.outcomes.repaid, spread.outcomes.defaulted, spread.outcomes.rates
    lines = [
        (t.value(feature, spread.levels[i]), repaid[i], defaulted[i], rates[i], spread.levels[i] == own) for i in drawn
    ]
    if rest:
        others, bad = int(spread.outcomes.known[rest].sum()), int(defaulted[rest].sum())
        rate = bad / others if others >= FEWEST else math.nan
        name = t.ngettext("{n} other", "{n} others", len(rest))
        lines.append((name, repaid[rest].sum(), bad, rate, False))
    good, bad = max(int(repaid.sum()), 1), max(int(defaulted.sum()), 1)
    most = max((max(r / good, d / bad) for _, r, d, _, _ in lines), default=1.0) or 1.0
    told = [_shares([float(line[place]) / whole for line in lines], t) for place, whole in ((1, good), (2, bad))]
    highest = max((r for *_, r, _ in lines if not math.isnan(r)), default=0.0) or 1.0
    rows = [
        {
            "name": name,
            "repaid": (round(100 * float(r / good / most), 1), of_good),
            "defaulted": (round(100 * float(d / bad / most), 1), of_bad),
            "rate": t.gettext("too few") if math.isnan(rate) else t.percent(rate),
            "height": 0 if math.isnan(rate) else round(100 * rate / highest, 1),
            "own": here,
        }
        for (name, r, d, rate, here), of_good, of_bad in zip(lines, *told, strict=True)
    ]
    summary = _summary(spread, of_group, t)
    picture = render("charts", "compare/distribution_levels.html", t, {"rows": rows, "any": bool(defaulted.any())})
    return Figure(t.label(feature), picture, summary, _table(spread, t))


def _shares(shares: list[float], t: Translator) -> list[str]:
    """Return shares that stand together so that they add up: in whole per cent as long as none but 0 reads 0."""
    digits = next((n for n in (0, 1) if all(round(100 * s, n) or not s for s in shares)), 2)
    return [t.percent(share, digits) for share in rounded_shares(shares, digits)]


def _summary(spread: LevelDistribution, of_group: str, t: Translator) -> str:
    percentile_rank = spread.percentile_rank
    label = t.label(percentile_rank.feature)
    if percentile_rank.value is None:
        words = t.gettext("{label}: not known for this client.", label=label)
    else:
        place, value = rank_words(percentile_rank, of_group, t), t.value(percentile_rank.feature, percentile_rank.value)
        words = t.gettext("{label}: {value}. {place}", label=label, value=value, place=place)
    rate = spread.outcomes.rate
    if math.isnan(rate):
        return words
    own = _rate_of(spread, percentile_rank.value)
    known = {"rate": t.percent(rate), "of_group": of_group}
    if math.isnan(own):
        return f"{words} " + t.gettext("{rate} {of_group} with a known outcome defaulted.", **known)
    return f"{words} " + t.gettext("Of them, {own} defaulted, against {rate} {of_group}.", own=t.percent(own), **known)


def _rate_of(spread: LevelDistribution, level: Level | None) -> float:
    rates: np.ndarray = spread.outcomes.rates
    return float(rates[spread.levels.index(level)]) if level in spread.levels else math.nan


def _table(spread: LevelDistribution, t: Translator) -> Table:
    feature = spread.percentile_rank.feature
    rows = [
        (
            t.value(feature, level),
            t.number(int(repaid)),
            t.number(int(defaulted)),
            t.gettext("too few") if math.isnan(rate) else t.percent(float(rate)),
            t.gettext("this client") if level == spread.percentile_rank.value else "",
        )
        for level, repaid, defaulted, rate in zip(
            spread.levels, spread.outcomes.repaid, spread.outcomes.defaulted, spread.outcomes.rates, strict=True
        )
    ]
    if spread.percentile_rank.missing:
        words = share_words(spread.percentile_rank.missing / spread.percentile_rank.clients, t)
        rows.append((t.gettext("not given"), "", "", "", t.gettext("{share} of the group", share=words)))
    columns = (
        t.label(feature),
        t.gettext("Repaid"),
        t.gettext("Defaulted"),
        t.gettext("Default rate"),
        t.gettext("Note"),
    )
    return Table(columns, tuple(rows))
