"""The figures of the whole portfolio, above everything else on the analyst's page."""

from __future__ import annotations

from typing import Any

import param
from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.errors import CreditPanelError, DriftFileError
from credit_panel.locale import Translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.cohorts.figures import GroupFigures, cohort_figures
from credit_panel.portfolio.drift.report import DriftReport
from credit_panel.scoring import Outcome
from credit_panel.scoring.drift import DriftState
from credit_panel.scoring.fairness import Rate
from credit_panel.scoring.rounding import rounded_shares
from credit_panel.views.parts.drawn_view import HtmlView
from credit_panel.views.parts.latest_work import unforeseen_words


class PortfolioFigures(HtmlView):
    """Applications, outcomes, points, defaults, drift and the model in use, in one block of HTML.

    Parameters
    ----------
    served
        The portfolio and its model; shared, and immutable.

    Examples
    --------
    >>> import credit_panel as cp
    >>> view = cp.PortfolioFigures(cp.current_model())
    """

    style = "portfolio/portfolio_figures"

    drift = param.ClassSelector(
        class_=(DriftReport, CreditPanelError),
        default=None,
        allow_None=True,
        doc="Drift, or why there is none; None until known.",
    )

    def __init__(self, served: ServedModel, **params: Any) -> None:
        self.served = served
        super().__init__(**params)

    @param.depends("drift", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def html(self, t: Translator) -> Markup:
        """Return the figures as safe HTML in the language of `t`."""
        figures, stamp = cohort_figures(self.served, None).whole, self.served.scorer.manifest.stamp
        observed = figures.observed
        outcomes = outcome_shares(figures, t)
        tiles = [
            (t.gettext("Applications"), t.number(figures.count), ""),
            (t.gettext("Acceptance proposed"), outcomes[Outcome.ACCEPT], ""),
            (t.gettext("To review"), outcomes[Outcome.REVIEW], ""),
            (t.gettext("Refusal proposed"), outcomes[Outcome.REFUSE], ""),
            (t.gettext("Mean points"), t.number(figures.points or 0), ""),
            (t.gettext("Mean probability of default"), t.percent(figures.probability or 0), ""),
            (t.gettext("Observed default"), rate_words(observed, t), interval_words(observed, t)),
            (t.gettext("Drift since the training"), *self._drift_words(t)),
        ]
        known = {"name": stamp.name, "version": stamp.version, "date": t.date(stamp.trained_at)}
        model = (
            t.gettext("Model in use: {name}, version {version}, trained elsewhere, imported on {date}.", **known)
            if stamp.imported
            else t.gettext("Model in use: {name}, version {version}, trained on {date}.", **known)
        )
        return render("views", "portfolio/figures.html", t, {"tiles": tiles, "model": model})

    def _drift_words(self, t: Translator) -> tuple[str, str]:
        if self.drift is None:
            return "…", t.gettext("being worked out")
        if isinstance(self.drift, DriftFileError):
            return "–", t.gettext("too few applications of unknown outcome to tell")
        if isinstance(self.drift, CreditPanelError):
            return "–", unforeseen_words(t)
        overall, *features = self.drift.drifts
        moved = sum(feature.state != DriftState.STABLE for feature in features)
        state = {
            DriftState.STABLE: t.gettext("Points stable"),
            DriftState.MODERATE: t.gettext("Points moved"),
            DriftState.LARGE: t.gettext("Points moved far"),
        }[overall.state]
        return state, t.ngettext("{n} feature has moved", "{n} features have moved", moved)


def outcome_shares(figures: GroupFigures, t: Translator) -> dict[Outcome, str]:
    """Return the share of each outcome; as they stand they add up."""
    shares = rounded_shares([figures.outcomes[outcome] for outcome in Outcome])
    return {outcome: t.percent(share) for outcome, share in zip(Outcome, shares, strict=True)}


def rate_words(rate: Rate, t: Translator) -> str:
    """Return a share, or a dash where too few clients stand behind it."""
    return "–" if rate.value is None else t.percent(rate.value)


def interval_words(rate: Rate, t: Translator) -> str:
    """Return the interval of a share, or why it is not given."""
    if rate.low is None or rate.high is None:
        return t.gettext("fewer than 30 clients of known outcome")
    return t.gettext("{low} to {high}", low=t.percent(rate.low), high=t.percent(rate.high))
