"""One number over a group: those who repaid beside those who defaulted, the default rate along it, the client in it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from credit_panel.charts.axis import Axis
from credit_panel.charts.compare.readings import (
    axis_name,
    measure_axis,
    place_name,
    rank_words,
    reading,
    share_words,
)
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.charts.plot import Layer, Plot, place_of
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.group_distribution import GroupDistribution
from credit_panel.scoring.neighbours import FEWEST

HEIGHT, RATES_HEIGHT = 250, 160
_TICKS = 8
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
    summary, table = summary_of(spread, of_group, t), _table(spread, t)
    by_share = min(spread.outcomes.repaid.sum(), spread.outcomes.defaulted.sum()) >= ENOUGH
    plots = [replace(plot, summary=summary) for plot in (_outcomes(spread, by_share, t), _rates(spread, t)) if plot]
    words = {"by_share": by_share, "places": [place_of(plot, t) for plot in plots]}
    picture = render("charts", "compare/distribution.html", t, words)
    return Figure(t.label(spread.measure.column), picture, summary, table, tuple(plots))


def _outcomes(spread: GroupDistribution, by_share: bool, t: Translator) -> Plot:
    """Return the histogram of those who repaid, the outline of those who defaulted before it, and the client."""
    outcomes, edges = spread.outcomes, spread.edges
    repaid, defaulted = outcomes.repaid[1:-1].astype(float), outcomes.defaulted[1:-1].astype(float)
    if by_share:
        repaid, defaulted = repaid / outcomes.repaid.sum(), defaulted / outcomes.defaulted.sum()
    top, marks = _scale(float(max(repaid.max(initial=0), defaulted.max(initial=0))), by_share, t)
    readings = [
        (t.gettext("Range"), [place_name(spread.measure, edges, i + 1, t) for i in range(len(edges) - 1)]),
        *(
            (name, [_count(n, share, by_share, t) for n, share in zip(counts[1:-1], shares, strict=True)])
            for name, counts, shares in (
                (t.gettext("Repaid"), outcomes.repaid, repaid),
                (t.gettext("Defaulted"), outcomes.defaulted, defaulted),
            )
        ),
    ]
    bars = {"left": edges[:-1], "bottom": np.zeros(len(repaid)), "right": edges[1:], "top": repaid}
    own, words = _mark(spread, t)
    name = t.gettext("Share") if by_share else t.gettext("Clients")
    return Plot(
        "distribution",
        measure_axis(spread.measure, edges, _TICKS, t),
        Axis(name, 0, top, marks, "share" if by_share else "number"),
        (
            Layer("boxes", bars, "favourable", t.gettext("repaid"), {"alpha": 0.45, "line_alpha": 0}, readings),
            Layer(
                "line",
                _outline(edges, defaulted),
                "adverse",
                t.gettext("defaulted") if defaulted.any() else "",
                {"line_width": 2.6},
            ),
            Layer("upright", {"x": own}, "ink", words, {"line_width": 2, "line_dash": "solid"}),
        ),
        HEIGHT,
    )


def _rates(spread: GroupDistribution, t: Translator) -> Plot | None:
    """Return the default rate of each bin beside that of the group; None where no bin has one."""
    edges, rates, rate = spread.edges, spread.outcomes.rates[1:-1], spread.outcomes.rate
    if np.isnan(rates).all():
        return None
    top, marks = _scale(float(np.nanmax(rates, initial=0 if math.isnan(rate) else rate)), True, t)
    names = [place_name(spread.measure, edges, i + 1, t) for i in range(len(edges) - 1)]
    words = ["" if math.isnan(r) else t.percent(r) for r in rates.tolist()]
    here = np.arange(1, len(edges)) == spread.place

    def bars(kept: np.ndarray) -> tuple[dict[str, np.ndarray], list[tuple[str, list[str]]]]:
        at = np.flatnonzero(kept)
        columns = {"left": edges[at], "bottom": np.zeros(len(at)), "right": edges[at + 1], "top": rates[at]}
        told = [(t.gettext("Range"), names), (t.gettext("Default rate"), words)]
        return columns, [(name, [texts[i] for i in at]) for name, texts in told]

    known = ~np.isnan(rates)
    (others, told), (own, own_told) = bars(known & ~here), bars(known & here)
    drawn = t.gettext("default rate, where at least {n} outcomes are known", n=FEWEST)
    mean = "" if math.isnan(rate) else t.gettext("default rate of the group: {rate}", rate=t.percent(rate))
    return Plot(
        "default-rates",
        measure_axis(spread.measure, edges, _TICKS, t),
        Axis(t.gettext("Default rate"), 0, top, marks[:: len(marks) - 1], "share"),
        (
            Layer("boxes", others, "adverse", drawn, {"alpha": 0.45, "line_alpha": 0}, told),
            Layer("boxes", own, "adverse", "", {"alpha": 1.0, "line_alpha": 0}, own_told),
            Layer("level", {"y": np.array([rate])}, "ink", mean, {"line_width": 1.4, "line_dash": "dashed"}),
        ),
        RATES_HEIGHT,
    )


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
    known = {"rate": t.percent(rate), "of_group": of_group}
    if math.isnan(own):
        return f"{first} " + t.gettext("{rate} {of_group} with a known outcome defaulted.", **known)
    where = place_name(spread.measure, spread.edges, spread.place or 0, t)
    return f"{first} " + t.gettext(
        "Of those in the same range ({where}), {own} defaulted, against {rate} {of_group}.",
        own=t.percent(own),
        where=where,
        **known,
    )


def _count(clients: int, share: float, by_share: bool, t: Translator) -> str:
    count = t.number(int(clients))
    return t.gettext("{share} ({count})", share=t.percent(share), count=count) if by_share else count


def _outline(edges: np.ndarray, heights: np.ndarray) -> dict[str, np.ndarray]:
    """Return the outline over the bins; nothing where nobody stands in any."""
    if not heights.any():
        return {"x": np.empty(0), "y": np.empty(0)}
    return {"x": np.repeat(edges, 2), "y": np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])}


def _mark(spread: GroupDistribution, t: Translator) -> tuple[np.ndarray, str]:
    """Return where the client is marked, and what the legend says; one outside the axis has an arrow for a mark."""
    if spread.value is None:
        return np.empty(0), ""
    words = t.gettext("this client: {value}", value=reading(spread.measure, spread.value, t))
    low, high = float(spread.edges[0]), float(spread.edges[-1])
    words = f"← {words}" if spread.value < low else f"{words} →" if spread.value > high else words
    return np.array([min(max(spread.value, low), high)]), words


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
