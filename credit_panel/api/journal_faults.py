"""What a program is told where the journal cannot be used: what is wrong with it, and whether to come again."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from credit_panel.api.body import RefusedError
from credit_panel.errors import JournalError
from credit_panel.server.refusal import Refusal
from credit_panel.settings import Settings

logger = logging.getLogger("credit_panel")

SECONDS = 5
"""After which a request that found the journal in use is told to come again."""

_AGAIN = f"send the same request again in {SECONDS} seconds"
TELL = "tell whoever runs the server"
_WORDS: Mapping[str, str] = {
    "locked": f"Nothing was recorded: the journal is in use by another writer; {_AGAIN}.",
    "unreachable": f"The journal's database does not answer, and may have taken a decision just before: {_AGAIN}, "
    "under the same Idempotency-Key.",
    "full": f"Nothing was recorded: the journal's disk is full; {TELL}.",
    "read_only": f"Nothing was recorded: the journal may only be read; {TELL}.",
    "version": f"Nothing was recorded: another version of Credit Panel wrote the journal; {TELL}.",
    "foreign": f"Nothing was recorded: the journal is that of another portfolio; {TELL}.",
    "key": f"Nothing was recorded: the journal's key is missing or another; {TELL}.",
    "driver": f"Nothing was recorded: the database's driver is missing; {TELL}.",
}
_DAMAGED = f"Nothing was recorded: the journal cannot be used as it is; {TELL}."
_PASSING = ("locked", "unreachable")


@contextmanager
def journal_told(sentence: str = "") -> Iterator[None]:
    """Tell a program of a journal that cannot be used; where it lies stays in the log.

    Parameters
    ----------
    sentence
        What to say; when empty, that nothing was recorded, and why.

    Raises
    ------
    RefusedError
        When it cannot be used.
    """
    try:
        yield
    except JournalError as error:
        logger.error("%s", error)
        refusal = Refusal(503, "journal-unavailable", sentence or _WORDS.get(error.fault, _DAMAGED))
        raise RefusedError(refusal, headers=retry(error)) from error


def retry(error: JournalError) -> Mapping[str, str] | None:
    """Return what says when to come again, where that is of use."""
    return {"Retry-After": str(SECONDS)} if error.fault in _PASSING else None


def check_kept(settings: Settings) -> None:
    """Refuse a request of the journal where the server keeps none."""
    if settings.journal == "off":
        sentence = "This server keeps no journal: whoever runs it can unset CREDIT_PANEL_JOURNAL_URL."
        raise RefusedError(Refusal(404, "no-journal", sentence))
