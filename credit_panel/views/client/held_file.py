"""All that is held about the open client as a PDF to take away."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, Protocol

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.errors import CreditPanelError, LetterError
from credit_panel.journal.records import Entry
from credit_panel.locale import Language, Translator
from credit_panel.state.deciding import DecisionState
from credit_panel.views.client.letter import PDF, LetterBlock
from credit_panel.views.parts.drawn_view import DrawnView
from credit_panel.views.parts.fault_words import fault_words
from credit_panel.views.parts.html_block import Pressed
from credit_panel.views.parts.latest_work import LatestWork


class FileWriter(Protocol):
    """What writes clients' files; a call may take seconds and touches nothing on screen."""

    def prepare(self) -> None:
        """Load what writes them, where the visitors are answered."""

    def client_file(self, client_id: int, entries: Sequence[Entry], language: Language) -> bytes:
        """Return all that is held about a client as PDF."""


class HeldFileView(DrawnView):
    """A button that makes the file of the open client, and the file.

    Parameters
    ----------
    writer
        Writes it.
    """

    decisions = param.ClassSelector(class_=DecisionState, allow_None=NoNone, doc="The decisions about the client.")

    def __init__(self, *, writer: FileWriter, **params: Any) -> None:
        self._writer, self._work = writer, LatestWork()
        self._made: bytes | None = None
        self._fault: CreditPanelError | None = None
        self._busy = False
        super().__init__(**params)

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the empty block."""
        self._block = LetterBlock()
        self._block.on_message(self._make)
        return self._block

    @param.depends("decisions.client.client_id", "decisions.case", watch=True)
    def _follow(self) -> None:
        self._work.forget()  # a file that no longer tells everything is not handed over
        self._made, self._fault, self._busy = None, None, False
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Show the button, and the file once it is made."""
        self._block.block = str(self.html(t))

    def html(self, t: Translator) -> Markup:
        """Return the block as safe HTML in the language of `t`."""
        client_id = self.decisions.client.client_id
        if client_id is None or self.decisions.client.explanation is None:
            return Markup("")
        made = self._made
        return render(
            "views",
            "client/held_file.html",
            t,
            {
                "number": client_id,
                "busy": self._busy,
                "fault": "" if self._fault is None else _fault_words(self._fault, t),
                "name": f"client-{client_id}.pdf",
                "href": "" if made is None else PDF + base64.b64encode(made).decode(),
                "size": t.number(max(round(len(made or b"") / 1000), 1)),
            },
        )

    def _make(self, message: Pressed) -> None:
        client_id, case = self.decisions.client.client_id, self.decisions.case
        if message.action != "make" or client_id is None or self._busy:
            return
        entries, language = () if case is None else case.entries, self.language
        self._made, self._fault, self._busy = None, None, True
        self._work.begin(
            lambda _: self._writer.client_file(client_id, entries, language), self._take, prepare=self._writer.prepare
        )
        self.redraw()

    def _take(self, outcome: bytes | CreditPanelError) -> None:
        self._busy = False
        if isinstance(outcome, CreditPanelError):
            self._fault = outcome
        else:
            self._made = outcome
        self.redraw()


def _fault_words(fault: CreditPanelError, t: Translator) -> str:
    if isinstance(fault, LetterError):
        return t.gettext("The file holds a character that its fonts do not have. Tell whoever runs the server.")
    return fault_words(fault, t)
