"""Why these points: every theme from the base points to the client's, and every feature inside its theme."""

from __future__ import annotations

from itertools import accumulate

from credit_panel.charts.client.contributions import rounded_to_total
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.home_credit.catalogue import THEMES
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring import Explanation, by_theme
from credit_panel.scoring.themes import ThemeContribution
from credit_panel.state.importance import Importance

WIDTH = 280
"""Pixels across which the themes lead from the base points to the client's."""

HALF_WIDTH = 60
"""Pixels of the longest bar of a feature, and of its usual strength."""


def themes_figure(explanation: Explanation, importance: Importance, t: Translator) -> Figure:
    """Draw a waterfall of the themes, each of which unfolds into its features.

    The points are rounded so that the features of each theme add up to it, and the themes from the base points to the
    client's. Beside each stands how much it moves an application of the portfolio on average.

    Parameters
    ----------
    explanation
        The explained decision.
    importance
        Mean absolute contributions over the portfolio, in points.
    """
    themes = by_theme(explanation)
    base, total = round(explanation.base_points), round(explanation.points)
    points = rounded_to_total([theme.points for theme in themes], total - base)
    stations = list(accumulate((theme.points for theme in themes), initial=explanation.base_points))
    low, high = min(stations), max(stations)
    scale = (WIDTH - 4) / (high - low or 1.0)
    strongest = max((abs(c.points) for c in explanation.contributions), default=0.0)
    longest = max([strongest, *importance.features.values()], default=0.0) or 1.0
    longest_theme = max(importance.themes.values(), default=0.0) or 1.0
    rows = [
        {
            "label": THEMES[theme.theme][t.language],
            "size": t.ngettext("{n} feature", "{n} features", len(theme.contributions)),
            "points": p,
            "text": t.signed(p),
            "left": round(2 + (min(start, end) - low) * scale, 1),
            "width": round(max(abs(end - start) * scale, 1.0), 1),
            "joint": round(2 + (start - low) * scale, 1),
            "usually": _strength(importance.themes.get(theme.theme, 0.0), longest_theme, t),
            "features": _features(theme, p, importance, longest, t),
        }
        for theme, p, start, end in zip(themes, points, stations, stations[1:], strict=False)
    ]
    ends = [round(2 + (station - low) * scale, 1) for station in (stations[0], stations[-1])]
    values = {"rows": rows, "base": t.number(base), "total": t.number(total), "ends": ends, "across": WIDTH}
    picture = render("charts", "client/themes.html", t, {**values, "half": HALF_WIDTH})
    return Figure(t.gettext("Theme by theme"), picture, _summary(themes, points, base, total, t), _table(
        explanation, themes, importance, t
    ))  # fmt: skip


def _features(
    theme: ThemeContribution, total: int, importance: Importance, longest: float, t: Translator
) -> list[dict[str, object]]:
    points = rounded_to_total([c.points for c in theme.contributions], total)
    return [
        {
            "name": c.feature,
            "label": t.label(c.feature),
            "value": t.value(c.feature, c.value),
            "usual": t.value(c.feature, c.reference),
            "points": c.points,
            "text": t.signed(p),
            "width": round(abs(c.points) / longest * HALF_WIDTH, 1),
            "usually": _strength(importance.features.get(c.feature, 0.0), longest, t),
        }
        for c, p in zip(theme.contributions, points, strict=True)
    ]


def _strength(mean: float, longest: float, t: Translator) -> dict[str, object]:
    return {"text": f"± {t.number(mean, 0 if mean >= 9.5 else 1)}", "width": round(mean / longest * HALF_WIDTH, 1)}


def _summary(themes: tuple[ThemeContribution, ...], points: list[int], base: int, total: int, t: Translator) -> str:
    if not themes:
        return t.gettext("All applications start at {base} points, and nothing moved this one.", base=t.number(base))
    return t.gettext(
        "All applications start at {base} points; this one ends at {points}. What moved it most: {theme} ({moved}).",
        base=t.number(base),
        points=t.number(total),
        theme=lower_first(THEMES[themes[0].theme][t.language]),
        moved=t.signed(points[0]),
    )


def _table(
    explanation: Explanation, themes: tuple[ThemeContribution, ...], importance: Importance, t: Translator
) -> Table:
    columns = (
        t.gettext("Feature"),
        t.gettext("Theme"),
        t.gettext("Client"),
        t.gettext("Usual"),
        t.gettext("Points"),
        t.gettext("Average strength"),
    )
    start = (t.gettext("Start of all applications"), "", "", "", t.number(explanation.base_points, 1), "")
    end = (t.gettext("This client"), "", "", "", t.number(explanation.points, 1), "")
    middle = (
        (
            t.label(c.feature),
            THEMES[theme.theme][t.language],
            t.value(c.feature, c.value),
            t.value(c.feature, c.reference),
            t.signed(c.points, 1),
            t.number(importance.features.get(c.feature, 0.0), 1),
        )
        for theme in themes
        for c in theme.contributions
    )
    return Table(columns, (start, *middle, end))
