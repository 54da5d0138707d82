"""Two numbers against each other: a sample of a group by outcome, the client among them, default rates by thirds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from credit_panel.charts.compare.readings import axis_name, measure_axis, reading, short_tick
from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.plot import Layer, Plot, Tone, place_of
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio.statistics.joint_sample import JointSample
from credit_panel.portfolio.statistics.measure import Measure
from credit_panel.scoring.neighbours import FEWEST

HEIGHT = 380
_ACROSS, _UP = 7, 7
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
    (x0, x1), (y0, y1) = ((float(cut[0]), float(cut[-1])) for cut in edges)
    inside = (pair.x >= x0) & (pair.x <= x1) & (pair.y >= y0) & (pair.y <= y1)
    summary, title = (
        _summary(pair, of_group, t),
        t.gettext("{x} and {y}", x=t.label(pair.measures[0].column), y=lower_first(t.label(pair.measures[1].column))),
    )
    axes = [measure_axis(m, cut, most, t) for m, cut, most in zip(pair.measures, edges, (_ACROSS, _UP), strict=True)]

    def sample(kept: np.ndarray, tone: Tone, name: str, style: Mapping[str, Any]) -> Layer:
        columns = {"x": _to_pixels(pair.x[kept], edges[0]), "y": _to_pixels(pair.y[kept], edges[1])}
        told = [
            (axis.label, [short_tick(measure, value, t) for value in columns[along].tolist()])
            for axis, measure, along in zip(axes, pair.measures, ("x", "y"), strict=True)
        ]
        outcome = (t.gettext("Outcome"), [name] * int(kept.sum()))
        return Layer("dots", columns, tone, name, style, [*told, outcome])

    cell, box = _cell(pair, edges), t.gettext("the client's third on both")
    layers = (
        Layer("boxes", cell, "notice", box if cell["left"].size else "", {"alpha": 0.3, "line_color": "#8a8a8a"}),
        sample(
            inside & ~pair.defaulted,
            "favourable",
            t.gettext("repaid"),
            {"size": 7, "fill_alpha": 0.3, "outlined": True},
        ),
        sample(inside & pair.defaulted, "adverse", t.gettext("defaulted"), {"size": 13, "marker": "diamond"}),
        _own(pair, edges, t),
    )
    note = t.ngettext("{n} client drawn", "{n} clients drawn", int(inside.sum()))
    if outside := int((~inside).sum()):
        note += ", " + t.ngettext("{n} outside the axes", "{n} outside the axes", outside)
    plot = Plot("two-features", axes[0], axes[1], layers, HEIGHT, summary)
    return Figure(title, place_of(plot, t, note), summary, _table(pair, t), (plot,))


def _to_pixels(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return values as finely as a picture shows them: the exact ones of other clients do not leave the server."""
    step = float(edges[-1] - edges[0]) / 2_000
    return edges[0] + np.round((values - edges[0]) / step) * step


def _own(pair: JointSample, edges: tuple[np.ndarray, np.ndarray], t: Translator) -> Layer:
    """Return where the client is marked, kept inside the frame; nowhere when a number is missing."""
    style = {"size": 15, "line_width": 2.5}
    x, y = pair.own
    if x is None or y is None:
        return Layer("dots", {"x": np.empty(0), "y": np.empty(0)}, "ink", "", style, [("", []), ("", [])])
    at = [float(np.clip(v, cut[0], cut[-1])) for v, cut in zip((x, y), edges, strict=True)]
    words = t.gettext("this client")
    if at != [x, y]:
        words += " " + t.gettext("(beyond the edge)")
    told = [(axis_name(m, t), [reading(m, v, t)]) for m, v in zip(pair.measures, (x, y), strict=True)]
    return Layer("dots", {"x": np.array(at[:1]), "y": np.array(at[1:])}, "ink", words, style, told)


def _cell(pair: JointSample, edges: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the box of the thirds that the client lies in; none where they have no place."""
    if pair.cell is None:
        return dict.fromkeys(("left", "bottom", "right", "top"), np.empty(0))
    place = divmod(pair.cell, len(pair.cuts[1]) + 1)
    sides = []
    for at, cuts, axis in zip(place, pair.cuts, edges, strict=True):
        ends = np.array([axis[0], *cuts, axis[-1]], dtype=float)
        sides.append(np.clip(ends[at : at + 2], axis[0], axis[-1]))
    (left, right), (bottom, top) = ((np.array([low]), np.array([high])) for low, high in sides)
    return {"left": left, "bottom": bottom, "right": right, "top": top}


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
        own=t.percent(own),
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
