"""Why these points: every theme from the base points to the client's, and every feature inside its theme."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from credit_panel.charts.client.contributions import untold_words
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.home_credit.catalogue import THEMES
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring import Explanation, by_theme
from credit_panel.scoring.rounding import WholePoints, whole_points
from credit_panel.scoring.themes import ThemeContribution, told_by_theme, untold_points
from credit_panel.state.importance import Importance

WIDTH = 280
"""Pixels across which the themes lead from the base points to the client's."""

HALF_WIDTH = 60
"""Pixels of the longest bar of a feature, and of its usual strength."""


def themes_figure(explanation: Explanation, importance: Importance, t: Translator, *, every: bool = False) -> Figure:
    """Draw a waterfall of the themes, each of which unfolds into its features.

    The points are whole numbers, so that the features of each theme add up to it, and the themes from the base points
    to the client's. Beside each stands how much it moves an application of the portfolio on average.

    Parameters
    ----------
    explanation
        The explained decision.
    importance
        Mean absolute contributions over the portfolio, in points.
    every
        Whether age and whatever else is no reason to tell counts in its theme, for analysts; else its sum stands last.
    """
    whole = whole_points(explanation)
    themes = by_theme(explanation) if every else told_by_theme(explanation)
    untold = bool(explanation.contributions) and not every and len(whole.features) > _features_in(themes)
    steps = [theme.points for theme in themes] + ([untold_points(explanation)] if untold else [])
    stations = list(accumulate(steps, initial=explanation.base_points))
    low, high = min(stations), max(stations)
    scale = (WIDTH - 4) / (high - low or 1.0)
    strongest = max((abs(c.points) for c in explanation.contributions), default=0.0)
    longest = max([strongest, *importance.features.values()], default=0.0) or 1.0
    longest_theme = max(importance.themes.values(), default=0.0) or 1.0
    rows: list[dict[str, Any]] = [
        {
            "label": THEMES[theme.theme][t.language],
            "size": t.ngettext("{n} feature", "{n} features", len(theme.contributions)),
            "usually": _strength(importance.themes.get(theme.theme, 0.0), longest_theme, t),
            "features": _features(theme, whole, importance, longest, t),
        }
        for theme in themes
    ]
    points = [_points(theme, whole) for theme in themes]
    if untold:
        rows.append({"label": untold_words(explanation, t), "size": "", "usually": None, "features": []})
        points.append(whole.untold)
    for row, p, start, end in zip(rows, points, stations, stations[1:], strict=False):
        row |= {
            "points": p,
            "text": t.signed(p),
            "left": round(2 + (min(start, end) - low) * scale, 1),
            "width": round(max(abs(end - start) * scale, 1.0), 1),
            "joint": round(2 + (start - low) * scale, 1),
        }
    ends = [round(2 + (station - low) * scale, 1) for station in (stations[0], stations[-1])]
    numbers = {"base": t.number(whole.base), "total": t.number(whole.total)}
    values = {"rows": rows, **numbers, "ends": ends, "across": WIDTH}
    picture = render("charts", "client/themes.html", t, {**values, "half": HALF_WIDTH})
    table = _table(explanation, themes, whole, importance, t, untold=untold)
    return Figure(t.gettext("Theme by theme"), picture, _summary(themes, whole, t), table)


def _features_in(themes: tuple[ThemeContribution, ...]) -> int:
    return sum(len(theme.contributions) for theme in themes)


def _points(theme: ThemeContribution, whole: WholePoints) -> int:
    return sum(whole.features[c.feature] for c in theme.contributions)


def _features(
    theme: ThemeContribution, whole: WholePoints, importance: Importance, longest: float, t: Translator
) -> list[dict[str, object]]:
    return [
        {
            "name": c.feature,
            "label": t.label(c.feature),
            "value": t.value(c.feature, c.value, c.absence),
            "usual": t.value(c.feature, c.reference),
            "points": c.points,
            "text": t.signed(whole.features[c.feature]),
            "width": round(abs(c.points) / longest * HALF_WIDTH, 1),
            "usually": _strength(importance.features.get(c.feature, 0.0), longest, t),
        }
        for c in theme.contributions
    ]


def _strength(mean: float, longest: float, t: Translator) -> dict[str, object]:
    return {"text": f"± {t.number(mean, 0 if mean >= 9.5 else 1)}", "width": round(mean / longest * HALF_WIDTH, 1)}


def _summary(themes: tuple[ThemeContribution, ...], whole: WholePoints, t: Translator) -> str:
    if not themes:
        return t.gettext(
            "All applications start at {base} points, and nothing moved this one.", base=t.number(whole.base)
        )
    return t.gettext(
        "All applications start at {base} points; this one ends at {points}. What moved it most: {theme} ({moved}).",
        base=t.number(whole.base),
        points=t.number(whole.total),
        theme=lower_first(THEMES[themes[0].theme][t.language]),
        moved=t.signed(_points(themes[0], whole)),
    )


def _table(
    explanation: Explanation,
    themes: tuple[ThemeContribution, ...],
    whole: WholePoints,
    importance: Importance,
    t: Translator,
    *,
    untold: bool,
) -> Table:
    columns = (
        t.gettext("Feature"),
        t.gettext("Theme"),
        t.gettext("Client"),
        t.gettext("Usual"),
        t.gettext("Points"),
        t.gettext("Average strength"),
    )
    rows = [(t.gettext("Start of all applications"), "", "", "", t.number(whole.base), "")]
    rows += [
        (
            t.label(c.feature),
            THEMES[theme.theme][t.language],
            t.value(c.feature, c.value, c.absence),
            t.value(c.feature, c.reference),
            t.signed(whole.features[c.feature]),
            t.number(importance.features.get(c.feature, 0.0), 1),
        )
        for theme in themes
        for c in theme.contributions
    ]
    if untold:
        rows.append((untold_words(explanation, t), "", "", "", t.signed(whole.untold), ""))
    rows.append((t.gettext("This client"), "", "", "", t.number(whole.total), ""))
    return Table(columns, tuple(rows))
