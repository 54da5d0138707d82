"""The advisor's desk, where no client is open: the cases to review, the clients of the day, cases by state."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.decisions.case_words import kind_words
from credit_panel.decisions.outcome_words import decided_words
from credit_panel.journal.records import same_person
from credit_panel.locale import Translator
from credit_panel.scoring import Outcome
from credit_panel.state.desk import DeskState
from credit_panel.views.parts.drawn_view import DrawnView
from credit_panel.views.parts.html_block import Pressed
from credit_panel.views.parts.journal_block import JournalBlock
from credit_panel.views.parts.journal_words import journal_fault_words


class DeskView(DrawnView):
    """Lists of clients, each a link to the client's file."""

    state = param.ClassSelector(class_=DeskState, allow_None=NoNone, doc="What waits, and what was done today.")

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the empty block."""
        self._block = JournalBlock(css_classes=["record"], margin=(18, 0, 0, 0))
        self._block.on_message(self._receive)
        return self._block

    @param.depends("state.lists", "state.trouble", "state.decisions.person", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Draw the lists."""
        self._block.param.update(block=str(self.html(t)), language=self.language)

    def html(self, t: Translator) -> Markup:
        """Return the lists as safe HTML in the language of `t`; nothing before they are read."""
        state = self.state
        if state.lists is None and not state.trouble:
            return Markup("")
        review, mine, found = state.lists or ((), (), ())
        person = state.decisions.person
        values = {
            "trouble": journal_fault_words(state.trouble, t) if state.trouble else "",
            "review": [
                _row(row, t) | {"decided_by": row.case.decided_by, "own": same_person(person, row.case.decided_by)}
                for row in review
            ],
            "mine": [_row(row, t) for row in mine],
            "found": [_row(row, t) for row in found],
            "sought": state.sought,
            "states": [
                ("decided", t.gettext("Decided")),
                ("letter", t.gettext("Letter made")),
                ("request", t.gettext("Request without an answer")),
            ],
            "person": person,
            "signed": bool(state.decisions.signature.name),
        }
        return render("views", "client/desk.html", t, values)

    def _receive(self, message: Pressed) -> None:
        if message.action == "person":
            self.state.decisions.person = self.state.decisions.signature.over(message.value)
        elif message.action == "state" and message.value in self.state.param.sought.objects:
            self.state.sought = message.value
        self.redraw()


def _row(row: Any, t: Translator) -> dict[str, Any]:
    decided = row.entry.content.get("decided")
    return {
        "number": str(row.client),
        "what": decided_words(Outcome(decided), t) if decided else kind_words(row.entry.kind, t),
        "at": row.entry.at.isoformat(timespec="seconds"),
    }
