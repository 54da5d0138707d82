"""What a policy leads to: controls to try one; threshold, cost, acceptance, reviews and who changes side with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.charts.model.command import policy_command
from credit_panel.charts.model.cost import acceptance_figure, cost_figure, ratio_words
from credit_panel.charts.model.swaps import swap_figure
from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.locale import Translator, translator
from credit_panel.scoring import Outcome, Policy
from credit_panel.state.model_policy import LEAST, MOST, REVIEW_LEVELS, PolicyEffect, PolicyState, ReviewEffect
from credit_panel.views.model.cost_board import LevelChosen, MissingScores, Moved, RatioBoard, TakenBack, Typed
from credit_panel.views.model.view import ModelView, eyebrow
from credit_panel.views.parts.drawn_view import grid
from credit_panel.views.parts.style_sheets import css
from credit_panel.views.what_if.lever_words import parse_value

SLIDER_END = 40.0
"""Cost ratio at the right end of the slider; the box takes up to `MOST`."""

STEP = 0.5

_LAYOUT = css("model/cost_layout")


class CostView(ModelView):
    """One visitor's cost ratio on the training clients.

    Examples
    --------
    >>> import credit_panel as cp
    >>> served = cp.current_model()
    >>> view = cp.CostView(served=served, state=cp.PolicyState(served))
    """

    classes = ("effect",)

    state = param.ClassSelector(class_=PolicyState, allow_None=NoNone, doc="The cost ratio that the visitor tries.")

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the control beside the effect."""
        self._typed = ""
        self._board = RatioBoard(css_classes=["board"])
        self._board.on_message(self._take)
        return grid(_LAYOUT, self._board, super().lay_out())

    @param.depends("state.cost_ratio", "state.refusal", "state.review_level", "state.review_missing_scores", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Fill the control, then the block beside it."""
        self._board.param.update(ratio=self._shown_ratio(t), review=self._shown_review(t), words=self._words(t))
        super().draw(t)

    def html(self, t: Translator) -> Markup:
        """Return what the tried policy does beside the shipped one."""
        tried, shipped, errors = self.state.effect(), self.state.shipped_effect(), self.state.held_out.errors
        swaps = swap_figure(self.state.swaps(), t.gettext("Shipped"), t.gettext("Tried"), t)
        values = {
            "tiles": _tiles(tried, shipped, t),
            "figures": [
                ("cost", self.pictured(cost_figure(errors, tried, shipped, t))),
                ("acceptance", self.pictured(acceptance_figure(errors, tried, shipped, t))),
            ],
            "confusion": _confusion(tried, shipped, t),
            "outcomes": [outcome_words(one, t) for one in Outcome],
            "measured": self.served.scorer.interval is not None,
            "reviews": _reviews(self.state.review_effects(), tried.policy, shipped.policy, t),
            "swaps": self.pictured(swaps) if swaps else None,
            "ratio": ratio_words(tried.policy.cost_ratio, t),
            "same": tried.policy == shipped.policy,
            "same_ratio": tried.policy.cost_ratio == shipped.policy.cost_ratio,
            "command": policy_command(self.served, tried.policy),
        }
        return render("views", "model/cost.html", t, values)

    def _shown_ratio(self, t: Translator) -> dict[str, Any]:
        ratio, refused = self.state.cost_ratio, self.state.refusal
        return {
            "label": t.gettext("Cost ratio"),
            "back": t.gettext("Back to the shipped ratio"),
            "value": min(ratio, SLIDER_END),
            "text": self._typed if refused else ratio_words(ratio, t),
            "spoken": ratio_words(ratio, t),
            "low": LEAST,
            "high": SLIDER_END,
            "step": STEP,
            "low_text": ratio_words(LEAST, t),
            "high_text": ratio_words(SLIDER_END, t),
            "shipped": self.state.shipped.cost_ratio,
            "changed": bool(self.state.address["ratio"]),
            "wrong": _wrong(refused, t),
        }

    def _shown_review(self, t: Translator) -> dict[str, Any]:
        levels = sorted({*REVIEW_LEVELS, self.state.shipped.review_level})
        return {
            "legend": t.gettext("What goes to review"),
            "label": t.gettext("Review level"),
            "value": str(self.state.review_level),
            "levels": [(str(level), _level(level, self.state.shipped.review_level, t)) for level in levels],
            "missing_label": t.gettext(
                "A score not supplied, where a bad one (one known score in ten is lower) would make the proposal worse"
            ),
            "missing": self.state.review_missing_scores,
        }

    def _words(self, t: Translator) -> dict[str, str]:
        shipped = self.state.shipped
        return {
            "eyebrow": eyebrow(self.served, t),
            "title": t.gettext("What do errors cost?"),
            "intro": t.gettext(
                "How many good clients refused is one accepted default worth? The threshold follows: 1 / (1 + ratio). "
                "Nothing is saved."
            ),
            "shipped": t.gettext(
                "Shipped: {ratio}, threshold {threshold}",
                ratio=ratio_words(shipped.cost_ratio, t),
                threshold=t.percent(shipped.threshold),
            ),
        }

    def _take(self, message: Moved | Typed | TakenBack | LevelChosen | MissingScores) -> None:
        match message:
            case Moved(value=value):
                self.state.try_ratio(value)
            case TakenBack():
                self.state.try_shipped()
            case Typed(text=text):
                self._type(text)
            case LevelChosen(value=value):
                self.state.review_level = value
            case MissingScores(review=review):
                self.state.review_missing_scores = review

    def _type(self, text: str) -> None:
        self._typed = text[:40]
        try:
            value = parse_value("", text, translator(self.language))
        except ValueError:
            value = None
        if value is None:
            self.state.refusal = "text"
        else:
            self.state.try_ratio(value)


def _wrong(refusal: str, t: Translator) -> str:
    if refusal == "bounds":
        return t.gettext(
            "This must lie between {low} and {high}: the last good value still counts.",
            low=ratio_words(LEAST, t),
            high=ratio_words(MOST, t),
        )
    return t.gettext("This is not a number: the last good value still counts.") if refusal else ""


def _tiles(tried: PolicyEffect, shipped: PolicyEffect, t: Translator) -> list[tuple[str, str, str]]:
    return [
        (t.gettext("Threshold"), t.percent(tried.policy.threshold), t.percent(shipped.policy.threshold)),
        (t.gettext("Share accepted"), t.percent(tried.accepted), t.percent(shipped.accepted)),
        (
            t.gettext("Default rate among them"),
            t.percent(tried.accepted_default_rate),
            t.percent(shipped.accepted_default_rate),
        ),
        (t.gettext("Cost a client at this ratio"), t.number(tried.cost, 3), t.number(shipped.cost, 3)),
        (t.gettext("Share to review"), t.percent(tried.reviewed), t.percent(shipped.reviewed)),
    ]


def _level(level: float, shipped: float, t: Translator) -> str:
    words = t.percent(level)
    return t.gettext("{level} (shipped)", level=words) if level == shipped else words


def _reviews(
    effects: Iterable[ReviewEffect], tried: Policy, shipped: Policy, t: Translator
) -> list[tuple[str, bool, bool, list[str]]]:
    """Return a row a review level: its words, whether it is the tried and the shipped one, shares and default rates."""
    return [
        (
            t.percent(effect.level),
            effect.level == tried.review_level,
            effect.level == shipped.review_level,
            [t.percent(effect.share[Outcome.REVIEW])]
            + [t.percent(rate) if rate == rate else "–" for rate in (effect.default_rate[one] for one in Outcome)],
        )
        for effect in effects
    ]


def _confusion(
    tried: PolicyEffect, shipped: PolicyEffect, t: Translator
) -> list[tuple[str, list[tuple[str, str, bool]], str]]:
    """Return a row an outcome of the credit: the clients by proposal, beside those of the shipped policy, and all."""
    return [
        (
            name,
            [(t.number(now[one]), t.number(was[one]), one is error) for one in Outcome],
            t.number(sum(now.values())),
        )
        for name, now, was, error in (
            (t.gettext("repaid"), tried.repaid, shipped.repaid, Outcome.REFUSE),
            (t.gettext("defaulted"), tried.defaulted, shipped.defaulted, Outcome.ACCEPT),
        )
    ]
