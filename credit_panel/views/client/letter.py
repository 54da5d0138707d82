"""The letter to the open client: how it will read, the PDF to take away, and the record that it was made."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.access.actions import Action
from credit_panel.charts.figure import render
from credit_panel.decisions.case_words import language_words
from credit_panel.decisions.decision import Decision
from credit_panel.decisions.letter_record import letter_made
from credit_panel.errors import CreditPanelError, JournalError, LetterError
from credit_panel.journal.records import Kind, clean_name
from credit_panel.locale import LANGUAGES, Language, Translator
from credit_panel.state.deciding import DecisionState
from credit_panel.views.parts.drawn_view import DrawnView
from credit_panel.views.parts.fault_words import fault_words
from credit_panel.views.parts.html_block import HtmlBlock, Pressed
from credit_panel.views.parts.journal_words import journal_fault_words
from credit_panel.views.parts.latest_work import LatestWork

PDF = "data:application/pdf;base64,"


@dataclass(frozen=True, slots=True)
class _Made:
    """A PDF that can be taken away."""

    name: str
    content: bytes
    sha256: str


class Writer(Protocol):
    """What writes letters; each call may take a second and touches nothing on screen."""

    def prepare(self) -> None:
        """Load what writes letters, where the visitors are answered."""

    def content(self, client_id: int, language: Language, standing: Decision | None) -> Mapping[str, Any]:
        """Return all that a letter says, in the order of its template."""

    def pdf(self, client_id: int, language: Language, standing: Decision | None) -> bytes:
        """Return the same as PDF."""


class LetterBlock(HtmlBlock):
    """The letter in the browser."""

    sheets = ("client/letter",)


class LetterView(DrawnView):
    """The letter to the open client, about the decision that stands, or the proposal while there is none.

    Parameters
    ----------
    writer
        Writes it.
    """

    decisions = param.ClassSelector(class_=DecisionState, allow_None=NoNone, doc="The decisions about the client.")

    written_in: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The language of the letter, which may be another than the reader's."
    )

    def __init__(self, *, writer: Writer, **params: Any) -> None:
        self._writer, self._writing, self._typesetting = writer, LatestWork(), LatestWork()
        self._about: tuple[int, Language, Decision | None] | None = None
        self._rests_on = 0
        self._content: Mapping[str, Any] | None = None
        self._made: _Made | None = None
        self._busy = False
        self._fault: CreditPanelError | None = None
        self._problem = ""
        super().__init__(**{"written_in": params.get("language", "fr"), **params})

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the empty block."""
        self._block = LetterBlock()
        self._block.on_message(self._act)
        return self._block

    @param.depends("decisions.client.explanation", watch=True)
    def _follow_client(self) -> None:
        self.redraw()

    @param.depends("decisions.recorded", "decisions.person", "written_in", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Show the letter; what is not written yet is begun."""
        about, version = self._wanted(), self.decisions.client.data_version
        if about != self._about or version != self._rests_on:
            self._about, self._rests_on = about, version
            self._content = self._made = self._fault = None
            self._problem, self._busy = "", False
            self._typesetting.forget()
            if about is not None:
                self._writing.begin(lambda _: self._writer.content(*about), self._take, prepare=self._writer.prepare)
        self._block.block = str(self.html(t))

    def html(self, t: Translator) -> Markup:
        """Return the letter with what is around it, as safe HTML in the language of `t`."""
        if self._about is None:
            return Markup("")
        client_id, language, standing = self._about
        made = self._made
        return render(
            "views",
            "client/letter.html",
            t,
            {
                "number": client_id,
                "about": ""
                if standing is None
                else t.gettext("It tells the decision of {date}.", date=t.date(standing.at.date().isoformat())),
                "changed": "" if standing is None else self._changed(standing, t),
                "may_make": self.decisions.signature.may(Action.WRITE_LETTERS),
                "languages": [(each, language_words(each, t), each == language) for each in LANGUAGES],
                "letter": self._content,
                "busy": self._busy,
                "fault": "" if self._fault is None else _fault_words(self._fault, t),
                "problem": self._problem and problem_words(self._problem, t),
                "made": made
                and {
                    "name": made.name,
                    "href": PDF + base64.b64encode(made.content).decode(),
                    "size": t.number(max(round(len(made.content) / 1000), 1)),
                    "sha256": made.sha256,
                },
                "lasting": self.decisions.lasting is not None,
            },
        )

    def _changed(self, standing: Decision, t: Translator) -> str:
        """Return that the decision rests on another assessment than the one that is explained; empty if it does not."""
        explanation = self.decisions.client.explanation
        if explanation is None or standing.assessed.is_still(explanation):
            return ""
        return t.gettext(
            "The score has changed since this decision, from {before} to {now}: the letter says so, and explains "
            "today's. Decide again if the decision is to rest on it.",
            before=t.percent(standing.probability),
            now=t.percent(explanation.probability),
        )

    def _wanted(self) -> tuple[int, Language, Decision | None] | None:
        """Return what the letter is to be about."""
        client = self.decisions.client
        if client.client_id is None or client.explanation is None:
            return None
        if not self.decisions.recorded:
            return client.client_id, self.written_in, None
        return client.client_id, self.written_in, self.decisions.recorded[-1]

    def _take(self, outcome: Mapping[str, Any] | CreditPanelError) -> None:
        if isinstance(outcome, CreditPanelError):
            self._fault = outcome
        else:
            self._content = outcome
        self.redraw()

    def _act(self, message: Pressed) -> None:
        if message.action == "language" and message.value in LANGUAGES:
            self.written_in = message.value
        elif message.action == "make" and self._about is not None and self._content is not None and not self._busy:
            about = self._about
            if not self.decisions.signature.may(Action.WRITE_LETTERS):
                self._problem = "denied"
            elif self.decisions.lasting is not None and not clean_name(self.decisions.person):
                self._problem = "person"
            else:
                self._problem, self._made, self._busy = "", None, True
                self._typesetting.begin(lambda _: self._writer.pdf(*about), self._keep)
            self.redraw()

    def _keep(self, outcome: bytes | CreditPanelError) -> None:
        """Put the PDF on record, then hand it over."""
        self._busy = False
        if self._about is None:
            return
        if isinstance(outcome, CreditPanelError):
            self._fault = outcome
        else:
            client_id, language, standing = self._about
            content = letter_made(outcome, language, standing, self._rests_on)
            made = _Made(f"letter-{client_id}-{language}.pdf", outcome, content["sha256"])
            self._busy = True
            self.decisions.add(Kind.LETTER_MADE, content, partial(self._hand_over, self._about, made))
        self.redraw()

    def _hand_over(self, about: object, made: _Made, error: CreditPanelError | None) -> None:
        """Hand over a letter that is on record, if its client is still on screen."""
        if about != self._about:
            return
        self._busy = False
        if error is None:
            self._made = made
        else:
            self._problem = error.fault if isinstance(error, JournalError) else "unreachable"
        self.redraw()


def _fault_words(fault: CreditPanelError, t: Translator) -> str:
    if isinstance(fault, LetterError):
        return t.gettext("The letter holds a character that its fonts do not have. Tell whoever runs the server.")
    return fault_words(fault, t)


def problem_words(problem: str, t: Translator) -> str:
    """Return what kept a letter from being handed over."""
    if problem == "denied":
        return t.gettext("Your roles do not let you make this letter (rule write_letters): ask somebody who may.")
    if problem == "person":
        return t.gettext("Give your name first, in the form of the decision or in the case file.")
    return journal_fault_words(problem, t)
