"""Another model beside the served one: chosen from those that were built, measured on the clients of both."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.charts.model.comparison import comparison_figure
from credit_panel.charts.model.cost import ratio_words
from credit_panel.charts.model.swaps import swap_figure
from credit_panel.errors import CreditPanelError, NoSharedClientsError, UnexpectedError
from credit_panel.locale import Translator
from credit_panel.state.model_compare import BundleComparison, CompareState
from credit_panel.views.model.view import ModelView, eyebrow
from credit_panel.views.parts.choice_board import ChoiceBoard, choice_card
from credit_panel.views.parts.latest_work import LatestWork, unforeseen_words


class ModelComparisonView(ModelView):
    """One visitor's comparison of the served model with another."""

    state = param.ClassSelector(class_=CompareState, allow_None=NoNone, doc="The other model.")

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the choice above the comparison."""
        self._work = LatestWork()
        self._board = ChoiceBoard(self.choose)
        parts = choice_card(self._board), super().lay_out()
        return pn.Column(*parts, sizing_mode="stretch_width", margin=0, styles={"gap": "18px"})

    @param.depends("state.found", "state.problem", "state.busy", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Fill the control, then the block beside it."""
        words = {
            "eyebrow": eyebrow(self.served, t),
            "title": t.gettext("Would another model do better?"),
            "label": t.gettext("The other model"),
            "none": t.gettext("Choose a model"),
            "empty": t.gettext(
                "No other model was found to compare with: build one with “credit-panel build … --name NAME”."
            ),
        }
        options = [(name, name) for name in self.state.others()]
        self._board.param.update(options=options, chosen=self.state.other, words=words)
        super().draw(t)

    def html(self, t: Translator) -> Markup:
        """Return the comparison, why there is none, or that it is being worked out."""
        state = self.state
        values: dict[str, Any] = {"busy": state.busy, "problem": "", "found": None}
        if not state.busy and state.problem is not None:
            values["problem"] = comparison_problem(state.problem, state.other, t)
        elif not state.busy and state.found is not None:
            values |= _comparison(state.found, self.served.scorer.manifest.name, t)
            for figure in (values["figure"], values["swaps"]):
                if figure is not None:
                    self.pictured(figure)
        return render("views", "model/compare.html", t, values)

    def follow_address(self, address: str) -> None:
        """Compare with the model that an address asks for, unless that is done."""
        if address != self.state.other:
            self.choose(address)

    def choose(self, name: str) -> None:
        """Compare with the model of that name, if there is one."""
        if self.state.choose(name):
            self._work.begin(lambda _: self.state.compare(), self.state.finish)


def comparison_problem(error: CreditPanelError, name: str, t: Translator) -> str:
    """Return why two models cannot be compared, and what to do."""
    if isinstance(error, NoSharedClientsError):
        return t.gettext(
            "The model {name} was not trained on these clients, and its portfolio holds none of them: two models are "
            "compared on the same clients. Choose another, or build it on the same tables.",
            name=name,
        )
    return unforeseen_words(t) if isinstance(error, UnexpectedError) else str(error)


def _comparison(found: BundleComparison, own: str, t: Translator) -> dict[str, Any]:
    comparison = found.comparison
    return {
        "found": found,
        "clients": t.number(comparison.first.count),
        "defaults": t.number(round(comparison.first.count * comparison.first.default_rate)),
        "ratio": ratio_words(comparison.cost_ratio, t),
        "shared": t.number(found.shared),
        "drawn": comparison.first.count < found.shared,
        "own": own,
        "figure": comparison_figure(comparison, own, found.name, t),
        "swaps": swap_figure(comparison.swaps, own, found.name, t),
    }
