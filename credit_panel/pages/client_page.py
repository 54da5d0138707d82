"""The advisor's page: search, facts and tabs; the open client and tab stand in the address."""

from __future__ import annotations

from typing import Any

import panel as pn
import param

from credit_panel.locale import translator
from credit_panel.pages.case_work import CaseWork
from credit_panel.pages.client_guard import ClientGuard
from credit_panel.pages.client_layout import SHELL
from credit_panel.pages.client_tour import ClientTour
from credit_panel.pages.on_file import LookUp
from credit_panel.pages.session_memory import SessionMemory
from credit_panel.pages.shared_scenario import PART, SharedScenario
from credit_panel.pages.visitor_page import VisitorPage
from credit_panel.state import ClientState, CohortState
from credit_panel.state.comparison import COHORT, EVERYONE, ComparisonState
from credit_panel.state.pair import PairState
from credit_panel.views import ClientSearch, FactsView
from credit_panel.views.client.announcements import client_sentence, decision_sentence
from credit_panel.views.client.client_mode import ClientModeView
from credit_panel.views.client.decision import DecisionView
from credit_panel.views.client.finder import ClientFinder
from credit_panel.views.client.history import HistoryView
from credit_panel.views.client.record import RecordView
from credit_panel.views.client.why import WhyView
from credit_panel.views.compare.view import CompareView
from credit_panel.views.parts.style_sheets import ON_PAPER
from credit_panel.views.shell.tabs import TabBar, TabPanels
from credit_panel.views.what_if.view import WhatIfView

_DECISION, _CASE, _LETTER, _CLIENT_MODE = "decision", "case", "letter", "client-mode"
_ALL = "all"
"""What the address says of a finder without criteria."""


