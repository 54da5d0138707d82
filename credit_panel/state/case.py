"""What one visitor puts into a client's case beside decisions: requests, their ends, a what-if kept on purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import param
from param.parameters import NoNone

from credit_panel.access.actions import Action
from credit_panel.decisions.decision import LONGEST_COMMENT, clean_comment
from credit_panel.decisions.proposal_record import what_if_content
from credit_panel.errors import CreditPanelError, JournalError, JournalFault
from credit_panel.journal.records import REQUESTS, Kind, clean_name
from credit_panel.scoring import Scenario, WhatIf
from credit_panel.state.deciding import DecisionState

CaseProblem = Literal["person", "note", "note_long", "what_if", "denied"] | JournalFault
"""What keeps a record from being made: a name or a note that is missing or too long, or what the journal says."""


class CaseState(param.Parameterized):
    """The case of the open client, as one visitor works on it."""

    decisions = param.ClassSelector(class_=DecisionState, allow_None=NoNone, doc="The decisions about the client.")

    note = param.String(default="", doc="What the visitor wrote beside the next record.")

    problem = param.String(default="", doc="What kept the last record from being made, a `CaseProblem`; empty if none.")

    done = param.Integer(default=0, doc="How many records this visitor has added.")

    def ask(self, kind: Kind, then: Callable[[], None] = lambda: None) -> bool:
        """Record that the client asks for an explanation, to make a statement, or for a review.

        Parameters
        ----------
        then
            Called once it is recorded, or `problem` says why it is not; the note stays then.

        Returns
        -------
        bool
            Whether it is recorded by now.
        """
        if kind not in REQUESTS:
            then()
            return False
        if kind == Kind.STATEMENT_REQUESTED and not clean_comment(self.note):
            return self._refuse("note", then)
        return self._add(kind, {"note": clean_comment(self.note)}, then)

    def end(self, request: int, then: Callable[[], None] = lambda: None) -> bool:
        """Record that a request was met, with the note that says how; as `ask` does."""
        if not clean_comment(self.note):
            return self._refuse("note", then)
        return self._add(Kind.REQUEST_ENDED, {"request": request, "note": clean_comment(self.note)}, then)

    def keep(self, result: WhatIf | None, then: Callable[[], None] = lambda: None) -> bool:
        """Record a what-if; as `ask` does."""
        if result is None or result.scenario == Scenario():
            return self._refuse("what_if", then)
        told = what_if_content(result.scenario, result.before, result.after)
        return self._add(Kind.WHAT_IF_KEPT, {**told, "note": clean_comment(self.note)}, then)

    def _add(self, kind: Kind, content: dict[str, Any], then: Callable[[], None]) -> bool:
        if not self.decisions.signature.may(Action.RECORD_REQUESTS):
            return self._refuse("denied", then)
        if not clean_name(self.decisions.person):
            return self._refuse("person", then)
        if len(clean_comment(self.note)) > LONGEST_COMMENT:
            return self._refuse("note_long", then)
        before, note = self.done, self.note

        def added(error: CreditPanelError | None) -> None:
            if error is None:
                left = "" if self.note == note else self.note  # what was typed meanwhile is for the next one
                self.param.update(problem="", note=left, done=self.done + 1)
                then()
            else:
                self._refuse(error.fault if isinstance(error, JournalError) else "unreachable", then)

        self.decisions.add(kind, content, added)
        return self.done > before

    def _refuse(self, problem: CaseProblem, then: Callable[[], None]) -> bool:
        self.problem = problem
        then()
        return False

    @param.depends("decisions.client.client_id", watch=True)
    def _start_afresh(self) -> None:
        self.param.update(problem="", note="")
