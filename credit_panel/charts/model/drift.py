"""Drift, feature by feature: the index beside what chance gives, then and now, and what it did to the points."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from credit_panel.charts.axis import Axis, nice_top, round_marks, share_axis
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.charts.plot import Layer, Plot, Reading, Tone, plotted, readings_of
from credit_panel.home_credit.catalogue import category_label
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio.drift.margins import Margin
from credit_panel.portfolio.drift.report import DriftReport
from credit_panel.scoring import DriftState, FeatureDrift
from credit_panel.scoring.drift import LARGE, MODERATE

WIDTH = 240
FULL = 0.5
"""Index at the right end of the bars; what lies above is drawn there."""

_BARS = (460, 120)
_GAP = 0.12


def drift_figure(report: DriftReport, t: Translator) -> Figure:
    """Draw the features ranked by their index; those that moved most unfold into their margins then and now."""
    rows = [_row(found, report, t) for found in report.drifts[1:] if found.feature in report.margins]
    picture = render(
        "charts",
        "model/drift.html",
        t,
        {
            "rows": rows,
            "across": WIDTH,
            "limits": [round(limit / FULL * WIDTH, 1) for limit in (MODERATE, LARGE)],
            "limit_words": [t.number(limit, 2) for limit in (MODERATE, LARGE)],
        },
    )
    columns = (
        t.gettext("Feature"),
        t.gettext("Index (PSI)"),
        t.gettext("Passed by chance"),
        t.gettext("Reading"),
        t.gettext("Missing then"),
        t.gettext("Missing now"),
        t.gettext("Mean points moved"),
    )
    table = Table(
        columns,
        tuple(
            (
                feature_words(found.feature, t),
                t.number(found.index, 4),
                t.number(found.critical, 4),
                state_words(found.state, t),
                t.percent(found.missing_before),
                t.percent(found.missing_after),
                t.signed(found.points, 2),
            )
            for found in report.drifts
        ),
    )
    return Figure(t.gettext("What moved, most first"), picture, _summary(report, t), table)


def points_figure(report: DriftReport, t: Translator) -> Figure:
    """Draw the points then and now."""
    points = report.drifts[0]
    summary = t.gettext(
        "The mean goes from {before} to {after} points ({moved}); the index of the points is {index}, and chance alone "
        "stays under {critical}: {state}.",
        before=t.number(report.mean_before, 1),
        after=t.number(report.mean_after, 1),
        moved=t.signed(report.mean_after - report.mean_before, 1),
        index=t.number(points.index, 3),
        critical=t.number(points.critical, 3),
        state=state_words(points.state, t),
    )
    found = report.margins["points"]
    table = _margin_table(found, t)
    top = nice_top(float(max(found.before.max(initial=0.0), found.after.max(initial=0.0))))
    low, high = float(found.edges[0]), float(found.edges[-1])
    plot = Plot(
        "points-then-and-now",
        Axis(t.gettext("points"), low, high, round_marks(low, high, lambda value, _: t.number(value)), "number"),
        share_axis(t.gettext("share of the applications"), top, t),
        (
            _bars(found.edges, found.before, (0.0, 0.5), "review", t.gettext("training clients"), readings_of(table)),
            _bars(found.edges, found.after, (0.5, 1.0), "favourable", t.gettext("now"), readings_of(table)),
        ),
        240,
    )
    return plotted(t.gettext("The points, then and now"), plot, summary, table, t)


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


def state_words(state: DriftState, t: Translator) -> str:
    """Return what an index says."""
    return {
        DriftState.STABLE: t.gettext("stable"),
        DriftState.MODERATE: t.gettext("moved"),
        DriftState.LARGE: t.gettext("moved far"),
    }[state]


def feature_words(feature: str, t: Translator) -> str:
    """Return the name of a feature, or of the points."""
    return t.gettext("Points") if feature == "points" else t.label(feature)


def _row(found: FeatureDrift, report: DriftReport, t: Translator) -> dict[str, object]:
    margin = report.margins[found.feature]
    return {
        "label": t.label(found.feature),
        "name": found.feature,
        "state": str(found.state),
        "reading": state_words(found.state, t),
        "index": t.number(found.index, 3),
        "width": round(min(found.index, FULL) / FULL * WIDTH, 1),
        "critical": round(min(found.critical, FULL) / FULL * WIDTH, 1),
        "points": t.signed(found.points, 1),
        "adverse": found.points < -0.05,
        "told": _told(found, margin, t),
        "margin": _margin(margin, t) | {"summary": _told(found, margin, t)},
    }


def _told(found: FeatureDrift, margin: Margin, t: Translator) -> str:
    missing = t.gettext(
        "missing: {before} then, {after} now",
        before=t.percent(found.missing_before),
        after=t.percent(found.missing_after),
    )
    if not (np.isfinite(margin.middle_before) and np.isfinite(margin.middle_after)):
        return missing
    return t.gettext(
        "median: {before} then, {after} now; {missing}",
        before=t.value(found.feature, margin.middle_before),
        after=t.value(found.feature, margin.middle_after),
        missing=missing,
    )


def _margin(margin: Margin, t: Translator) -> dict[str, object]:
    """Return two bars a bin or level, one for then and one for now, under a shared top."""
    width, height = _BARS
    count = max(len(margin.before), 1)
    top = max(float(margin.before.max(initial=0.0)), float(margin.after.max(initial=0.0))) or 1.0
    step = width / count
    bars = [
        {
            "left": round(i * step + step * _GAP / 2, 1),
            "width": round(step * (1 - _GAP) / 2, 1),
            "before": round(before / top * height, 1),
            "after": round(after / top * height, 1),
        }
        for i, (before, after) in enumerate(zip(margin.before.tolist(), margin.after.tolist(), strict=True))
    ]
    across = t.gettext("points") if margin.feature == "points" else t.label(margin.feature)
    up = t.gettext("share of the applications, up to {top}", top=t.percent(top, 0))
    return {"bars": bars, "size": _BARS, "names": _names(margin, t), "axes": (across, up)}


def _names(margin: Margin, t: Translator) -> Sequence[tuple[float, str, str]]:
    """Return place, text and anchor of what is written under the bars."""
    width, _ = _BARS
    if margin.levels:
        return [(0.0, " · ".join(_level(margin.feature, level, t) for level in margin.levels), "start")]
    ends = (0, len(margin.edges) // 2, len(margin.edges) - 1)
    anchors = ("start", "middle", "end")
    return [
        (round(i / (len(margin.edges) - 1) * width, 1), _edge(margin, float(margin.edges[i]), t), anchor)
        for i, anchor in zip(ends, anchors, strict=True)
    ]


def _edge(margin: Margin, edge: float, t: Translator) -> str:
    return t.number(edge) if margin.feature == "points" else t.value(margin.feature, edge)


def _level(feature: str, level: str | None, t: Translator) -> str:
    return t.gettext("all others") if level is None else category_label(feature, level, t.language)


def _margin_table(margin: Margin, t: Translator) -> Table:
    edges = [_edge(margin, edge, t) for edge in margin.edges]
    names = [t.between(low, high) for low, high in itertools.pairwise(edges)]
    columns = (feature_words(margin.feature, t), t.gettext("Then"), t.gettext("Now"))
    return Table(
        columns,
        tuple(
            (name, t.percent(before, 2), t.percent(after, 2))
            for name, before, after in zip(names, margin.before.tolist(), margin.after.tolist(), strict=True)
        ),
    )


def _summary(report: DriftReport, t: Translator) -> str:
    moved = [found for found in report.drifts[1:] if found.state is not DriftState.STABLE]
    far = sum(found.state is DriftState.LARGE for found in moved)
    if not moved:
        return t.gettext(
            "None of {n} features has moved more than chance and custom allow.", n=t.number(len(report.drifts) - 1)
        )
    return t.ngettext(
        "{n} of {features} features has moved more than chance and custom allow: {first} (index {index}).",
        "{n} of {features} features have moved more than chance and custom allow, {far} of them far. Most of all: "
        "{first} (index {index}).",
        len(moved),
        features=t.number(len(report.drifts) - 1),
        far=t.number(far),
        first=lower_first(t.label(moved[0].feature)),
        index=t.number(moved[0].index, 2),
    )
