"""A file of applications: where it is dropped, what could not be read of it, and its scores to take away."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import panel as pn
import param
from panel.viewable import Viewable
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.errors import ApplicationFileError, CreditPanelError, UploadError
from credit_panel.home_credit.application_file import MOST_TOLD
from credit_panel.home_credit.application_sheet import MOST_BYTES, MOST_ROWS
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.portfolio import Portfolio
from credit_panel.portfolio.application_scores import ApplicationScores, write_excel
from credit_panel.portfolio.csv_file import as_csv
from credit_panel.portfolio.range_seen import unseen_in
from credit_panel.scoring import Outcome
from credit_panel.state.application_file import ApplicationFileState
from credit_panel.views.fields.words import problem_words
from credit_panel.views.parts.drawn_view import html_pane
from credit_panel.views.parts.file_drop import FileDrop
from credit_panel.views.parts.file_notes import note_words, unseen_words
from credit_panel.views.parts.latest_work import LatestWork, unforeseen_words
from credit_panel.views.parts.upload_words import upload_words
from credit_panel.views.parts.view import View
from credit_panel.views.parts.wording import outcome_words

_MOST_PROBLEMS = 300
"""Problems listed on the page; the file to take away has all."""

_MOST_NOTES = 30
"""Notes told on the page."""

_EXCEL = "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,"
_CSV = "data:text/csv;charset=utf-8;base64,"

_MODEL_FILE = (
    "SK_ID_CURR,NAME_CONTRACT_TYPE,AMT_CREDIT,AMT_ANNUITY,AMT_GOODS_PRICE,AMT_INCOME_TOTAL,DAYS_BIRTH,DAYS_EMPLOYED,"
    "NAME_INCOME_TYPE,NAME_EDUCATION_TYPE,EXT_SOURCE_1,EXT_SOURCE_2,EXT_SOURCE_3\n"
    "1,Cash loans,450000,24000,400000,150000,-14600,-2000,Working,Higher education,,0.55,0.6\n"
)


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

    def __init__(self, **params: Any) -> None:
        self._intro, self._report = html_pane("application/application"), html_pane("application/application")
        self._drop = FileDrop(self._take, MOST_BYTES, css_classes=["drop"])
        self._work = LatestWork()
        self._prepared: _Prepared | None = None
        super().__init__(**params)
        self._layout = pn.Column(
            self._intro, self._drop, self._report, sizing_mode="stretch_width", margin=0, visible=self.shown
        )

    def __panel__(self) -> Viewable:
        return self._layout

    @param.depends("shown", watch=True)
    def _show(self) -> None:
        self._layout.visible = self.shown

    @param.depends("language", watch=True, on_init=True)
    def _speak(self) -> None:
        t = translator(self.language)
        model_file = _CSV + base64.b64encode(_MODEL_FILE.encode()).decode()
        self._intro.object = str(render("views", "application/file_intro.html", t, {"model_file": model_file}))
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
        if state.busy:
            self._report.object = str(render("views", "application/file_busy.html", t, {"name": state.file_name}))
        elif state.error is not None:
            values = {"name": state.file_name, "sentence": problem_of_file(state.error, t)}
            self._report.object = str(render("views", "application/file_fault.html", t, values))
        elif state.scores is not None:
            prepared = self._prepared
            if prepared is None or prepared.scores is not state.scores or prepared.language != self.language:
                self._prepared = prepared = _prepare(state.scores, state.served.portfolio, self.language)
            shown = {"name": state.file_name, **prepared.report}
            self._report.object = str(render("views", "application/file.html", t, shown))

    def _take(self, name: str, content: bytes | None) -> None:
        if content is None:
            self._work.forget()
            self.state.refuse(name, ApplicationFileError("too_big", "The file is larger than 10 MB: split it."))
            return
        read, language, portfolio = self.state.take(name, content), self.language, self.state.served.portfolio
        # what is shown and handed back takes a while to write as well
        self._work.begin(lambda wanted: _prepare(read(wanted), portfolio, language), self._finish)

    def _finish(self, outcome: _Prepared | CreditPanelError) -> None:
        if isinstance(outcome, CreditPanelError):
            self.state.finish(outcome)
        else:
            self._prepared = outcome
            self.state.finish(outcome.scores)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Scores, and what a template shows of them in a language."""

    scores: ApplicationScores
    language: Language
    report: Mapping[str, object]


