"""A client's case file: what happened in its order, what the client asked for, and where that is put on record."""

from __future__ import annotations

from collections.abc import Callable

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.access.actions import Action
from credit_panel.charts.figure import render
from credit_panel.decisions.case_words import kind_words, review_words, time_line
from credit_panel.decisions.decision import LONGEST_COMMENT
from credit_panel.decisions.outcome_words import standing_outcome
from credit_panel.journal.records import REQUESTS, Entry, Kind
from credit_panel.locale import Translator
from credit_panel.scoring import WhatIf
from credit_panel.state.case import CaseState
from credit_panel.views.client.held_file import HeldFileView
from credit_panel.views.parts.component import NOT_YET
from credit_panel.views.parts.drawn_view import DrawnView, stack
from credit_panel.views.parts.html_block import Pressed
from credit_panel.views.parts.journal_block import JournalBlock
from credit_panel.views.parts.journal_words import journal_fault_words

_KINDS = {str(kind): kind for kind in REQUESTS}


class CaseFileView(DrawnView):
    """The case file of the open client.

    Parameters
    ----------
    what_if
        Returns the what-if that may be kept; None where there is none.
    held
        Makes the client's whole file as a document; None where nobody takes one away.
    """

    state = param.ClassSelector(class_=CaseState, allow_None=NoNone, doc="The case, as the visitor works on it.")

    def __init__(
        self,
        *,
        what_if: Callable[[], WhatIf | None] = lambda: None,
        held: HeldFileView | None = None,
        **params: object,
    ) -> None:
        self._what_if, self._held = what_if, held
        super().__init__(**params)

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the empty block."""
        self._block = JournalBlock()
        self._block.on_message(self._receive)
        return self._block if self._held is None else stack(self._block, self._held)

    @param.depends("state.decisions.case", "state.decisions.trouble", "state.decisions.person", watch=True)
    def _follow_case(self) -> None:
        self.redraw()

    @param.depends("state.problem", "state.note", "state.done", watch=True)
    def _follow_work(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Draw the case."""
        self._block.param.update(block=str(self.html(t)), language=self.language)
        if self._held is not None:
            self._held.language = self.language

    def html(self, t: Translator) -> Markup:
        """Return the case file as safe HTML in the language of `t`."""
        decisions, case = self.state.decisions, self.state.decisions.case
        explanation = decisions.client.explanation
        if explanation is None:
            return Markup("")
        allowed = decisions.signature.may_decide(case, decisions.person)
        return render(
            "views",
            "client/case_file.html",
            t,
            {
                "number": explanation.client_id,
                "stands": standing_outcome(explanation.outcome, decisions.client.decision, t),
                "decided_by": "" if case is None else case.decided_by,
                "read": case is not None,
                "trouble": journal_fault_words(decisions.trouble, t) if decisions.trouble else "",
                "problem": problem_words(self.state.problem, t) if self.state.problem else "",
                "wrong_box": self.state.problem,
                "review": "" if case is None else review_words(case, decisions.person, t, allowed=allowed),
                "waiting": [] if case is None else [_waiting(request.asked, t) for request in case.waiting],
                "lines": [] if case is None else time_line(case, t),
                "requests": [
                    (str(Kind.EXPLANATION_REQUESTED), t.gettext("An explanation")),
                    (str(Kind.STATEMENT_REQUESTED), t.gettext("To state their point of view")),
                    (str(Kind.REVIEW_REQUESTED), t.gettext("A review by a person")),
                ],
                "person": decisions.person,
                "signed": bool(decisions.signature.name),
                "may_record": decisions.signature.may(Action.RECORD_REQUESTS),
                "note": self.state.note,
                "longest": LONGEST_COMMENT,
                "done": self.state.done,
            },
        )

    def _receive(self, message: Pressed) -> object:
        def answer() -> None:
            self.redraw()
            self._block.answer(message.serial)

        if message.action == "person":
            self.state.decisions.person = self.state.decisions.signature.over(message.value)
        elif message.action == "note":
            self.state.param.update(note=message.value, problem="")
        elif message.action == "ask" and message.value in _KINDS:
            self.state.ask(_KINDS[message.value], answer)
            return NOT_YET
        elif message.action == "end" and message.value.isascii() and message.value.isdigit():
            self.state.end(int(message.value[:15]), answer)
            return NOT_YET
        elif message.action == "keep":
            self.state.keep(self._what_if(), answer)
            return NOT_YET
        self.redraw()
        return None


def problem_words(problem: str, t: Translator) -> str:
    """Return what kept a record from being made; `problem` is a `CaseProblem`."""
    return {
        "person": t.gettext("Give your name first."),
        "denied": t.gettext(
            "Your roles do not let you put this on record (rule record_requests): ask somebody who may."
        ),
        "note": t.gettext("Write the note first: what the client said, or how the request was answered."),
        "note_long": t.gettext("The note is too long: {most} characters at most.", most=LONGEST_COMMENT),
        "what_if": t.gettext("There is no what-if to keep: change something in the tab What-if first."),
    }.get(problem) or journal_fault_words(problem, t)


def _waiting(entry: Entry, t: Translator) -> dict[str, object]:
    return {
        "answerable": entry.kind != Kind.REVIEW_REQUESTED,
        "number": str(entry.sequence),
        "what": kind_words(entry.kind, t),
        "at": entry.at.isoformat(timespec="seconds"),
        "note": entry.content.get("note", ""),
    }
