"""Drift: what is compared with the training clients, chosen or dropped, and what moved."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.charts.model.drift import FULL, drift_figure, points_figure
from credit_panel.charts.model.drift_words import compared_words, mark_words, reading_words
from credit_panel.errors import CreditPanelError, DriftFileError, UnexpectedError, UploadError
from credit_panel.locale import Translator
from credit_panel.portfolio.drift.report import DriftReport
from credit_panel.state.model_drift import FILE, TEST, DriftState, Work
from credit_panel.uploads.drift_cells import LONGEST_TEXT
from credit_panel.uploads.drift_file import FEWEST_ROWS, MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from credit_panel.views.model.view import ModelView, eyebrow
from credit_panel.views.parts.choice_board import ChoiceBoard, choice_card
from credit_panel.views.parts.file_drop import FileDrop
from credit_panel.views.parts.latest_work import LatestWork, unforeseen_words
from credit_panel.views.parts.upload_words import upload_words

MEGABYTES = MOST_BYTES // 1_000_000


class DriftView(ModelView):
    """One visitor's drift report; the numbers are worked out beside the event loop.

    Examples
    --------
    >>> import credit_panel as cp
    >>> from credit_panel.state.model_drift import DriftState
    >>> served = cp.current_model()
    >>> view = cp.DriftView(served=served, state=DriftState(served))
    """

    state = param.ClassSelector(class_=DriftState, allow_None=NoNone, doc="What the visitor compares.")

    def __init__(self, **params: Any) -> None:
        self._work = LatestWork()
        super().__init__(**params)
        if self.state.report is None and self.state.problem is None:
            self.choose(self.state.source)

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the board above what moved."""
        self._board = ChoiceBoard(self.choose)
        self._drop = FileDrop(self._take, MOST_BYTES, accept=".csv,.txt,.parquet")
        parts = choice_card(self._board, self._drop), super().lay_out()
        return pn.Column(*parts, sizing_mode="stretch_width", margin=0, styles={"gap": "18px"})

    @param.depends("state.report", "state.problem", "state.busy", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Fill the controls, then the block under them."""
        self._board.param.update(options=self._sources(t), chosen=self.state.source, words=self._board_words(t))
        self._drop.words = self._drop_words(t)
        super().draw(t)

    def html(self, t: Translator) -> Markup:
        """Return what moved, why nothing could be compared, or that it is being worked out."""
        state = self.state
        values: dict[str, Any] = {"busy": state.busy, "problem": "", "figure": None}
        if not state.busy and state.problem is not None:
            values["problem"] = drift_problem(state.problem, t)
        elif not state.busy and state.report is not None:
            values |= _report(state.report, t)
            for name in ("points", "figure"):
                self.pictured(values[name])
        return render("views", "model/drift.html", t, values)

    def _sources(self, t: Translator) -> list[tuple[str, str]]:
        known = [(TEST, t.gettext("Applications of this portfolio whose outcome is not known"))]
        known += [(name, t.gettext("Portfolio {name}", name=name)) for name in self.state.others()]
        if self.state.source.startswith(FILE):
            name = self.state.source.removeprefix(FILE)
            known.append((self.state.source, t.gettext("File {name}", name=name)))
        return known

    def _board_words(self, t: Translator) -> dict[str, str]:
        return {
            "eyebrow": eyebrow(self.served, t),
            "title": t.gettext("Do applications still look like those of the training?"),
            "label": t.gettext("Held against the training clients"),
        }

    def _drop_words(self, t: Translator) -> dict[str, Any]:
        return {
            "choose": t.gettext("Choose a file"),
            "drop": t.gettext("or drop it here"),
            "limits": t.gettext(
                "Parquet or CSV with the columns of application_train, or some of them; {most} MB at most. The file "
                "is read, and not kept.",
                most=MEGABYTES,
            ),
            "progress": t.gettext("Sending the file"),
            "most": MOST_BYTES,
        }

    def _take(self, name: str, content: bytes | UploadError | None) -> None:
        if not isinstance(content, bytes):
            self._work.forget()
            too_big = DriftFileError("too_big", f"The file is larger than {MEGABYTES} MB.")
            self.state.refuse(name, content or too_big)
        else:
            self._work_out(self.state.take(name, content))

    def follow_address(self, address: str) -> None:
        """Show what an address asks for, unless it is shown; a file stays, since no address can name it."""
        if address != self.state.address:
            self.choose(address or TEST)

    def choose(self, source: str) -> None:
        """Hold the portfolio of that name, or `TEST`, against the training clients, if there is one."""
        work = self.state.choose(source)
        if work is not None:
            self._work_out(work)

    def _work_out(self, work: Work) -> None:
        self._work.begin(work, self.state.finish)


def drift_problem(error: CreditPanelError, t: Translator) -> str:
    """Return why nothing could be compared, and what to do."""
    if isinstance(error, UnexpectedError):
        return unforeseen_words(t)
    if isinstance(error, UploadError):
        return upload_words(error, t)
    if not isinstance(error, DriftFileError):
        return str(error)
    known = {"n": t.number(error.count), "least": t.number(FEWEST_ROWS), "most": t.number(MOST_ROWS)}
    return {
        "too_big": t.gettext("The file is larger than {most} MB: give a sample of it.", most=MEGABYTES),
        "empty": t.gettext("The file is empty: it needs a row of column names, then one an application."),
        "no_table": t.gettext("The file is no table that can be read: save it as Parquet or CSV."),
        "too_wide": t.gettext(
            "The file has more than {most} columns, or too long a first line: keep the columns of application_train.",
            most=t.number(MOST_COLUMNS),
        ),
        "repeated": t.gettext(
            "These columns stand in the file more than once: {names}. Keep one of each.", names=", ".join(error.names)
        ),
        "no_field": t.gettext(
            "No column of the file has the name of a field of an application, such as AMT_CREDIT: rename its columns."
        ),
        "too_few": t.gettext(
            "There are {n} applications: with fewer than {least}, chance alone moves the index, and nothing could be "
            "read from it. Give more.",
            **known,
        ),
        "too_many": t.gettext("The file has more than {most} applications: give a sample of it.", **known),
        "text": t.gettext(
            "The column {names} holds texts or dates where numbers belong: correct it, or take it out of the file.",
            names=", ".join(error.names),
        ),
        "long_text": t.gettext(
            "The column {names} holds a text of more than {most} letters, which no category has: correct it, or take "
            "it out of the file.",
            names=", ".join(error.names),
            most=t.number(LONGEST_TEXT),
        ),
        "no_feature": t.gettext(
            "The columns of the file make up no feature of the model: add more of an application's columns."
        ),
    }[error.fault]


def _report(report: DriftReport, t: Translator) -> dict[str, Any]:
    return {
        "figure": drift_figure(report, t),
        "points": points_figure(report, t),
        "shown": t.number(len(report.margins) - 1),
        "end": t.number(FULL, 2),
        "compared": compared_words(report, t),
        "readings": [*reading_words(report, t), mark_words(t)],
        "left_out": [t.label(name) for name in report.left_out],
    }
