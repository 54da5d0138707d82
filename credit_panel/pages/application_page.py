"""The page of new applications: one typed in and scored as it is, or many from a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import param

from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.locale import translator
from credit_panel.locale.typography import lower_first
from credit_panel.pages.on_file import LookUp
from credit_panel.pages.scoring_service import asking, scoring_service
from credit_panel.pages.shared_scenario import PART as SCENARIO
from credit_panel.pages.visitor_page import VisitorPage, column
from credit_panel.scoring.explanation import Value
from credit_panel.state.application import ApplicationState
from credit_panel.state.application_file import ApplicationFileState
from credit_panel.state.scenario_address import decode_scenario
from credit_panel.views.application.file import ApplicationFileView
from credit_panel.views.application.one_application import OneApplication
from credit_panel.views.shell.tabs import TabBar, TabPanels

_ONE, _FILE = "one", "file"


class ApplicationPage(VisitorPage):
    """One visitor's /application page."""

    key = "application"

    def __init__(self) -> None:
        super().__init__()
        there, files = scoring_service(self.served), LookUp(self)
        self.state = ApplicationState(
            self.served,
            elsewhere=None if there is None else there.score,
            background=asking(),
            data_of=files.data_of,
            ahead=files.ahead,
        )
        self.file = ApplicationFileState(self.served, elsewhere=None if there is None else there.score_many)
        self.tabs = TabBar(selected=_ONE, margin=0, css_classes=["tabs"])
        self.panels = TabPanels(
            {
                _ONE: lambda: OneApplication(state=self.state, language=self.language),
                _FILE: lambda: ApplicationFileView(state=self.file, language=self.language, edit=self._edit),
            },
            self.tabs,
        )
        self.panels.show(_ONE)
        self.tabs.param.watch(self._show_tab, "selected")
        self.state.param.watch(self._announce, ["explanation", "current"])
        self.state.param.watch(self._tell_origin, "origin")
        self.set_language()

    def content(self) -> list[Any]:
        """Return the tabs and the open one."""
        return [column(self.tabs, self.panels.layout)]

    def follow(self, parts: dict[str, str]) -> None:
        """Copy the client of the address, unless it has been copied, and open its tab."""
        wanted = parts.get("from", "")
        if wanted and wanted != str(self.state.origin):
            self.state.start_from(wanted, lambda: self._try(parts.get(SCENARIO, "")))
        self.tabs.selected = _FILE if parts.get("tab") == _FILE else _ONE

    def _try(self, scenario: str) -> None:
        """Put what was tried for the client, as an address tells it, into the form."""
        if scenario:
            changes = decode_scenario(scenario).scenario.changes
            self.state.enter({name: value for name, value in changes.items() if name in self.state.fields})
            self.write(**{SCENARIO: ""})

    def set_language(self) -> None:
        """Put every view into the reader's language."""
        t = translator(self.language)
        self.panels.set_language(self.language)
        self.header.heading = t.gettext("New application")
        self.tabs.param.update(
            label=t.gettext("About new applications"),
            names={_ONE: t.gettext("One application"), _FILE: t.gettext("Several, from a file")},
        )

    def _edit(self, values: Mapping[str, Value]) -> None:
        """Put an application of the file into the form."""
        self.state.take(values)
        self.tabs.selected = _ONE

    def _show_tab(self, event: param.parameterized.Event) -> None:
        self.panels.show(event.new)
        self.write(tab="" if event.new == _ONE else event.new)

    def _tell_origin(self, event: param.parameterized.Event) -> None:
        self.write(**{"from": "" if event.new is None else str(event.new)})

    def _announce(self, *_: param.parameterized.Event) -> None:
        """Have the score spoken when it is that of what stands in the form."""
        explanation, t = self.state.explanation, translator(self.language)
        if explanation is not None and self.state.current:
            self.announce(
                t.gettext(
                    "New application: {outcome}, probability of default {p}, {points} points.",
                    outcome=lower_first(outcome_words(explanation.outcome, t)),
                    p=t.percent(explanation.probability),
                    points=t.number(explanation.points),
                )
            )


def serve_application() -> None:
    """Build and serve the page for the visitor of the running session."""
    ApplicationPage().serve()
