"""The analyst's page: the figures of the whole portfolio, then its clients under one brush, and what was chosen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import panel as pn
import param

from credit_panel.decisions.lasting import lasting_log
from credit_panel.locale import translator
from credit_panel.pages.visitor_page import VisitorPage, column
from credit_panel.portfolio.drift.report import drift_of_test
from credit_panel.settings import Settings
from credit_panel.state import CohortState
from credit_panel.state.brush import BrushState
from credit_panel.state.brush_address import ROLES, decode_columns, encode_columns
from credit_panel.state.monitoring import read_monitoring
from credit_panel.views.parts.latest_work import LatestWork
from credit_panel.views.parts.style_sheets import CLOSE_ON_PAPER
from credit_panel.views.portfolio.client_table import ClientTable
from credit_panel.views.portfolio.cohort_bar import CohortBar
from credit_panel.views.portfolio.cohort_figures import CohortFiguresView
from credit_panel.views.portfolio.decisions import DecisionsView
from credit_panel.views.portfolio.figures import PortfolioFigures
from credit_panel.views.portfolio.linked import LinkedView
from credit_panel.views.portfolio.linked_numbers import LinkedNumbers
from credit_panel.views.shell.tabs import TabBar, TabPanels

_FIGURES = "figures"

_GAPS = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


class PortfolioPage(VisitorPage):
    """One visitor's /portfolio page.

    The figures and the cohort are there at once; the pictures, which cost a second, are built when the browser has
    drawn these and has said which theme it prefers: also one that comes back to a server that was started anew.
    """

    key = "portfolio"

    def __init__(self) -> None:
        super().__init__()
        self.cohort = CohortState(self.served)
        self.brush = BrushState(cohort=self.cohort)
        self.figures = PortfolioFigures(self.served, language=self.language)
        self.bar = CohortBar(cohort=self.cohort, language=self.language)
        self.linked: LinkedView | None = None
        self._drift = LatestWork()
        settings = Settings.from_env()
        self._lasting = None if settings.journal == "off" else partial(lasting_log, settings, self.served)
        self._pictures = pn.Column(sizing_mode="stretch_width", margin=0, css_classes=["pictures"])
        self.tabs = TabBar(selected=_FIGURES, margin=0)
        self.panels = TabPanels(
            {
                _FIGURES: lambda: CohortFiguresView(brush=self.brush, language=self.language),
                "clients": lambda: ClientTable(cohort=self.cohort, language=self.language),
                "numbers": lambda: LinkedNumbers(brush=self.brush, language=self.language),
                **({"decisions": self._decisions} if self._lasting else {}),
            },
            self.tabs,
        )
        self.panels.show(_FIGURES)
        self.tabs.param.watch(self._show_tab, "selected")
        self.cohort.param.watch(self._announce, "cohort")
        self.brush.param.watch(self._write_columns, list(ROLES))
        self.brush.param.watch(self._refuse, "problem")
        self.header.param.watch(self._draw, "dark")
        self.set_language()

    def content(self) -> list[Any]:
        """Return the figures, the cohort, the pictures and what the cohort is made of."""
        parts = (self.figures, self.bar, self._pictures, self.tabs, self.panels.layout)
        return [column(*parts, more=_GAPS + CLOSE_ON_PAPER)]

    def follow(self, parts: dict[str, str]) -> None:
        """Take the columns and the cohort of the address, mark its client and open its tab."""
        self.brush.param.update(**decode_columns(parts.get("columns", ""), self.brush))
        self.brush.mark(parts.get("client", ""))
        self.cohort.read(parts.get("cohort", ""))
        self.tabs.selected = parts["about"] if parts.get("about") in self.tabs.names else _FIGURES

    def set_language(self) -> None:
        """Put every view into the reader's language."""
        t = translator(self.language)
        self.header.heading = t.gettext("Portfolio")
        self.figures.language = self.bar.language = self.language
        if self.linked is not None:
            self.linked.language = self.language
        self.panels.set_language(self.language)
        self.tabs.param.update(
            label=t.gettext("About the cohort"),
            names={
                _FIGURES: t.gettext("Figures of the cohort"),
                "clients": t.gettext("Its clients"),
                "numbers": t.gettext("Data tables"),
                **({"decisions": t.gettext("Decisions over time")} if self._lasting else {}),
            },
        )

    def _decisions(self) -> DecisionsView:
        """Return how advisors decided, read from the journal when the tab is opened."""
        assert self._lasting is not None  # noqa: S101 - there is no such tab without
        lasting = self._lasting
        return DecisionsView(
            lambda: read_monitoring(lasting(), self.served),
            lasting,
            language=self.language,
            dark=bool(self.header.dark),
        )

    def _draw(self, *_: param.parameterized.Event) -> None:
        """Draw the pictures, and work out the drift beside the visitors' gestures."""
        if self.linked is None:
            self.linked = LinkedView(brush=self.brush, language=self.language, dark=bool(self.header.dark))
            self._pictures.append(self.linked)
            self._drift.begin(lambda _: drift_of_test(self.served), partial(setattr, self.figures, "drift"))
        else:
            self.linked.dark = bool(self.header.dark)
        self.panels.set_dark(bool(self.header.dark))

    def _show_tab(self, event: param.parameterized.Event) -> None:
        self.panels.show(event.new)
        self.write(about="" if event.new == _FIGURES else event.new)

    def _write_columns(self, *_: param.parameterized.Event) -> None:
        self.write(columns=encode_columns(self.brush))

    def _refuse(self, event: param.parameterized.Event) -> None:
        """Say that a brush lay beside the data."""
        t = translator(self.language)
        missed = t.gettext("The brush lies beside the data, and was left out: drag across the picture itself.")
        self.bar.notice = missed if event.new else ""

    def _announce(self, *_: param.parameterized.Event) -> None:
        """Put the cohort into the address, and have its size spoken."""
        t = translator(self.language)
        self.write(cohort=self.cohort.cohort.encode())
        count = len(self.cohort.members)
        self.announce(t.ngettext("{n} client chosen.", "{n} clients chosen.", count))


def serve_portfolio() -> None:
    """Build and serve the page for the visitor of the running session."""
    PortfolioPage().serve()
