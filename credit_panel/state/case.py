"""What one visitor puts into a client's case beside decisions: requests, their ends, a what-if kept on purpose."""

from __future__ import annotations

from typing import Any, Literal

import param
from param.parameters import NoNone

from credit_panel.access.actions import Action
from credit_panel.errors import JournalFault
from credit_panel.journal.records import REQUESTS, Kind, clean_name
from credit_panel.scoring import Scenario, WhatIf
from credit_panel.state.deciding import DecisionState
from credit_panel.state.decision import LONGEST_COMMENT, clean_comment
from credit_panel.state.proposal_record import what_if_content

CaseProblem = Literal["person", "note", "note_long", "what_if", "denied"] | JournalFault
"""What keeps a record from being made: a name or a note that is missing or too long, or what the journal says."""


class CaseState(param.Parameterized):
    """The case of the open client, as one visitor works on it."""

    decisions = param.ClassSelector(class_=DecisionState, allow_None=NoNone, doc="The decisions about the client.")

    note = param.String(default="", doc="What the visitor wrote beside the next record.")

    problem = param.String(default="", doc="What kept the last record from being made, a `CaseProblem`; empty if none.")

    done = param.Integer(default=0, doc="How many records this visitor has added.")

    def ask(self, kind: Kind) -> bool:
        """Record that the client asks for an explanation, to make a statement, or for a review.

        Returns
        -------
        bool
            Whether it was recorded; if not, `problem` says why, and the note stays.
        """
        if kind not in REQUESTS:
            return False
        if kind == Kind.STATEMENT_REQUESTED and not clean_comment(self.note):
            return self._refuse("note")
        return self._add(kind, {"note": clean_comment(self.note)})

    def end(self, request: int) -> bool:
        """Record that a request was met, with the note that says how."""
        if not clean_comment(self.note):
            return self._refuse("note")
        return self._add(Kind.REQUEST_ENDED, {"request": request, "note": clean_comment(self.note)})

    def keep(self, result: WhatIf | None) -> bool:
        """Record a what-if."""
        if result is None or result.scenario == Scenario():
            return self._refuse("what_if")
        told = what_if_content(result.scenario, result.before, result.after)
        return self._add(Kind.WHAT_IF_KEPT, {**told, "note": clean_comment(self.note)})

    def _add(self, kind: Kind, content: dict[str, Any]) -> bool:
        if not self.decisions.signature.may(Action.RECORD_REQUESTS):
            return self._refuse("denied")
        if not clean_name(self.decisions.person):
            return self._refuse("person")
        if len(clean_comment(self.note)) > LONGEST_COMMENT:
            return self._refuse("note_long")
        error = self.decisions.add(kind, content)
        if error is not None:
            return self._refuse(error.fault)
        self.param.update(problem="", note="", done=self.done + 1)
        return True

    def _refuse(self, problem: CaseProblem) -> bool:
        self.problem = problem
        return False

    @param.depends("decisions.client.client_id", watch=True)
    def _start_afresh(self) -> None:
        self.param.update(problem="", note="")
