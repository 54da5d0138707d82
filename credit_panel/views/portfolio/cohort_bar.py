"""The cohort and what can be done with it: named, inverted, cleared, saved, compared with."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.column_words import column_label
from credit_panel.charts.figure import render
from credit_panel.errors import CreditPanelError
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio.cohorts.excel import MOST_IN_EXCEL
from credit_panel.portfolio.cohorts.file import MOST_SAVED, as_parquet, cohort_frame
from credit_panel.portfolio.csv_file import as_csv
from credit_panel.state.cohort import CohortState
from credit_panel.views.parts.fault_words import fault_words
from credit_panel.views.parts.html_block import HtmlBlock, Pressed
from credit_panel.views.parts.latest_work import LatestWork
from credit_panel.views.parts.view import View
from credit_panel.views.portfolio.cohort_excel import cohort_excel
from credit_panel.views.portfolio.cohort_words import cohort_words, condition_words

_KINDS = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class CohortBlock(HtmlBlock):
    """The bar in the browser, which keeps the name that is typed, and saves the files that the server sends."""

    sheets = ("portfolio/cohort_bar",)


class CohortBar(View):
    """Who is chosen, in words and in number, and the buttons.

    Examples
    --------
    >>> import credit_panel as cp
    >>> bar = cp.CohortBar(cohort=cp.CohortState(cp.current_model()))
    """

    cohort = param.ClassSelector(class_=CohortState, allow_None=NoNone, doc="The visitor's cohort.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    notice = param.String(default="", doc="What went wrong with the last gesture, a sentence; empty when all is well.")

    def __init__(self, **params: Any) -> None:
        self._block = CohortBlock(drafts="credit-panel-cohort-text", resent="credit-panel-cohort")
        self._work = LatestWork()
        super().__init__(**params)
        self._block.on_message(self._receive)
        self._draw()

    def __panel__(self) -> pn.viewable.Viewable:
        return self._block

    @param.depends("cohort.cohort", "cohort.problem", "language", "notice", watch=True)
    def _draw(self) -> None:
        self._block.block = str(self.html(translator(self.language)))

    def html(self, t: Translator) -> Markup:
        """Return the bar as safe HTML in the language of `t`."""
        state, cohort = self.cohort, self.cohort.cohort
        count, total = state.count, len(state.served.portfolio)
        values = {
            "title": cohort_words(cohort, t),
            "count": t.number(count),
            "of_all": t.gettext(
                "of {total} clients, {share}", total=t.number(total), share=t.quantity(count / total, "share")
            ),
            "share": round(100 * count / total, 2),
            "problem": self._problem(count, t),
            "chips": [
                {
                    "column": column,
                    "words": condition_words(column, condition, t),
                    "lift": t.gettext("Clear the condition on: {label}", label=lower_first(column_label(column, t))),
                }
                for column, condition in cohort.conditions.items()
            ],
            "name": cohort.name,
            "inverted": cohort.inverted,
            "everyone": cohort.is_everyone and not cohort.name,
            "empty": count == 0,
        }
        return render("views", "portfolio/cohort_bar.html", t, values)

    def _problem(self, count: int, t: Translator) -> str:
        if self.notice:
            return self.notice
        if self.cohort.problem:
            return t.gettext("The cohort of the address cannot be used, and was left out: choose it again.")
        if count == 0:
            return t.gettext("No client meets these conditions: widen a range, or clear one.")
        return ""

    def _receive(self, message: Pressed) -> None:
        self.notice = ""
        match message.action:
            case "lift":
                self.cohort.where(message.value, None)
            case "name":
                self.cohort.rename(message.value)
            case "invert":
                self.cohort.invert()
            case "clear":
                self.cohort.clear()
            case kind if kind in _KINDS:
                self._save(kind)

    def _save(self, kind: str) -> None:
        members, t = self.cohort.members, translator(self.language)
        if kind == "xlsx" and len(members) > MOST_IN_EXCEL:
            self.notice = t.gettext(
                "A workbook of more than {most} clients takes too long: narrow the cohort, or save it as CSV.",
                most=t.number(MOST_IN_EXCEL),
            )
            return
        if len(members) > MOST_SAVED:
            self.notice = t.gettext(
                "A file of more than {most} clients is too large for a page: narrow the cohort, or write it with "
                "'credit-panel score --columns' or, in a notebook, with 'cohort.frame()'.",
                most=t.number(MOST_SAVED),
            )
            return
        portfolio = self.cohort.served.portfolio
        if kind == "xlsx":
            self._work.begin(lambda _: cohort_excel(portfolio, members, t), partial(self._hand_over, kind))
            return
        frame = cohort_frame(portfolio, members)
        self._hand_over(kind, as_parquet(frame) if kind == "parquet" else as_csv(frame, self.language))

    def _hand_over(self, kind: str, content: bytes | CreditPanelError) -> None:
        if isinstance(content, CreditPanelError):
            self.notice = fault_words(content, translator(self.language))
            return
        stem = re.sub(r"[^\w-]+", "-", self.cohort.cohort.name).strip("-") or "cohort"
        self._block.save_file(f"{stem}.{kind}", _KINDS[kind], content)
