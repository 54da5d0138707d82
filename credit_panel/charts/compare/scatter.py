"""Two numbers against each other: a sample of a group by outcome, the client among them, default rates by thirds."""

from __future__ import annotations

import math

import numpy as np

from credit_panel.charts.compare.readings import axis_name, rate_words, reading, ticks
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio.statistics.joint_sample import JointSample
from credit_panel.portfolio.statistics.measure import Measure
from credit_panel.scoring.neighbours import FEWEST

HEIGHT = 380
_TICKS_ACROSS, _TICKS_UP = 7, 7
_CLEAR, _WEAK = 0.3, 0.1
"""Rank correlations from which two numbers are said to go together clearly, and at all."""


def scatter_figure(pair: JointSample, edges: tuple[np.ndarray, np.ndarray], of_group: str, t: Translator) -> Figure:
    """Draw the sample, those who repaid as circles and those who defaulted as diamonds, and mark the client.

    Parameters
    ----------
    edges
        Rising round numbers along each axis, from its one end to the other; who lies outside is counted and not drawn.
    of_group
        The group after a share: "of all clients".
    """
    x, y = (_along(values, cut) for values, cut in zip((pair.x, pair.y), edges, strict=True))
    inside = (x >= 0) & (x <= 100) & (y >= 0) & (y <= 100)
    own = [None if v is None else float(_along(np.array([v]), c)[0]) for v, c in zip(pair.own, edges, strict=True)]
    up = ticks(pair.measures[1], edges[1], _TICKS_UP, t)
    spots = np.column_stack([np.round(x, 2), np.round(HEIGHT * (1 - y / 100), 1)])
    summary = _summary(pair, of_group, t)
    drawn = {
        "summary": summary,
        "height": HEIGHT,
        "repaid": spots[inside & ~pair.defaulted].tolist(),
        "defaulted": spots[inside & pair.defaulted].tolist(),
        "across": ticks(pair.measures[0], edges[0], _TICKS_ACROSS, t),
        "up": [(round(HEIGHT * (1 - at / 100), 1), text) for at, text in up],
        "names": [axis_name(measure, t) for measure in pair.measures],
        "own": _own(own[0], own[1]),
        "cell": _cell(pair, edges),
        "sample": t.ngettext("{n} client drawn", "{n} clients drawn", int(inside.sum())),
        "outside": int((~inside).sum()),
    }
    title = t.gettext(
        "{x} and {y}", x=t.label(pair.measures[0].column), y=lower_first(t.label(pair.measures[1].column))
    )
    return Figure(title, render("charts", "compare/scatter.html", t, drawn), summary, _table(pair, t))


def _along(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    return 100 * (values - edges[0]) / (edges[-1] - edges[0])


def _own(x: float | None, y: float | None) -> dict[str, object] | None:
    """Return where the client is marked, kept inside the frame; None when a number is missing."""
    if x is None or y is None:
        return None
    across, up = round(min(max(x, 0.0), 100.0), 2), min(max(y, 0.0), 100.0)
    out = (across, up) != (round(x, 2), y)
    return {"x": across, "y": round(HEIGHT * (1 - up / 100), 1), "left": across > 70, "out": out}


def _cell(pair: JointSample, edges: tuple[np.ndarray, np.ndarray]) -> tuple[float, float, float, float] | None:
    """Return left, top, width (per cent, pixels, per cent) and height of the thirds that the client lies in."""
    if pair.cell is None:
        return None
    place = divmod(pair.cell, len(pair.cuts[1]) + 1)
    sides = []
    for at, cuts, axis in zip(place, pair.cuts, edges, strict=True):
        ends = np.array([axis[0], *cuts, axis[-1]])
        low, high = (float(np.clip(v, 0, 100)) for v in _along(ends[at : at + 2], axis))
        sides.append((low, high))
    (left, right), (low, high) = sides
    top, height = HEIGHT * (1 - high / 100), HEIGHT * (high - low) / 100
    return round(left, 2), round(top, 1), round(right - left, 2), round(height, 1)


def _summary(pair: JointSample, of_group: str, t: Translator) -> str:
    known = {"x": t.label(pair.measures[0].column), "y": lower_first(t.label(pair.measures[1].column))}
    r = pair.correlation
    if math.isnan(r):
        first = t.gettext("{x} and {y}: one of the two is the same for everyone.", **known)
    elif abs(r) < _WEAK:
        first = t.gettext("{x} and {y}: knowing one says almost nothing of the other.", **known)
    elif r > 0:
        first = (
            t.gettext("{x} and {y}: they clearly rise together.", **known)
            if r >= _CLEAR
            else t.gettext("{x} and {y}: they rise together a little.", **known)
        )
    elif r <= -_CLEAR:
        first = t.gettext("{x} and {y}: where one is higher, the other is clearly lower.", **known)
    else:
        first = t.gettext("{x} and {y}: where one is higher, the other is a little lower.", **known)
    if pair.cell is None:
        return f"{first} " + t.gettext("The client cannot be placed: one of the two is not known.")
    own, rate = float(pair.outcomes.rates[pair.cell]), pair.outcomes.rate
    if math.isnan(own) or math.isnan(rate):
        return first
    return f"{first} " + t.gettext(
        "Of those in the same third on both, {own} defaulted, against {rate} {of_group}.",
        own=rate_words(own, t),
        rate=t.percent(rate),
        of_group=of_group,
    )


def _table(pair: JointSample, t: Translator) -> Table:
    """Return the default rate by thirds: never a row about one client."""
    outcomes, up = pair.outcomes, len(pair.cuts[1]) + 1
    rows = []
    for cell, (clients, rate) in enumerate(zip(outcomes.known, outcomes.rates, strict=True)):
        few = int(clients) < FEWEST
        rows.append(
            (
                _third(pair.measures[0], pair.cuts[0], cell // up, t),
                _third(pair.measures[1], pair.cuts[1], cell % up, t),
                t.gettext("fewer than {n}", n=FEWEST) if few else t.number(int(clients)),
                t.gettext("too few") if math.isnan(rate) else t.percent(float(rate)),
                t.gettext("this client") if cell == pair.cell else "",
            )
        )
    columns = (
        t.label(pair.measures[0].column),
        t.label(pair.measures[1].column),
        t.gettext("Clients"),
        t.gettext("Default rate"),
        t.gettext("Note"),
    )
    return Table(columns, tuple(rows))


def _third(measure: Measure, cuts: tuple[float, ...], at: int, t: Translator) -> str:
    if not cuts:
        return t.gettext("any")
    words = [reading(measure, cut, t) for cut in cuts]
    if at == 0:
        return t.between(None, words[0], t.gettext("under {number}", number=words[0]))
    if at == len(cuts):
        return t.between(words[-1], None, t.gettext("from {number}", number=words[-1]))
    return t.between(words[at - 1], words[at])
