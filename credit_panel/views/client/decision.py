"""The decision at a glance: outcome, probability, points, plain words, and what counts in points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from markupsafe import Markup

from credit_panel.charts import contributions_figure, gauge_figure
from credit_panel.charts.client.gauge import Gauge
from credit_panel.charts.figure import render
from credit_panel.decisions.outcome_words import outcome_words, standing_outcome
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.locale import Translator
from credit_panel.portfolio import Cohort, OneOf, ServedModel
from credit_panel.scoring import Explanation, Outcome
from credit_panel.scoring.stamp_words import stamp_words
from credit_panel.state.address import write_fragment
from credit_panel.views.client.client_view import ClientView
from credit_panel.views.client.sentence_to_say import sentence_to_say
from credit_panel.views.parts.wording import in_plain_words, ordinal


def decision_html(
    served: ServedModel,
    explanation: Explanation,
    points_otherwise: Mapping[Theme, float],
    t: Translator,
    *,
    unknown: str = "",
    heading: Literal["h1", "h2"] = "h1",
    note: str = "",
    decided: Outcome | None = None,
) -> Markup:
    """Return an explained decision as safe HTML: that of a client, or of an application that has no number.

    Parameters
    ----------
    points_otherwise
        Points with the theme of an adverse reason as it usually is; see `points_otherwise` of the scoring.
    unknown
        What was asked for and is no client, told above the decision.
    heading
        Element of the headline: a page has one ``h1``.
    note
        A sentence about the request, below the figures.
    decided
        What a person decided; it then stands in the headline, and the proposal below it.
    """
    scorer = served.scorer if explanation.with_histories else served.scorer.without_histories
    gauge = Gauge(
        explanation.probability,
        explanation.low,
        explanation.high,
        explanation.threshold,
        *scorer.review_zone(scorer.policy),
    )
    values = {
        "unknown": unknown,
        "heading": heading,
        "note": note,
        "client_id": explanation.client_id,
        "outcome": str(decided or explanation.outcome),
        "headline": standing_outcome(explanation.outcome, decided, t),
        "proposed": "" if decided is None else outcome_words(explanation.outcome, t),
        "gauge": gauge_figure(gauge, t),
        "probability": t.percent(explanation.probability),
        "between": _between(explanation, t),
        "measured": explanation.low is not None,
        "points": t.number(explanation.points),
        "threshold_points": t.number(scorer.scale.points_of_probability(explanation.threshold)),
        "grade": explanation.grade,
        "percentile": ordinal(served.portfolio.risk_percentile(explanation.probability), t),
        "say": sentence_to_say(explanation, t),
        "sentences": in_plain_words(explanation, points_otherwise, scorer.scale, t),
        "contributions": contributions_figure(explanation, t),
        "model": explanation.model,
        "stamp": stamp_words(explanation.model, t),
        "with_histories": explanation.with_histories,
    }
    return render("views", "client/decision.html", t, values)


def _between(explanation: Explanation, t: Translator) -> str:
    if explanation.low is None or explanation.high is None:
        return t.gettext("its interval is not known, since the model was trained elsewhere")
    return t.gettext(
        "with other clients to learn from, it could have been {low} to {high}",
        low=t.percent(explanation.low),
        high=t.percent(explanation.high),
    )


class DecisionView(ClientView):
    """Outcome, gauge, points, grade, a paragraph in plain words and the strongest contributions of one client.

    Examples
    --------
    >>> import credit_panel as cp
    >>> state = cp.ClientState(cp.current_model())
    >>> state.open(100002)
    True
    >>> shown = cp.DecisionView(state=state, language="en")
    """

    style = "client/decision"

    def html(self, t: Translator) -> Markup:
        """Return the decision, or an invitation when no client is open."""
        explanation = self.state.explanation
        if explanation is None:
            values = {"unknown": self.state.unknown, "book": self._whole(t), "outcomes": self._outcomes(t)}
            return render("views", "client/invitation.html", t, values)
        otherwise, decided = self.state.points_otherwise(), self.state.decision
        return decision_html(self.state.served, explanation, otherwise, t, unknown=self.state.unknown, decided=decided)

    def _whole(self, t: Translator) -> dict[str, str]:
        portfolio = self.state.served.portfolio
        first, last = portfolio.ids[0], portfolio.ids[-1]
        return {"applications": t.number(len(portfolio)), "first": str(first), "last": str(last)}

    def _outcomes(self, t: Translator) -> list[tuple[str, str, str, str]]:
        """Return each outcome with its clients: how many they are, in words, and the address that lists them."""
        counts = dict(self.state.served.portfolio.level_counts("outcome").iter_rows())
        return [
            (
                str(outcome),
                t.number(counts.get(outcome, 0)),
                outcome_words(outcome, t),
                write_fragment({"find": Cohort({"outcome": OneOf(frozenset({str(outcome)}))}).encode()}),
            )
            for outcome in (Outcome.REVIEW, Outcome.REFUSE, Outcome.ACCEPT)
        ]
