"""The decisions about the open client, as one visitor makes them and sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import param
from param.parameters import NoNone

from credit_panel.decisions.decision import Decision
from credit_panel.decisions.entries import decisions_of
from credit_panel.decisions.making import make_decision
from credit_panel.decisions.proposal_record import Tell, proposal_content
from credit_panel.decisions.signature import UNSIGNED, Signature
from credit_panel.errors import CreditPanelError, JournalError
from credit_panel.journal.case import Case
from credit_panel.journal.records import Kind
from credit_panel.scoring import Explanation
from credit_panel.state.background import Background, at_once
from credit_panel.state.client import ClientState
from credit_panel.state.record_keeping import keep_decision, keep_record, open_case
from credit_panel.state.session_log import SessionLog

if TYPE_CHECKING:
    from credit_panel.decisions.journal_log import JournalLog


class DecisionState(param.Parameterized):
    """The decisions about the open client; it reads the client as they are, so that no what-if is ever recorded.

    Parameters
    ----------
    log
        Where decisions are kept for the session; one of its own when none is given.
    lasting
        Returns the log that lasts, in whose place none of the session is kept; it may raise `JournalError`.
    background
        Runs what reads and writes the lasting log, in the order in which it is asked to.
    tell
        What was shown, for the record; None where nothing is on screen.
    signature
        Who answers for what is recorded, and whether they may.
    """

    client = param.ClassSelector(class_=ClientState, allow_None=NoNone, doc="The visitor's client.")

    recorded = param.ClassSelector(
        class_=tuple, default=(), doc="The decisions about the open client, in the order they were recorded."
    )

    last = param.ClassSelector(
        class_=Decision, default=None, allow_None=True, doc="The decision that this visitor recorded last."
    )

    count = param.Integer(default=0, doc="How many decisions this visitor has recorded, on earlier pages too.")

    problems = param.Dict(default={}, doc="What keeps the last decision from being recorded, by field of the form.")

    person = param.String(default="", doc="Who decides: the user who is logged in, else the name they give.")

    case = param.ClassSelector(
        class_=Case, default=None, allow_None=True, doc="All that the journal holds about the open client, once read."
    )

    trouble = param.String(default="", doc="Why the journal cannot be used, a `JournalFault`; empty when all is well.")

    def __init__(
        self,
        log: SessionLog | None = None,
        *,
        lasting: Callable[[], JournalLog] | None = None,
        background: Background = at_once,
        tell: Tell | None = None,
        signature: Signature = UNSIGNED,
        **params: Any,
    ) -> None:
        self.log = SessionLog() if log is None else log
        self.lasting, self._background, self._tell, self.signature = lasting, background, tell, signature
        self._shown: set[tuple[int, str]] = set()
        self._looked_up: int | None = None
        self._reading = 0
        super().__init__(**{"person": signature.name, **params})

    def decide(
        self, client_id: int | None, decided: str, reason: str, comment: str, then: Callable[[], None] = lambda: None
    ) -> bool:
        """Record a confirmed decision about the open client.

        Parameters
        ----------
        client_id
            Who was on screen when it was confirmed; nothing is recorded about anybody else.
        decided
            An `Outcome`, as text.
        then
            Called once it is recorded, or `problems` says why it is not.

        Returns
        -------
        bool
            Whether it is recorded by now.
        """
        explanation = self.client.explanation
        if explanation is None or client_id is None or client_id != self.client.client_id:
            then()
            return False
        decision = make_decision(
            client_id,
            explanation,
            self.case,
            self.signature,
            decided=decided,
            reason=reason,
            comment=comment,
            person=self.person,
            lasts=self.lasting is not None,
        )
        self.problems = {} if isinstance(decision, Decision) else dict(decision)
        if not isinstance(decision, Decision):
            then()
            return False
        before = self.count
        if self.lasting is None:
            self._recorded(decision, then, (self.log.record(decision), None))
        else:
            proposal = self._proposal(explanation, self.client.row)
            work = partial(keep_decision, self.lasting, decision, proposal, self.case)
            self._background(work, partial(self._recorded, decision, then))
        return self.count > before

    def recall(self, decisions: Iterable[Decision]) -> None:
        """Take back what an earlier page of the same visitor recorded, where no lasting log keeps it."""
        if self.lasting is None:
            self.log.recall(decisions)
            self.look_up()
            known = self.log.everything()
            self.client.decided = {**self.client.decided, **{each.client: each.decided for each in known}}
            self.count = len(known)

    def standing(self, client_ids: Iterable[int]) -> Mapping[int, Decision]:
        """Return the decision that counts about each of some clients."""
        try:
            return (self.log if self.lasting is None else self.lasting()).standing(client_ids)
        except JournalError as error:
            self.trouble = error.fault
            return {}

    def under_review(self, client_ids: Iterable[int]) -> frozenset[int]:
        """Return who of some clients waits for a second pair of eyes; nobody where no journal is kept."""
        try:
            return frozenset() if self.lasting is None else self.lasting().under_review(client_ids)
        except JournalError as error:
            self.trouble = error.fault
            return frozenset()

    @param.depends("client.explanation", watch=True, on_init=True)
    def look_up(self) -> None:
        """Show what the log holds about the open client, and keep on record that the proposal was shown."""
        client_id, explanation = self.client.client_id, self.client.explanation
        if self.lasting is None or client_id is None or explanation is None:
            self._looked_up = None
            recorded = () if client_id is None or self.lasting is not None else self.log.of(client_id)
            self.param.update(recorded=recorded, problems={}, case=None)
            self._tell_client()
            return
        if client_id != self._looked_up:
            self.param.update(recorded=(), problems={}, case=None)
            self._looked_up = client_id
        content = None if self._tell is None else partial(self._proposal, explanation, self.client.row)
        work = partial(open_case, self.lasting, client_id, self.person, content, self._shown)
        reading = self._start_reading()

        def finish(found: tuple[Case, str] | CreditPanelError) -> None:
            if reading == self._reading:  # what was read before a decision was recorded does not know of it
                self.take(client_id, *(found if isinstance(found, tuple) else (found,)))

        self._background(work, finish)

    def add(self, kind: Kind, content: Mapping[str, Any], then: Callable[[CreditPanelError | None], None]) -> None:
        """Keep a record about the open client that is no decision.

        Parameters
        ----------
        then
            Called with why it could not be kept, None once it is.
        """
        client_id, lasting, person = self.client.client_id, self.lasting, self.person
        if lasting is None or client_id is None:
            then(None)
            return

        def finish(found: Case | CreditPanelError | None) -> None:
            if isinstance(found, Case):
                self._start_reading()
                self.take(client_id, found)
            then(found if isinstance(found, CreditPanelError) else None)

        self._background(partial(keep_record, lasting, kind, client_id, person, content), finish)

    def take(self, client_id: int, found: Case | CreditPanelError, trouble: str = "") -> None:
        """Show what was read about a client, if they are still on screen."""
        if client_id != self.client.client_id:
            return
        if isinstance(found, Case):
            self.param.update(case=found, recorded=decisions_of(found, client_id), trouble=trouble)
            self.client.note_version(client_id, found.data_version)
            self._tell_client()
        else:
            self.trouble = found.fault if isinstance(found, JournalError) else "unreachable"

    def _start_reading(self) -> int:
        """Count a reading of the case; one that ends after a later one has begun is out of date."""
        self._reading += 1
        return self._reading

    def _recorded(
        self,
        decision: Decision,
        then: Callable[[], None],
        found: tuple[Decision | JournalError, Case | None] | CreditPanelError,
    ) -> None:
        """Show that a decision is recorded, or why it is not; where somebody else has decided meanwhile, show that."""
        kept, case = found if isinstance(found, tuple) else (found, None)
        if case is not None:
            self._start_reading()
            self.take(decision.client, case)
        if isinstance(kept, Decision):
            if self.lasting is None:
                self.recorded = self.log.of(decision.client)
            self.param.update(last=kept, count=self.count + 1)
            self._tell_client()
        elif decision.client == self.client.client_id:
            self.problems = {"form": kept.fault if isinstance(kept, JournalError) else "unreachable"}
        then()

    def _proposal(self, explanation: Explanation, row: Any) -> dict[str, Any]:
        language, sentences = ("", []) if self._tell is None else self._tell(explanation, row)
        version = self.client.data_version
        return proposal_content(
            self.client.served, explanation, data_version=version, language=language, sentences=sentences
        )

    def _tell_client(self) -> None:
        """Have every view of the client know the decision that stands."""
        if self.client.client_id is not None and self.recorded:
            self.client.decided = {**self.client.decided, self.client.client_id: self.recorded[-1].decided}
