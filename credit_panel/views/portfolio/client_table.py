"""Clients in a table: sorted by any column, a page at a time, each number a link to the client's file."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.decisions.decision import Decision
from credit_panel.decisions.outcome_words import decided_words, outcome_words
from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring import Outcome
from credit_panel.state.client_table import PAGE_SIZE, ClientTableState
from credit_panel.state.cohort import CohortState
from credit_panel.state.deciding import DecisionState
from credit_panel.views.parts.drawn_view import DrawnView
from credit_panel.views.parts.html_block import HtmlBlock, Pressed

NUMERIC = ("points", "probability", "amount", "age")
"""Columns of numbers, which stand to the right."""


class TableBlock(HtmlBlock):
    """The table in the browser, whose new order or page is spoken."""

    sheets = ("portfolio/client_table",)


class ClientTable(DrawnView):
    """The clients of a cohort, redrawn when it changes and while it is shown.

    Examples
    --------
    >>> from credit_panel.portfolio import current_model
    >>> shown = ClientTable(cohort=CohortState(current_model()), language="en")
    """

    cohort = param.ClassSelector(class_=CohortState, allow_None=NoNone, doc="The clients to list.")

    decisions = param.ClassSelector(
        class_=DecisionState, default=None, allow_None=True, doc="What was decided; None for a list without it."
    )

    def __init__(self, *, cohort: CohortState, **params: Any) -> None:
        self.table = ClientTableState(cohort=cohort)
        super().__init__(cohort=cohort, **params)
        self.table.param.watch(self.redraw, ["sort", "descending", "page"])
        self.cohort.param.watch(self.redraw, "cohort")

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the empty table."""
        self._block = TableBlock(status="")
        self._block.on_message(self._receive)
        return self._block

    @param.depends("decisions.count", watch=True)
    def _follow_decisions(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Fill the table, and say what it shows."""
        self._block.param.update(block=str(self.html(t)), status=self.summary(t))

    def summary(self, t: Translator) -> str:
        """Return what the table shows, in a sentence."""
        table = self.table
        if table.count == 0:
            return t.gettext("No client meets these criteria: widen a range, or clear one.")
        return t.gettext(
            "Clients {first} to {last} of {count}, sorted by: {column}, {direction}.",
            first=t.number(table.first + 1),
            last=t.number(min(table.first + PAGE_SIZE, table.count)),
            count=t.number(table.count),
            column=lower_first(column_names(t)[table.sort]),
            direction=t.gettext("falling") if table.descending else t.gettext("rising"),
        )

    def html(self, t: Translator) -> Markup:
        """Return the table as safe HTML in the language of `t`."""
        table = self.table
        rows = list(table.rows().iter_rows(named=True))
        listed = [row["number"] for row in rows]
        standing = {} if self.decisions is None else self.decisions.standing(listed)
        waiting = frozenset() if self.decisions is None else self.decisions.under_review(listed)
        values = {
            "summary": self.summary(t),
            "empty": table.count == 0,
            "columns": column_names(t),
            "numeric": NUMERIC,
            "sort": table.sort,
            "direction": "descending" if table.descending else "ascending",
            "decided": self.decisions is not None,
            "rows": [_row(row, t) | _decided(standing.get(row["number"]), row["number"] in waiting, t) for row in rows],
            "page": table.page,
            "pages": table.pages,
            "pages_text": t.number(table.pages),
        }
        return render("views", "portfolio/client_table.html", t, values)

    def _receive(self, message: Pressed) -> None:
        if message.action == "sort":
            self.table.sort_by(message.value)
        elif message.action == "page" and message.value.isascii() and message.value.isdigit():
            self.table.turn_to(int(message.value[:9]))


def column_names(t: Translator) -> dict[str, str]:
    """Return the heading of each column in the reader's language."""
    return {
        "number": t.gettext("Client"),
        "outcome": t.gettext("Proposed outcome"),
        "grade": t.gettext("Grade"),
        "points": t.gettext("Points"),
        "probability": t.gettext("Probability"),
        "contract": t.gettext("Contract"),
        "amount": t.gettext("Amount"),
        "age": t.gettext("Age"),
        "observed": t.gettext("Observed since"),
    }


def _decided(decision: Decision | None, waiting: bool, t: Translator) -> dict[str, str]:
    """Return what a person decided, and whether another one has to look at it."""
    words = [] if decision is None else [decided_words(decision.decided, t)]
    return {"decided": ", ".join([*words, t.gettext("review due")] if waiting else words)}


def _row(row: dict[str, Any], t: Translator) -> dict[str, str]:
    return {
        "number": str(row["number"]),
        "outcome": outcome_words(Outcome(row["outcome"]), t),
        "sign": row["outcome"],
        "grade": row["grade"],
        "points": t.number(row["points"]),
        "probability": t.percent(row["probability"]),
        "contract": t.value("NAME_CONTRACT_TYPE", row["contract"]),
        "amount": t.value("AMT_CREDIT", row["amount"]),
        "age": t.gettext("not given") if row["age"] is None else t.ngettext("{n} year", "{n} years", years(row["age"])),
        "observed": {0: t.gettext("repaid"), 1: t.gettext("payment difficulties")}.get(row["observed"], ""),
    }


def years(days_before: int) -> int:
    """Return the full years of an age given as days before the application, a negative number."""
    return int(-days_before // DAYS_A_YEAR)