def _prepare(scores: ApplicationScores, portfolio: Portfolio, language: Language) -> _Prepared:
    return _Prepared(scores, language, _report(scores, portfolio, translator(language)))


def problem_of_file(error: CreditPanelError, t: Translator) -> str:
    """Return why there is nothing to show of a file and what to do, as one sentence."""
    if isinstance(error, ApplicationFileError):
        return fault_words(error, t)
    return upload_words(error, t) if isinstance(error, UploadError) else unforeseen_words(t)


def fault_words(error: ApplicationFileError, t: Translator) -> str:
    """Return why nothing of a file can be read and what to do, as one sentence."""
    names = ", ".join(f"{name} ({t.label(name)})" if name in FIELDS else f"“{name}”" for name in error.names)
    match error.fault:
        case "too_big":
            size = t.number(MOST_BYTES / 1e6)
            return t.gettext("The file is larger than {size} MB, or unpacks to much more: split it.", size=size)
        case "no_table":
            return t.gettext("This is no table that can be read: save it as CSV or Excel (.xlsx) and send it again.")
        case "empty":
            return t.gettext("The file holds no application: it needs a row of column names, then one row a client.")
        case "too_many_rows":
            return t.gettext("The file has more than {n} applications: split it into several.", n=t.number(MOST_ROWS))
        case "too_wide":
            return t.gettext("The file has too many columns, or too long a line: keep the fields of the applications.")
        case "repeated":
            return t.gettext("These columns stand in the file more than once: {names}. Keep one of each.", names=names)
        case "absent":
            said = t.gettext("The file lacks columns that every application needs: {names}. Add them.", names=names)
            hints = (
                t.gettext("Is the column “{name}” meant to be {field}?", name=found, field=field)
                for field, found in error.near.items()
            )
            return " ".join((said, *hints))
        case "no_field":
            return t.gettext(
                "No column has the name of a field (the first row reads: {names}): one row has to hold the names, such "
                "as AMT_CREDIT.",
                names=names,
            )


def _report(scores: ApplicationScores, portfolio: Portfolio, t: Translator) -> dict[str, object]:
    problems = scores.file.problems
    told: dict[int, list[str]] = {}
    listed: list[tuple[str, str, str, str, str]] = []
    for found in problems:
        said = problem_words(found.problem, t)
        where = f" ({found.place})" if found.place else ""
        told.setdefault(found.row, []).append(f"{t.label(found.problem.field)}{where}: {said}")
        if len(listed) < _MOST_PROBLEMS:
            number = "" if found.client_id is None else str(found.client_id)
            place = f"{found.text} ({found.place})" if found.text and found.place else found.text or found.place
            listed.append((t.number(found.row), number, t.label(found.problem.field), place, said))
    answer = scores.answer({row: " ".join(said) for row, said in told.items()})
    rows = [
        (
            t.number(row["row"]),
            "" if row["SK_ID_CURR"] is None else str(row["SK_ID_CURR"]),
            row["outcome"],
            outcome_words(Outcome(row["outcome"]), t),
            t.percent(row["probability"]),
            f"{t.percent(row['low'])} – {t.percent(row['high'])}",
            t.number(row["points"]),
            row["grade"],
        )
        for row in scores.frame.iter_rows(named=True)
    ]
    outcomes = scores.frame["outcome"].to_list()
    notes = [note_words(note, t) for note in scores.file.notes]
    notes += [unseen_words(found, t, rows) for found, rows in unseen_in(portfolio, scores.file)]
    return {
        "scored": len(rows),
        "tally": [(str(o), outcome_words(o, t), t.number(outcomes.count(str(o)))) for o in Outcome],
        "unread": len(told),
        "problems": listed,
        "unlisted": len(problems) - len(listed),
        "untold": scores.file.untold,
        "most_told": MOST_TOLD,
        "left_out": ", ".join(t.gettext("one without a name") if n == "?" else n for n in scores.file.left_out[:20]),
        "notes": notes[:_MOST_NOTES],
        "more_notes": len(notes[_MOST_NOTES:]),
        "rows": rows,
        "csv": _CSV + base64.b64encode(as_csv(answer, t.language)).decode(),
        "excel": _EXCEL + base64.b64encode(write_excel(answer)).decode(),
    }
