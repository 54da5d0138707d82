"""One number over a group: those who repaid beside those who defaulted, the default rate along it, the client in it."""

from __future__ import annotations

import math

import numpy as np

from credit_panel.charts.compare.readings import (
    axis_name,
    place_name,
    rank_words,
    rate_words,
    reading,
    share_words,
    ticks,
)
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.group_distribution import GroupDistribution
from credit_panel.scoring.neighbours import FEWEST

HEIGHT, RATES_HEIGHT = 220, 90
_TOP, _TICKS = 26, 8
ENOUGH = 30
"""Clients of each outcome from which shares of each are drawn; fewer are drawn as counts, since a share would shout."""


def distribution_figure(spread: GroupDistribution, of_group: str, t: Translator) -> Figure:
    """Draw a histogram by outcome, and the default rate of each bin under it.

    Shares of each outcome are drawn where both have `ENOUGH` clients, so that the two can be held against each other
    though most repay; counts otherwise. A default rate needs `FEWEST` known outcomes.

    Parameters
    ----------
    of_group
        The group after a share: "of all clients".
    """
    outcomes, edges = spread.outcomes, spread.edges
    repaid, defaulted = outcomes.repaid[1:-1].astype(float), outcomes.defaulted[1:-1].astype(float)
    by_share = min(outcomes.repaid.sum(), outcomes.defaulted.sum()) >= ENOUGH
    if by_share:
        repaid, defaulted = repaid / outcomes.repaid.sum(), defaulted / outcomes.defaulted.sum()
    top, up = _scale(float(max(repaid.max(initial=0), defaulted.max(initial=0))), by_share, t)
    left, width = _bins(edges)
    rates, rate = outcomes.rates[1:-1], outcomes.rate
    rates_top, rates_up = _scale(float(np.nanmax(rates, initial=0 if math.isnan(rate) else rate)), True, t)

    def down(height: int, share: np.ndarray | float, most: float) -> np.ndarray:
        return np.round(height - np.asarray(share) / most * (height - _TOP), 1)

    summary = summary_of(spread, of_group, t)
    drawn = {
        "summary": summary,
        "size": (HEIGHT, RATES_HEIGHT, _TOP),
        "by_share": by_share,
        "up": [(float(down(HEIGHT, v, top)), text) for v, text in up],
        "bars": list(zip(left, width, down(HEIGHT, repaid, top), strict=True)),
        "steps": _steps(left, width, down(HEIGHT, defaulted, top)) if defaulted.any() else [],
        "across": ticks(spread.measure, edges, _TICKS, t),
        "axis": axis_name(spread.measure, t),
        "mark": _mark(spread, t),
        "rates": [
            (x, w, y, spread.place == i + 1, t.percent(r, 0))
            for i, (x, w, y, r) in enumerate(zip(left, width, down(RATES_HEIGHT, rates, rates_top), rates, strict=True))
            if not math.isnan(r)
        ],
        "rates_up": [(float(down(RATES_HEIGHT, v, rates_top)), text) for v, text in rates_up[:: len(rates_up) - 1]],
        "rate": None
        if math.isnan(rate)
        else (
            float(down(RATES_HEIGHT, rate, rates_top)),
            t.gettext("default rate of the group: {rate}", rate=rate_words(rate, t)),
        ),
        "fewest": FEWEST,
    }
    picture = render("charts", "compare/distribution.html", t, drawn)
    return Figure(t.label(spread.measure.column), picture, summary, _table(spread, t))


def summary_of(spread: GroupDistribution, of_group: str, t: Translator) -> str:
    """Return what the picture shows in a sentence or two."""
    label = t.label(spread.measure.column)
    if spread.value is None:
        first = t.gettext("{label}: not known for this client.", label=label)
    else:
        place, value = rank_words(spread.percentile_rank, of_group, t), reading(spread.measure, spread.value, t)
        first = t.gettext("{label}: {value}. {place}", label=label, value=value, place=place)
    rate = spread.outcomes.rate
    if math.isnan(rate):
        return first
    own = math.nan if spread.place is None else float(spread.outcomes.rates[spread.place])
    known = {"rate": rate_words(rate, t), "of_group": of_group}
    if math.isnan(own):
        return f"{first} " + t.gettext("{rate} {of_group} with a known outcome defaulted.", **known)
    where = place_name(spread.measure, spread.edges, spread.place or 0, t)
    return f"{first} " + t.gettext(
        "Of those in the same range ({where}), {own} defaulted, against {rate} {of_group}.",
        own=rate_words(own, t),
        where=where,
        **known,
    )


