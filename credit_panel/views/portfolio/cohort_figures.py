"""The cohort in figures beside the whole portfolio: outcomes, what moves the points, and how its groups fare."""

from __future__ import annotations

import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.cohort.themes import cohort_themes_figure
from credit_panel.charts.column_words import column_value
from credit_panel.charts.figure import render
from credit_panel.charts.model.segments import age_words
from credit_panel.locale import Translator
from credit_panel.portfolio.cohorts.figures import CohortFigures, cohort_figures
from credit_panel.scoring import Outcome
from credit_panel.scoring.fairness import MINIMUM_CELL, GroupFairness, Rate
from credit_panel.state.brush import BrushState
from credit_panel.views.parts.drawn_view import HtmlView
from credit_panel.views.portfolio.figures import interval_words, outcome_shares, rate_words


class CohortFiguresView(HtmlView):
    """One block of HTML that follows the brush while it is shown.

    Examples
    --------
    >>> import credit_panel as cp
    >>> brush = cp.BrushState(cohort=cp.CohortState(cp.current_model()))
    >>> view = cp.CohortFiguresView(brush=brush)
    """

    style = "portfolio/cohort_figures"

    brush = param.ClassSelector(class_=BrushState, allow_None=NoNone, doc="Who is chosen.")

    @param.depends("brush.version", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def html(self, t: Translator) -> Markup:
        """Return the figures as safe HTML in the language of `t`."""
        figures = cohort_figures(self.brush.cohort.served, self.brush.mask)
        if not figures.cohort.count:
            return render("views", "portfolio/cohort_nobody.html", t, {})
        values = {
            "rows": _rows(figures, t),
            "themes": cohort_themes_figure(figures, t),
            "groups": [
                (t.gettext("By gender"), [_fair(group, "CODE_GENDER", t) for group in figures.by_gender]),
                (t.gettext("By age"), [_fair(group, "", t) for group in figures.by_age]),
            ],
            "least": t.number(MINIMUM_CELL),
        }
        return render("views", "portfolio/cohort_figures.html", t, values)


def _rows(figures: CohortFigures, t: Translator) -> list[tuple[str, str, str, str, str]]:
    """Return name, the cohort's figure and its note, the whole portfolio's and its note."""
    cohort, whole = figures.cohort, figures.whole
    own, all_of_them = outcome_shares(cohort, t), outcome_shares(whole, t)
    return [
        (t.gettext("Clients"), t.number(cohort.count), t.percent(figures.share), t.number(whole.count), ""),
        *(
            (name, own[which], "", all_of_them[which], "")
            for name, which in (
                (t.gettext("Acceptance proposed"), Outcome.ACCEPT),
                (t.gettext("To review"), Outcome.REVIEW),
                (t.gettext("Refusal proposed"), Outcome.REFUSE),
            )
        ),
        (
            t.gettext("Observed default"),
            rate_words(cohort.observed, t),
            interval_words(cohort.observed, t),
            rate_words(whole.observed, t),
            interval_words(whole.observed, t),
        ),
        (
            t.gettext("Mean probability of default"),
            t.percent(cohort.probability or 0),
            "",
            t.percent(whole.probability or 0),
            "",
        ),
        (t.gettext("Mean points"), t.number(cohort.points or 0), "", t.number(whole.points or 0), ""),
    ]


def _fair(group: GroupFairness, column: str, t: Translator) -> list[str]:
    name = column_value(column, group.group, t) if column else age_words(group.group, t)
    ratio = "–" if group.acceptance_ratio.value is None else t.number(group.acceptance_ratio.value, 2)
    rates = (group.acceptance, group.false_positive, group.false_negative, group.observed)
    acceptance, refused_good, accepted_bad, observed = (_rate(rate, t) for rate in rates)
    return [name, t.number(group.count), acceptance, ratio, refused_good, accepted_bad, observed]


def _rate(rate: Rate, t: Translator) -> str:
    if rate.value is None or rate.low is None or rate.high is None:
        return "–"
    half = max(rate.high - rate.value, rate.value - rate.low)
    return f"{t.percent(rate.value)} ± {t.number(half * 100, 1)}"
