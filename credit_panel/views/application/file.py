"""A file of applications: where it is dropped, what could not be read of it, and its scores to take away."""

from __future__ import annotations

from typing import Any, ClassVar

import panel as pn
import param
from panel.viewable import Viewable
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.errors import ApplicationFileError, CreditPanelError, UploadError
from credit_panel.home_credit.application_sheet import MOST_BYTES, MOST_ROWS
from credit_panel.home_credit.schema import CLIENT
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.portfolio.application_scores import ApplicationScores
from credit_panel.scoring import points_otherwise, reasons_of
from credit_panel.scoring.elsewhere import ServiceError
from credit_panel.state.application_file import ApplicationFileState
from credit_panel.views.application.file_faults import problem_of_file
from credit_panel.views.application.file_report import PreparedReport, prepare
from credit_panel.views.application.file_template import template_links
from credit_panel.views.application.history_files import HistoryFilesView
from credit_panel.views.client.decision import decision_html
from credit_panel.views.parts.drawn_view import html_pane
from credit_panel.views.parts.file_drop import FileDrop
from credit_panel.views.parts.html_block import HtmlBlock, Pressed
from credit_panel.views.parts.latest_work import LatestWork
from credit_panel.views.parts.service_trouble import trouble_html
from credit_panel.views.parts.view import View


class FileReport(HtmlBlock):
    """The report of a file, whose rows can be opened."""

    sheets: ClassVar[tuple[str, ...]] = ("application/application",)


class OpenedRow(HtmlBlock):
    """One application of a file, explained like a client's."""

    sheets = ("application/application", "client/decision")


class ApplicationFileView(View):
    """The file of one visitor, told row by row.

    Examples
    --------
    >>> from credit_panel.portfolio import current_model
    >>> state = ApplicationFileState(current_model())
    >>> shown = ApplicationFileView(state=state, language="en")
    """

    state = param.ClassSelector(class_=ApplicationFileState, allow_None=NoNone, doc="The visitor's file.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    shown = param.Boolean(default=True, doc="Whether the view is on screen.")

    edit = param.Callable(default=lambda values: None, doc="Takes the fields of an application that is to be changed.")

    def __init__(self, **params: Any) -> None:
        self._intro = html_pane("application/application")
        self._report, self._opened = FileReport(), OpenedRow(visible=False)
        self._drop = FileDrop(self._take, MOST_BYTES, css_classes=["drop"])
        self._work = LatestWork()
        self._prepared: PreparedReport | None = None
        self._place: int | None = None
        self._of: ApplicationScores | None = None
        super().__init__(**params)
        self._report.on_message(self._act)
        self._opened.on_message(self._act)
        self._histories = HistoryFilesView(
            state=self.state.histories, language=self.language, changed=self._score_again
        )
        self._layout = pn.Column(
            self._intro,
            self._drop,
            self._histories,
            self._opened,
            self._report,
            sizing_mode="stretch_width",
            margin=0,
            visible=self.shown,
        )

    def __panel__(self) -> Viewable:
        return self._layout

    @param.depends("shown", watch=True)
    def _show(self) -> None:
        self._layout.visible = self.shown

    @param.depends("language", watch=True)
    def _translate(self) -> None:
        self._histories.language = self.language

    @param.depends("language", watch=True, on_init=True)
    def _speak(self) -> None:
        t = translator(self.language)
        self._intro.object = str(render("views", "application/file_intro.html", t, template_links(self.language)))
        self._drop.words = {
            "choose": t.gettext("Choose a file"),
            "drop": t.gettext("or drop it here"),
            "limits": t.gettext(
                "CSV or Excel, up to {rows} applications and {size} MB. Columns have the names of the fields, such as "
                "AMT_CREDIT, or their labels, such as “{label}”.",
                rows=t.number(MOST_ROWS),
                size=t.number(MOST_BYTES / 1e6),
                label=t.label("AMT_CREDIT"),
            ),
            "progress": t.gettext("Sending the file"),
            "most": MOST_BYTES,
        }

    @param.depends("state.scores", "state.error", "state.busy", "language", watch=True, on_init=True)
    def _redraw(self) -> None:
        t, state = translator(self.language), self.state
        if self._of is not state.scores:
            self._of, self._place = state.scores, None
        self._show_row()
        if state.busy:
            self._report.block = str(render("views", "application/file_busy.html", t, {"name": state.file_name}))
        elif isinstance(state.error, ServiceError):
            self._report.block = trouble_html(state.error.fault, t, kept="file")
        elif state.error is not None:
            values = {"name": state.file_name, "sentence": problem_of_file(state.error, t)}
            self._report.block = str(render("views", "application/file_fault.html", t, values))
        elif state.scores is not None:
            prepared = self._prepared
            if prepared is None or prepared.scores is not state.scores or prepared.language != self.language:
                self._prepared = prepared = prepare(state.scores, state.served.portfolio, self.language)
            shown = {"name": state.file_name, **prepared.shown}
            self._report.block = str(render("views", "application/file.html", t, shown))

    def _score_again(self) -> None:
        """Score the file with the histories that are there by now."""
        score, language, portfolio = self.state.score_again(), self.language, self.state.served.portfolio
        if score is not None:
            self._work.begin(lambda wanted: prepare(score(wanted), portfolio, language), self._finish)

    def _take(self, name: str, content: bytes | UploadError | None) -> None:
        if not isinstance(content, bytes):
            self._work.forget()
            too_big = ApplicationFileError("too_big", "The file is larger than 10 MB: split it.")
            self.state.refuse(name, content or too_big)
            return
        read, language, portfolio = self.state.take(name, content), self.language, self.state.served.portfolio
        # what is shown and handed back takes a while to write as well
        self._work.begin(lambda wanted: prepare(read(wanted), portfolio, language), self._finish)

    def _finish(self, outcome: PreparedReport | CreditPanelError) -> None:
        if isinstance(outcome, CreditPanelError):
            self.state.finish(outcome)
        else:
            self._prepared = outcome
            self.state.finish(outcome.scores)
            if not self.state.is_current(outcome.scores):  # histories came meanwhile
                self._score_again()

    def _act(self, message: Pressed) -> None:
        """Open a row, close it, or hand it to the form; score the file again, or those without a row otherwise."""
        scores, value = self.state.scores, message.value
        if message.action == "again":
            self._score_again()
            return
        if message.action == "everyone":
            self.state.everyone = not self.state.everyone
            self._score_again()
            return
        if scores is None:
            return
        if message.action == "close":
            self._place = None
        elif value.isascii() and value.isdigit() and int(value[:6]) < len(scores.frame):
            place = int(value[:6])
            if message.action == "edit":
                self.edit(scores.file.applications.row(place, named=True))
                return
            self._place = place
        self._show_row()

    def _show_row(self) -> None:
        scores, place = self.state.scores, self._place
        if scores is None or place is None:
            self._opened.param.update(block="", visible=False)
            return
        t, served = translator(self.language), self.state.served
        number = scores.file.applications[CLIENT][place]
        scorer = scores.scorer_of(place, served)
        explanation = scorer.explain_one(scores.features[place])
        otherwise = points_otherwise(scorer, scores.features[place], reasons_of(explanation))
        shown = {
            "row": t.number(scores.file.rows[place]),
            "place": place,
            "number": "" if number is None else str(number),
            "with_histories": explanation.with_histories,
            "decision": decision_html(served, explanation, otherwise, t, heading="h2"),
        }
        self._opened.param.update(block=str(render("views", "application/file_row.html", t, shown)), visible=True)
