"""An advisor's desk: what waits for a second pair of eyes, the clients of the day, and cases by their state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import param
from param.parameters import NoNone

from credit_panel.errors import CreditPanelError, JournalError
from credit_panel.journal.records import clean_name
from credit_panel.state.background import Background, at_once
from credit_panel.state.deciding import DecisionState

if TYPE_CHECKING:
    from credit_panel.decisions.by_state import CaseStanding
    from credit_panel.decisions.journal_log import DeskRow, JournalLog

Lists = tuple[tuple["DeskRow", ...], tuple["DeskRow", ...], tuple["DeskRow", ...]]


class DeskState(param.Parameterized):
    """What waits and what was done today, read when asked for.

    Parameters
    ----------
    background
        Runs what reads the journal.
    """

    decisions = param.ClassSelector(class_=DecisionState, allow_None=NoNone, doc="The visitor's decisions.")

    lists = param.ClassSelector(
        class_=tuple,
        default=None,
        allow_None=True,
        doc="Cases to review, the person's clients today, and those that are looked for; once read.",
    )

    sought: param.Selector[CaseStanding | Literal[""]] = param.Selector(
        default="", objects=["", "decided", "letter", "request"], doc="The state of the cases to find; empty for none."
    )

    trouble = param.String(default="", doc="Why the journal cannot be read, a `JournalFault`; empty when all is well.")

    def __init__(self, background: Background = at_once, **params: object) -> None:
        self._background = background
        super().__init__(**params)

    @param.depends("sought", watch=True)
    def read(self) -> None:
        """Read the lists anew."""
        if self.decisions.lasting is None:
            return
        lasting, person, sought = self.decisions.lasting, clean_name(self.decisions.person), self.sought
        ids = self.decisions.client.served.portfolio.ids

        def work() -> Lists:
            log = lasting()
            today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
            mine = log.of_person(person, today, ids) if person else []
            return tuple(log.to_review(ids)), tuple(mine), tuple(_in_state(log, sought, ids) if sought else ())

        self._background(work, self._take)

    def _take(self, found: Lists | CreditPanelError) -> None:
        if isinstance(found, tuple):
            self.param.update(lists=found, trouble="")
        else:
            self.trouble = found.fault if isinstance(found, JournalError) else "unreachable"


def _in_state(log: JournalLog, sought: CaseStanding, ids: Iterable[int]) -> list[DeskRow]:
    from credit_panel.decisions.by_state import in_state

    return in_state(log, sought, ids)
