"""How advisors decided, month by month: for who watches over the model and its use, and without anybody's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import param
from markupsafe import Markup

from credit_panel.charts.cohort.decisions import count_cell, decisions_figure, rate_cell
from credit_panel.charts.figure import render
from credit_panel.decisions.reason_words import reason_words
from credit_panel.errors import CreditPanelError, JournalError
from credit_panel.locale import Translator
from credit_panel.scoring.fairness import MINIMUM_CELL
from credit_panel.state.decision_rates import Rates
from credit_panel.state.monitoring import Monitoring
from credit_panel.views.parts.journal_words import journal_fault_words
from credit_panel.views.parts.latest_work import JOURNAL, LatestWork, unforeseen_words
from credit_panel.views.parts.pictured import PicturedView


class DecisionsView(PicturedView):
    """Acceptance, overrule and review rates from the journal, read beside the event loop each time it is shown.

    Parameters
    ----------
    read
        Reads them, and may raise a `CreditPanelError`; None where `found` is given.
    prepare
        Called before, where the visitors are answered.
    """

    style = "portfolio/decisions"

    found = param.ClassSelector(
        class_=(Monitoring, CreditPanelError),
        default=None,
        allow_None=True,
        doc="How decisions went, or why that cannot be told; None until known.",
    )

    def __init__(
        self,
        read: Callable[[], Monitoring] | None = None,
        prepare: Callable[[], object] = lambda: None,
        **params: Any,
    ) -> None:
        self._read, self._prepare, self._work = read, prepare, LatestWork(JOURNAL)
        super().__init__(**params)
        self._begin()

    @param.depends("shown", watch=True)
    def _begin(self) -> None:
        read = self._read
        if self.shown and read is not None:
            self._work.begin(lambda _: read(), self._take, prepare=self._prepare)

    def _take(self, found: Monitoring | CreditPanelError) -> None:
        self.found = found

    @param.depends("found", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def html(self, t: Translator) -> Markup:
        """Return the rates as safe HTML in the language of `t`, or why there are none."""
        values: dict[str, Any] = {"busy": self.found is None, "problem": "", "found": None, "figure": None}
        if isinstance(self.found, JournalError):
            values["problem"] = journal_fault_words(self.found.fault, t)
        elif isinstance(self.found, CreditPanelError):
            values["problem"] = unforeseen_words(t)
        elif self.found is not None:
            values |= self._told(self.found, t)
        return render("views", "portfolio/decisions.html", t, values)

    def _told(self, found: Monitoring, t: Translator) -> dict[str, Any]:
        enough = any(month.rates.decisions is not None for month in found.months)
        return {
            "found": found,
            "figure": self.pictured(decisions_figure(found.months, t)) if enough else None,
            "least": t.number(MINIMUM_CELL),
            "count": t.number(found.decisions),
            "advisors": [
                (t.month(month), [(t.gettext("Advisor {n}", n=number), *_cells(rates, t)) for number, rates in own])
                for month, own in found.advisors
            ],
            "reasons": [
                (reason_words(reason, t) if reason else t.gettext("No reason given"), *_cells(rates, t))
                for reason, rates in found.reasons
            ],
        }


def _cells(rates: Rates, t: Translator) -> tuple[str, ...]:
    shares = (rates.accepted, rates.overruled, rates.reviewed)
    return (count_cell(rates.decisions, t), *(rate_cell(rate, t) for rate in shares))
