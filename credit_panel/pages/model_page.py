"""The validator's page: performance, cost, importance, fairness, drift, the model card, and another model beside it."""

from __future__ import annotations

from typing import Any

import param

from credit_panel.charts.model.cost import ratio_words
from credit_panel.locale import translator
from credit_panel.pages.visitor_page import VisitorPage, column
from credit_panel.state.model_compare import CompareState
from credit_panel.state.model_drift import DriftState
from credit_panel.state.model_policy import PolicyState
from credit_panel.views.model.card import ModelCardView
from credit_panel.views.model.compare import ModelComparisonView
from credit_panel.views.model.cost import CostView
from credit_panel.views.model.drift import DriftView
from credit_panel.views.model.fairness import FairnessView
from credit_panel.views.model.importance import ImportanceView
from credit_panel.views.model.performance import PerformanceView
from credit_panel.views.parts.style_sheets import CLOSE_ON_PAPER
from credit_panel.views.shell.tabs import TabBar, TabPanels

_PERFORMANCE = "performance"
_CHOICES = {"drift": "against", "compare": "other"}
"""The tabs in which something is chosen, and the part of the address that names it."""


class ModelPage(VisitorPage):
    """One visitor's /model page."""

    key = "model"

    def __init__(self) -> None:
        super().__init__()
        self.policy = PolicyState(self.served)
        self.tabs = TabBar(selected=_PERFORMANCE, margin=0, css_classes=["tabs"])
        known: dict[str, Any] = {"served": self.served}
        self.panels = TabPanels(
            {
                _PERFORMANCE: lambda: PerformanceView(**known, language=self.language, dark=self.header.dark),
                "cost": lambda: CostView(**known, state=self.policy, language=self.language, dark=self.header.dark),
                "importance": lambda: ImportanceView(**known, language=self.language, dark=self.header.dark),
                "fairness": lambda: FairnessView(**known, language=self.language, dark=self.header.dark),
                "drift": self._open_drift,
                "card": lambda: ModelCardView(**known, language=self.language, dark=self.header.dark),
                "compare": self._open_compare,
            },
            self.tabs,
        )
        self.tabs.param.watch(self._show_tab, "selected")
        self.policy.param.watch(self._follow_ratio, "cost_ratio")
        self.policy.param.watch(
            lambda *_: self.write(**self.policy.address), ["cost_ratio", "review_level", "review_missing_scores"]
        )
        self.header.param.watch(lambda event: self.panels.set_dark(event.new), "dark")
        self._name()

    def content(self) -> list[Any]:
        """Return the tabs and the open one."""
        if not self.panels.views:
            self.panels.show(self.tabs.selected)
        return [column(self.tabs, self.panels.layout, more=CLOSE_ON_PAPER)]

    def follow(self, parts: dict[str, str]) -> None:
        """Open the tab of the address and show in it what else is asked for; what there is not is passed over."""
        self.policy.follow_address(parts)
        self.tabs.selected = parts["tab"] if parts.get("tab") in self.tabs.names else _PERFORMANCE
        for key, part in _CHOICES.items():
            view = self.panels.views.get(key)
            if isinstance(view, ModelComparisonView | DriftView):
                view.follow_address(parts.get(part, ""))

    def set_language(self) -> None:
        """Put every tab into the reader's language."""
        self.panels.set_language(self.language)
        self._name()

    def _show_tab(self, event: param.parameterized.Event) -> None:
        self.panels.show(event.new)
        self.write(tab="" if event.new == _PERFORMANCE else event.new)

    def _name(self) -> None:
        t = translator(self.language)
        self.header.heading = t.gettext("Model")
        self.tabs.param.update(
            label=t.gettext("About the model"),
            names={
                _PERFORMANCE: t.gettext("Performance"),
                "cost": t.gettext("Decision cost"),
                "importance": t.gettext("Importance"),
                "fairness": t.gettext("Fairness"),
                "drift": t.gettext("Drift"),
                "card": t.gettext("Model card"),
                "compare": t.gettext("Another model"),
            },
        )

    def _open_drift(self) -> DriftView:
        state = DriftState(self.served)
        if self.parts.get("against") in state.others():
            state.source = self.parts["against"]
        state.param.watch(self._tell_drift, ["report", "problem"])
        state.param.watch(lambda _: self.write(against=state.address), "source")
        return DriftView(served=self.served, state=state, language=self.language, dark=self.header.dark)

    def _open_compare(self) -> ModelComparisonView:
        state = CompareState(self.served)
        state.param.watch(self._tell_comparison, ["found", "problem"])
        state.param.watch(lambda _: self.write(other=state.other), "other")
        view = ModelComparisonView(served=self.served, state=state, language=self.language, dark=self.header.dark)
        view.follow_address(self.parts.get("other", ""))
        return view

    def _follow_ratio(self, *_: param.parameterized.Event) -> None:
        if self.following:
            return
        t, effect = translator(self.language), self.policy.effect()
        self.announce(
            t.gettext(
                "Cost ratio {ratio}: threshold {threshold}, {accepted} accepted.",
                ratio=ratio_words(effect.policy.cost_ratio, t),
                threshold=t.percent(effect.policy.threshold),
                accepted=t.percent(effect.accepted),
            )
        )

    def _tell_drift(self, *events: param.parameterized.Event) -> None:
        told = {event.name for event in events if event.new is not None}
        t = translator(self.language)
        if "report" in told:
            self.announce(t.gettext("The drift is worked out."))
        elif "problem" in told:
            self.announce(t.gettext("The drift could not be worked out."))

    def _tell_comparison(self, *events: param.parameterized.Event) -> None:
        told = {event.name for event in events if event.new is not None}
        t = translator(self.language)
        if "found" in told:
            self.announce(t.gettext("The comparison is worked out."))
        elif "problem" in told:
            self.announce(t.gettext("The models could not be compared."))


def serve_model() -> None:
    """Build and serve the page for the visitor of the running session."""
    ModelPage().serve()
