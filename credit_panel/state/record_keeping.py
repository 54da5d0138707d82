"""What waits for the journal that lasts: each is done beside the visitors, and touches nothing on screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from credit_panel.decisions.decision import Decision
from credit_panel.errors import JournalError
from credit_panel.journal.case import Case
from credit_panel.journal.records import Kind

if TYPE_CHECKING:
    from credit_panel.decisions.journal_log import JournalLog

Lasting = Callable[[], "JournalLog"]
"""Returns the log that lasts; it may raise `JournalError`."""


def keep_decision(
    lasting: Lasting, decision: Decision, proposal: Mapping[str, Any], seen: Case | None
) -> tuple[Decision | JournalError, Case | None]:
    """Keep a decision about a client of whom `seen` was on screen.

    Returns
    -------
    tuple
        The decision, or why it is not kept; and the case, where it is another one since.
    """
    log = lasting()
    try:
        kept = log.record(decision, proposal, seen)
    except JournalError as error:
        return error, _read(log, decision.client) if error.fault in ("newer", "changed") else None
    return kept, _read(log, decision.client)


def keep_record(lasting: Lasting, kind: Kind, client_id: int, person: str, content: Mapping[str, Any]) -> Case | None:
    """Keep a record that is no decision; return the case that it belongs to.

    Raises
    ------
    JournalError
        When it is not kept.
    """
    log = lasting()
    log.add(kind, client_id, person, content)
    return _read(log, client_id)


def open_case(
    lasting: Lasting,
    client_id: int,
    person: str,
    proposal: Callable[[], Mapping[str, Any]] | None,
    shown: set[tuple[int, str]],
) -> tuple[Case, str]:
    """Keep that a proposal was shown, once a session and language.

    Parameters
    ----------
    proposal
        Returns what was shown; None where nothing is.
    shown
        The clients and languages of this session; this one is added.

    Returns
    -------
    tuple
        The case, and why the proposal was not kept.
    """
    log, trouble = lasting(), ""
    content = {} if proposal is None else proposal()
    about = (client_id, str(content.get("language", "")))
    if content and about not in shown:
        try:
            log.add(Kind.PROPOSAL_SHOWN, client_id, person, content)
            shown.add(about)
        except JournalError as error:
            trouble = error.fault
    return log.case(client_id), trouble


def _read(log: JournalLog, client_id: int) -> Case | None:
    """Return a client's case, None where it cannot be read just now: what was kept before is kept all the same."""
    try:
        return log.case(client_id)
    except JournalError:
        return None
