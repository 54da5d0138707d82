"""Drift, feature by feature: the index beside what chance gives, then and now, and what it did to the points."""

from __future__ import annotations

import numpy as np

from credit_panel.charts.axis import Axis, nice_top, round_marks, share_axis
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.charts.model.margins import feature_words, margin_plot, margin_table, pair
from credit_panel.charts.plot import Plot, place_of, plotted, readings_of
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio.drift.margins import Margin
from credit_panel.portfolio.drift.report import DriftReport
from credit_panel.scoring import DriftState, FeatureDrift
from credit_panel.scoring.drift import LARGE, MODERATE

WIDTH = 240
FULL = 0.5
"""Index at the right end of the bars; what lies above is drawn there."""


def drift_figure(report: DriftReport, t: Translator) -> Figure:
    """Draw the features ranked by their index; those that moved most unfold into their margins then and now."""
    shown = [(found, report.margins[found.feature]) for found in report.drifts[1:] if found.feature in report.margins]
    plots = tuple(margin_plot(margin, _told(found, margin, t), t) for found, margin in shown)
    rows = [_row(found, margin, plot, t) for (found, margin), plot in zip(shown, plots, strict=True)]
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
    return Figure(t.gettext("What moved, most first"), picture, _summary(report, t), table, plots)


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
    table = margin_table(found, t)
    top = nice_top(float(max(found.before.max(initial=0.0), found.after.max(initial=0.0))))
    low, high = float(found.edges[0]), float(found.edges[-1])
    plot = Plot(
        "points-then-and-now",
        Axis(t.gettext("points"), low, high, round_marks(low, high, lambda value, _: t.number(value)), "number"),
        share_axis(t.gettext("share of the applications"), top, t),
        pair(found, (t.gettext("training clients"), t.gettext("now")), readings_of(table)),
        240,
    )
    return plotted(t.gettext("The points, then and now"), plot, summary, table, t)


def state_words(state: DriftState, t: Translator) -> str:
    """Return what an index says."""
    return {
        DriftState.STABLE: t.gettext("stable"),
        DriftState.MODERATE: t.gettext("moved"),
        DriftState.LARGE: t.gettext("moved far"),
    }[state]


def _row(found: FeatureDrift, margin: Margin, plot: Plot, t: Translator) -> dict[str, object]:
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
        "place": place_of(plot, t),
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
