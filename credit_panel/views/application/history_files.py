"""Files of credit histories beside a file of applications: where they are dropped, and what was read of them."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any, ClassVar

import panel as pn
import param
from panel.viewable import Viewable
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.errors import UploadError
from credit_panel.home_credit.history_cells import MOST_TOLD
from credit_panel.home_credit.history_columns import keys_of
from credit_panel.home_credit.history_file import MOST_BYTES, MOST_ROWS, HistoryFileError
from credit_panel.home_credit.schema import HISTORY_TABLES
from credit_panel.home_credit.sent_histories import MOST_ROWS as MOST_OF_ONE
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.portfolio.csv_file import columns_csv
from credit_panel.state.history_files import HistoryFilesState
from credit_panel.views.application.file_report import CSV
from credit_panel.views.application.history_words import cell_words, file_note_words, history_fault_words
from credit_panel.views.parts.drawn_view import html_pane
from credit_panel.views.parts.file_drop import FileDrop
from credit_panel.views.parts.html_block import HtmlBlock, Pressed
from credit_panel.views.parts.ordered_work import OrderedWork
from credit_panel.views.parts.table_words import table_words
from credit_panel.views.parts.view import View

_MOST_LISTED = 300
"""Problems listed on the page; the file to take away has those that are told."""

_MOST_NOTES = 30


class HistoryReport(HtmlBlock):
    """What was read of the files, each of which can be taken away."""

    sheets: ClassVar[tuple[str, ...]] = ("application/application",)


class HistoryFilesView(View):
    """The histories that one visitor sends, told file by file and row by row.

    Examples
    --------
    >>> shown = HistoryFilesView(state=HistoryFilesState(), language="en")
    """

    state = param.ClassSelector(class_=HistoryFilesState, allow_None=NoNone, doc="The visitor's files.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    changed = param.Callable(
        default=lambda: None, doc="Called once the last file that waited was read, or one was removed."
    )

    def __init__(self, **params: Any) -> None:
        self._intro, self._report = html_pane("application/application"), HistoryReport()
        self._drop = FileDrop(
            self._take, MOST_BYTES, multiple=True, accept=".csv,.txt,.tsv,.parquet,.pq,.zip", css_classes=["drop"]
        )
        self._work = OrderedWork()
        super().__init__(**params)
        self._report.on_message(self._act)
        self._layout = pn.Column(self._intro, self._drop, self._report, sizing_mode="stretch_width", margin=0)

    def __panel__(self) -> Viewable:
        return self._layout

    @param.depends("language", watch=True, on_init=True)
    def _speak(self) -> None:
        t = translator(self.language)
        words = table_words(t)
        tables = [
            (name, words[name], ", ".join(keys_of(name)), t.number(MOST_ROWS[name]), t.number(MOST_OF_ONE[name]))
            for name in HISTORY_TABLES
        ]
        self._intro.object = str(render("views", "application/history_intro.html", t, {"tables": tables}))
        self._drop.words = {
            "choose": t.gettext("Choose files"),
            "drop": t.gettext("or drop histories here"),
            "limits": t.gettext(
                "CSV, Parquet, or a zip of them, up to {size} MB each; several at once.",
                size=t.number(MOST_BYTES / 1e6),
            ),
            "progress": t.gettext("Sending the file"),
            "most": MOST_BYTES,
        }

    @param.depends("state.files", "state.faults", "state.waiting", "language", watch=True, on_init=True)
    def _redraw(self) -> None:
        t, state = translator(self.language), self.state
        problems = [
            (
                file.name,
                found.row,
                "" if found.key is None else str(found.key),
                found.problem.field,
                found.text,
                cell_words(file.table, found.problem, t),
            )
            for file in state.files
            for found in file.problems
        ]
        notes = [f"{file.name}: {said}" for file in state.files for said in file_note_words(file, t)]
        if state.passed_over:
            names = ", ".join(state.passed_over[:20])
            notes.append(
                t.gettext("These files of the archive are no tables and were passed over: {names}.", names=names)
            )
        shown = {
            "waiting": state.waiting,
            "faults": [(name, history_fault_words(error, t)) for name, error in state.faults],
            "files": [
                (place, file.name, file.table, t.number(len(file.rows)), t.number(file.count - len(file.rows)))
                for place, file in enumerate(state.files)
            ],
            "said": t.ngettext("{n} file was read.", "{n} files were read.", len(state.files)),
            "notes": notes[:_MOST_NOTES],
            "more_notes": len(notes[_MOST_NOTES:]),
            "problems": [(name, t.number(row), *rest) for name, row, *rest in problems[:_MOST_LISTED]],
            "unlisted": len(problems[_MOST_LISTED:]),
            "untold": sum(file.untold for file in state.files),
            "most_told": MOST_TOLD,
            "csv": _csv(problems, t) if problems else "",
        }
        self._report.block = str(render("views", "application/history_files.html", t, shown))

    def _take(self, name: str, content: bytes | UploadError | None) -> None:
        if not isinstance(content, bytes):
            self.state.refuse(name, content or HistoryFileError("too_big", "The file is larger than 10 MB: split it."))
            return
        read = self.state.take(name, content)
        if read is not None:
            self._work.begin(read, partial(self._finish, name))

    def _finish(self, name: str, outcome: Any) -> None:
        self.state.finish(name, outcome)
        if not self.state.waiting:
            self.changed()

    def _act(self, message: Pressed) -> None:
        """Take a file away."""
        value, files = message.value, self.state.files
        if message.action == "remove" and value.isascii() and value.isdigit() and int(value[:6]) < len(files):
            self.state.remove(files[int(value[:6])])
            self.changed()


def _csv(problems: list[tuple[str, int, str, str, str, str]], t: Translator) -> str:
    names = (
        t.gettext("File"),
        t.gettext("Row"),
        t.gettext("Client or credit"),
        t.gettext("Column"),
        t.gettext("In the file"),
        t.gettext("Problem"),
    )
    columns: dict[str, list[Any]] = {
        name: list(values) for name, values in zip(names, zip(*problems, strict=True), strict=True)
    }
    return CSV + base64.b64encode(columns_csv(columns, t.language)).decode()
