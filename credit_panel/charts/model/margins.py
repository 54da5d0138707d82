"""One feature then and now: a bar a bin for each, or a row a level."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from credit_panel.charts.axis import Axis, nice_top, share_axis
from credit_panel.charts.figure import Table
from credit_panel.charts.model.named_rows import pairs_plot
from credit_panel.charts.plot import Layer, Plot, Reading, Tone, readings_of
from credit_panel.home_credit.catalogue import category_label
from credit_panel.locale import Translator
from credit_panel.portfolio.drift.margins import Margin
from credit_panel.scoring.rounding import rounded_shares

HEIGHT = 220
_GAP = 0.12
_MARKS = 5


def margin_plot(margin: Margin, summary: str, t: Translator) -> Plot:
    """Return the shares of the training clients and of the applications now in each bin or level of a feature."""
    key = "drift-" + margin.feature.lower().replace("_", "-")
    top = nice_top(float(max(margin.before.max(initial=0.0), margin.after.max(initial=0.0))))
    shares = share_axis(t.gettext("share of the applications"), top, t)
    names = t.gettext("training clients"), t.gettext("now")
    told, label = readings_of(margin_table(margin, t)), t.label(margin.feature)
    if margin.levels:
        levels = [_level(margin.feature, level, t) for level in margin.levels]
        rows = pairs_plot(key, shares, levels, (margin.before, margin.after), names, told)
        return replace(rows, summary=summary, title=label)
    edges = margin.edges
    places = np.unique(np.linspace(0, len(edges) - 1, _MARKS).round().astype(int))
    marks = [(float(edges[place]), _edge(margin, float(edges[place]), t)) for place in places]
    across = Axis(label, float(edges[0]), float(edges[-1]), marks)
    return Plot(key, across, shares, pair(margin, names, told), HEIGHT, summary, title=label)


def pair(margin: Margin, names: tuple[str, str], readings: Sequence[Reading]) -> tuple[Layer, Layer]:
    """Return two bars a bin: one for the training clients, and one for now."""
    return (
        _bars(margin.edges, margin.before, (0.0, 0.5), "review", names[0], readings),
        _bars(margin.edges, margin.after, (0.5, 1.0), "favourable", names[1], readings),
    )


def margin_table(margin: Margin, t: Translator) -> Table:
    """Return the shares of each bin or level, then and now."""
    if margin.levels:
        names = [_level(margin.feature, level, t) for level in margin.levels]
    else:
        edges = [_edge(margin, edge, t) for edge in margin.edges]
        names = [t.between(low, high) for low, high in itertools.pairwise(edges)]
    columns = (feature_words(margin.feature, t), t.gettext("Then"), t.gettext("Now"))
    shares = (rounded_shares(margin.before.tolist(), 2), rounded_shares(margin.after.tolist(), 2))
    return Table(
        columns,
        tuple(
            (name, t.percent(before, 2), t.percent(after, 2))
            for name, before, after in zip(names, *shares, strict=True)
        ),
    )


def feature_words(feature: str, t: Translator) -> str:
    """Return the name of a feature, or of the points."""
    return t.gettext("Points") if feature == "points" else t.label(feature)


def _bars(
    edges: np.ndarray,
    shares: np.ndarray,
    part: tuple[float, float],
    tone: Tone,
    name: str,
    readings: Sequence[Reading],
) -> Layer:
    """Return a bar a bin, over a part of its width."""
    room = np.diff(edges) * (1 - _GAP)
    left = edges[:-1] + np.diff(edges) * _GAP / 2
    columns = {
        "left": left + room * part[0],
        "bottom": np.zeros(len(shares)),
        "right": left + room * part[1],
        "top": np.asarray(shares, dtype=float),
    }
    return Layer("boxes", columns, tone, name, {"line_alpha": 0}, readings)


def _edge(margin: Margin, edge: float, t: Translator) -> str:
    return t.number(edge) if margin.feature == "points" else t.value(margin.feature, edge)


def _level(feature: str, level: str | None, t: Translator) -> str:
    return t.gettext("all others") if level is None else category_label(feature, level, t.language)
