"""Cases by the state that they are in: decided, with a letter, with a request that nobody has answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Literal

from credit_panel.decisions.journal_log import MOST_LISTED, DeskRow, JournalLog
from credit_panel.journal.newest import newest_about
from credit_panel.journal.records import DECISIONS, REQUESTS, Kind

CaseStanding = Literal["decided", "letter", "request"]
"""What is looked for: somebody has decided, a letter was made, a request of the client waits for its answer."""

KINDS: Mapping[CaseStanding, tuple[Kind, ...]] = MappingProxyType(
    {"decided": DECISIONS, "letter": (Kind.LETTER_MADE,), "request": REQUESTS}
)
"""The records that bring a case into each of them."""


def in_state(log: JournalLog, state: CaseStanding, client_ids: Iterable[int]) -> list[DeskRow]:
    """Return the cases in a state, the last to come into it first.

    Raises
    ------
    JournalError
        When the journal cannot be read.
    """
    return list(islice(_rows(log, state, client_ids), MOST_LISTED))


def _rows(log: JournalLog, state: CaseStanding, client_ids: Iterable[int]) -> Iterator[DeskRow]:
    found, numbers = log.known(lambda journal: newest_about(journal, KINDS[state]), client_ids)
    for entry in found:
        number = numbers.get(entry.client or "")
        if number is None:
            continue
        if state != "request":
            yield DeskRow(number, entry)
        elif waiting := (case := log.case(number)).waiting:
            yield DeskRow(number, waiting[0].asked, case)