class ClientPage(VisitorPage):
    """One visitor's /client page."""

    key = "client"

    def __init__(self) -> None:
        super().__init__()
        files = LookUp(self, self._follow_client)
        self.state = ClientState(self.served, data_of=files.data_of, ahead=files.ahead)
        self.work = CaseWork(self.served, self.state, lambda: self.language, self.visitor)
        self.decisions = self.work.decisions
        self.guard = ClientGuard(self.header, self.visitor, lambda: translator(self.language))
        self.tour = ClientTour(self.header)
        self.memory = SessionMemory(self.header, self.state, self.decisions)
        self.what_if = SharedScenario(self, self.state)
        self.cohort = CohortState(self.served)
        self.comparison = ComparisonState(client=self.state, cohort=self.cohort)
        self.finder = ClientFinder(cohort=CohortState(self.served), decisions=self.decisions, language=self.language)
        self.search = ClientSearch(state=self.state, language=self.language, find=self.finder.find)
        self.facts = FactsView(state=self.state, language=self.language)
        self.record = RecordView(state=self.decisions, language=self.language, shown=False)
        self.tabs = TabBar(selected=_DECISION, visible=False, margin=0, css_classes=["tabs"])
        self.panels = TabPanels(
            {
                _DECISION: lambda: DecisionView(state=self.state, language=self.language),
                "why": lambda: WhyView(state=self.state, language=self.language),
                "history": lambda: HistoryView(state=self.state, language=self.language),
                "compare": self._open_compare,
                "what-if": lambda: WhatIfView(
                    scenario=self.what_if.state, language=self.language, dark=self.header.dark
                ),
                _CASE: lambda: self.work.case_file(lambda: self.what_if.settled, self.language),
                _LETTER: lambda: self.work.letter(self.language),
                _CLIENT_MODE: lambda: ClientModeView(
                    decisions=self.decisions, scenario=self.what_if.state, language=self.language
                ),
            },
            self.tabs,
        )
        self.panels.show(_DECISION)
        self.state.param.watch(self._announce, ["client_id", "unknown"])
        self.decisions.param.watch(self._tell_decision, "last")
        self.decisions.param.watch(self._show_desk, "person")
        self.header.param.watch(self._show_desk, "dark")  # said by the browser once the page stands
        self.header.param.watch(self._show_mode, "mode")
        self.header.param.watch(lambda event: self.panels.set_dark(event.new), "dark")
        self.pair = PairState(client=self.state, scenario=lambda: self.what_if.state)
        self.pair.param.watch(self._write_pair, "second")
        self.search.param.watch(lambda event: self.announce(self.search.misread_words()), "misread")
        self.state.param.watch(self._close_finder, ["client_id", "unknown"])
        self.finder.param.watch(self._arrange, "open")
        self.finder.param.watch(self._write_finder, "open")
        self.finder.cohort.param.watch(self._write_finder, "cohort")
        self.tabs.param.watch(self._show_tab, "selected")
        self.cohort.param.watch(self._write_cohort, "cohort")
        self.comparison.param.watch(self._write_comparison, ["feature", "other", "group"])
        self._name_tabs()
        self._arrange()

    @property
    def holds(self) -> bool:
        """Whether the client's view stays until the advisor is back, whatever the address says."""
        return self.guard.holds

    def content(self) -> list[Any]:
        """Return the search, the tabs, the open tab and the facts."""
        parts = (self.search, self.finder.button, self.finder, self.tabs, self.panels.layout, self.facts, self.record)
        self._column = pn.Column(*parts, sizing_mode="stretch_width", margin=0, stylesheets=[SHELL, ON_PAPER])
        self.tour.stand_in(self._column)
        return [self._column]

    def follow(self, parts: dict[str, str]) -> None:
        """Take the cohort, the client and the tab of the address."""
        self.cohort.read(parts.get("cohort", ""))
        if any(parts.get(name) for name in ("feature", "beside", "group")):
            self.comparison.restore(parts.get("feature", ""), parts.get("beside", ""), parts.get("group", ""))
        self.pair.choose(parts.get("with", ""))
        if "client" in parts:
            self.state.open(parts["client"])
        else:
            self.state.close()
        self._follow_client(parts)
        self._follow_finder(parts.get("find", ""))

    def _follow_client(self, parts: dict[str, str]) -> None:
        """Take what the address says of its client, if they are open; without one, the tab waits for the next."""
        if self.state.explanation is not None or "client" not in parts:
            self.tabs.selected = parts["tab"] if parts.get("tab") in self.tabs.names else _DECISION
        self.header.mode = self._mode(parts.get("mode", ""))
        if self.state.opening is None:
            self.what_if.follow()

    def set_language(self) -> None:
        """Put every view into the reader's language, and say the decision in it."""
        for view in (self.search, self.finder, self.facts, self.record):
            view.language = self.language
        self.work.set_language(self.language)
        self.panels.set_language(self.language)
        self._name_tabs()
        self._announce()

    def _show_tab(self, event: param.parameterized.Event) -> None:
        self._arrange()
        self.write(tab="" if event.new == _DECISION else event.new)

    def _name_tabs(self) -> None:
        t = translator(self.language)
        self.tabs.param.update(
            label=t.gettext("About the client"),
            names={
                _DECISION: t.gettext("Decision"),
                "why": t.gettext("Why"),
                "history": t.gettext("History"),
                "compare": t.gettext("Compare"),
                "what-if": t.gettext("What-if"),
                _LETTER: t.gettext("Letter"),
                **({_CASE: t.gettext("Case file")} if self.decisions.lasting is not None else {}),
            },
        )

    def _close_finder(self, *_: param.parameterized.Event) -> None:
        self.finder.open = False

    def _arrange(self, *_: param.parameterized.Event) -> None:
        """Show the finder in the place of the client, or the client with the tabs."""
        opened, client = self.state.explanation is not None, self.header.mode == "client"
        shown = _CLIENT_MODE if client else self.tabs.selected if opened else _DECISION
        self.panels.show(shown)
        self.record.shown = opened and shown == _DECISION and not self.finder.open
        for view in self.work.views:
            view.shown = not (opened or client or self.finder.open)
        self.panels.layout.css_classes = ["content", "whole" if client else "letter" if shown == _LETTER else "part"]
        self.search.__panel__().visible = self.finder.button.visible = self.facts.shown = not client
        self.tabs.visible = opened and not self.finder.open and not client
        self.panels.layout.visible = not self.finder.open
        self.finder.button.css_classes = ["find"] if opened else ["find", "alone"]

    def _follow_finder(self, wanted: str) -> None:
        """Open the finder on the criteria of the address; those that cannot be used leave it on the last ones."""
        if wanted:
            self.finder.cohort.read("" if wanted == _ALL else wanted)
        self.finder.open = bool(wanted)

    def _write_finder(self, _: param.parameterized.Event) -> None:
        if not self.following:
            self.write(find=(self.finder.cohort.cohort.encode() or _ALL) if self.finder.open else "")

    def _write_cohort(self, event: param.parameterized.Event) -> None:
        self.write(cohort=event.new.encode())

    def _write_comparison(self, *_: param.parameterized.Event) -> None:
        if not self.following:
            shown = self.comparison
            usual = COHORT if not self.cohort.cohort.is_everyone else EVERYONE
            self.write(feature=shown.feature, beside=shown.other, group="" if shown.group == usual else shown.group)

    def _write_pair(self, event: param.parameterized.Event) -> None:
        if not self.following:
            self.write(**{"with": event.new})

    def _show_desk(self, *_: param.parameterized.Event) -> None:
        """Show the desk while no client is open; it is made the first time, when the page stands."""
        if self.state.idle and self.fault is None:
            self.work.show_desk(self._column, self.language, shown=not self.finder.open)

    def _open_compare(self) -> CompareView:
        view = CompareView(
            comparison=self.comparison, pair=self.pair, link="portfolio", language=self.language, dark=self.header.dark
        )
        view.param.watch(lambda event: self.announce(event.new), "said")
        return view

    def _mode(self, wanted: str = "") -> str:
        """Return who looks: nobody in particular while no client is open, or about to be."""
        return "" if self.state.idle else "client" if wanted == "client" else "advisor"

    def _show_mode(self, event: param.parameterized.Event) -> None:
        """Show the client their own file alone, or the advisor all of it."""
        self.finder.open = False
        self._arrange()
        self.write(mode="client" if event.new == "client" else "")

    def _tell_decision(self, event: param.parameterized.Event) -> None:
        self.announce(decision_sentence(event.new, translator(self.language)))

    def _announce(self, *_: param.parameterized.Event) -> None:
        """Put the client into the address and the window's title, and have the decision spoken."""
        t, explanation = translator(self.language), self.state.explanation
        if not self.following:  # an address says itself who looks, when all of it is followed
            self.header.mode = self._mode(self.header.mode)
            if explanation is None:
                self.tabs.selected = _DECISION
        self._arrange()
        if self.state.unknown:
            self.announce(t.gettext("No client has the number {number}.", number=self.state.unknown))
        if explanation is None:
            self.header.heading = ""
            if self.work.views:
                self._show_desk()
            return
        self.header.heading = t.gettext("Client {number}", number=self.state.client_id)
        if not self.state.unknown:
            number = str(self.state.client_id)
            self.write(client=number, **({} if self.parts.get("client") == number else {PART: ""}))
            self.announce(client_sentence(explanation, self.state.decision, t))


def serve_client() -> None:
    """Build and serve the page for the visitor of the running session."""
    ClientPage().serve()
