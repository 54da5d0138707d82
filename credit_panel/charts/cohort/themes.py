"""What moves a cohort's points, theme by theme, beside what moves those of the whole portfolio."""

from __future__ import annotations

from credit_panel.charts.figure import Figure, Table, render
from credit_panel.home_credit.catalogue import THEMES
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio.cohorts.figures import CohortFigures

HALF_WIDTH = 110
"""Pixels of the longest bar."""


def cohort_themes_figure(figures: CohortFigures, t: Translator) -> Figure:
    """Draw the mean points of each theme: a bar for the cohort, a tick for the whole portfolio.

    Parameters
    ----------
    figures
        Of a cohort with a client at least.
    """
    whole, cohort = figures.whole.themes, figures.cohort.themes
    everyone = figures.cohort.count == figures.whole.count
    ordered = sorted(cohort, key=lambda theme: -abs(cohort[theme] - (0.0 if everyone else whole[theme])))
    longest = max((abs(points) for points in (*whole.values(), *cohort.values())), default=0.0) or 1.0
    rows = [
        {
            "label": THEMES[theme][t.language],
            "left": round(HALF_WIDTH + min(cohort[theme], 0.0) / longest * HALF_WIDTH, 1),
            "width": round(max(abs(cohort[theme]) / longest * HALF_WIDTH, 0.8), 1),
            "usual": round(HALF_WIDTH + whole[theme] / longest * HALF_WIDTH, 1),
            "side": "adverse" if round(cohort[theme], 1) < 0 else "favourable",
            "cohort": t.signed(cohort[theme], 1),
            "book": t.signed(whole[theme], 1),
        }
        for theme in ordered
    ]
    first = ordered[0]
    named = {
        "theme": lower_first(THEMES[first][t.language]),
        "cohort": t.signed(cohort[first], 1),
        "book": t.signed(whole[first], 1),
    }
    if everyone:
        summary = t.gettext(
            "In the whole portfolio, what moves the points most is: {theme}, {cohort} on average.", **named
        )
    else:
        summary = t.gettext(
            "What sets the cohort apart most: {theme}, {cohort} points on average, "
            "against {book} in the whole portfolio.",
            **named,
        )
    table = Table(
        (t.gettext("Theme"), t.gettext("Cohort, mean points"), t.gettext("Whole portfolio, mean points")),
        tuple((THEMES[theme][t.language], t.signed(cohort[theme], 2), t.signed(whole[theme], 2)) for theme in ordered),
    )
    picture = render("charts", "cohort/themes.html", t, {"rows": rows, "half": HALF_WIDTH})
    return Figure(t.gettext("What moves the points"), picture, summary, table)