def _bins(edges: np.ndarray) -> tuple[list[float], list[float]]:
    """Return the left side and the width of each bin, in per cent of the axis."""
    at = 100 * (edges - edges[0]) / (edges[-1] - edges[0])
    return [round(float(x), 3) for x in at[:-1]], [round(float(w), 3) for w in np.diff(at)]


def _steps(left: list[float], width: list[float], y: np.ndarray) -> list[tuple[float, float, float, float]]:
    """Return the outline over the bins, as lines from (x, y) to (x, y)."""
    lines, before = [], float(HEIGHT)
    for x, w, here in zip(left, width, y, strict=True):
        if before != here:
            lines.append((x, before, x, float(here)))
        if here < HEIGHT:
            lines.append((x, float(here), round(x + w, 3), float(here)))
        before = float(here)
    if before < HEIGHT:
        lines.append((100.0, before, 100.0, float(HEIGHT)))
    return lines


def _mark(spread: GroupDistribution, t: Translator) -> dict[str, object] | None:
    """Return where the client is marked; one outside the axis stands at its end, with an arrow."""
    if spread.value is None:
        return None
    low, high = float(spread.edges[0]), float(spread.edges[-1])
    at = 100 * (spread.value - low) / (high - low)
    words = t.gettext("this client: {value}", value=reading(spread.measure, spread.value, t))
    words = f"← {words}" if at < 0 else f"{words} →" if at > 100 else words
    inside = round(min(max(at, 0.0), 100.0), 2)
    return {"at": inside, "words": words, "anchor": "start" if inside < 30 else "end" if inside > 70 else "middle"}


def _scale(highest: float, by_share: bool, t: Translator) -> tuple[float, list[tuple[float, str]]]:
    """Return the end of an upright axis and its marks: 4 or 5 round steps."""
    if highest <= 0:
        highest = 1.0
    power = 10.0 ** math.floor(math.log10(highest / 4))
    step = next(power * f for f in (1, 2, 2.5, 5, 10) if power * f * 4 >= highest * 0.999)
    step = step if by_share else max(round(step), 1.0)
    marks = [step * i for i in range(math.ceil(highest / step - 1e-9) + 1)]
    digits = 0 if round(step * 100, 6).is_integer() else 1
    return marks[-1], [(m, t.percent(m, digits) if by_share else t.number(m)) for m in marks]


def _table(spread: GroupDistribution, t: Translator) -> Table:
    outcomes = spread.outcomes
    rows = []
    for place in range(len(spread.edges) + 1):
        repaid, defaulted = int(outcomes.repaid[place]), int(outcomes.defaulted[place])
        if place in (0, len(spread.edges)) and not repaid + defaulted and place != spread.place:
            continue
        rate = float(outcomes.rates[place])
        rows.append(
            (
                place_name(spread.measure, spread.edges, place, t),
                t.number(repaid),
                t.number(defaulted),
                t.gettext("too few") if math.isnan(rate) else t.percent(rate),
                t.gettext("this client") if place == spread.place else "",
            )
        )
    if spread.percentile_rank.missing:
        words = share_words(spread.percentile_rank.missing / spread.percentile_rank.clients, t)
        rows.append((t.gettext("not given"), "", "", "", t.gettext("{share} of the group", share=words)))
    columns = (
        axis_name(spread.measure, t),
        t.gettext("Repaid"),
        t.gettext("Defaulted"),
        t.gettext("Default rate"),
        t.gettext("Note"),
    )
    return Table(columns, tuple(rows))
