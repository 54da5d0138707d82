"""The journal read from its end: what happened last comes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from credit_panel.errors import JournalError
from credit_panel.journal.chain import entry_of
from credit_panel.journal.database import Row
from credit_panel.journal.journal import Journal
from credit_panel.journal.records import Entry, Kind


def newest(journal: Journal, *, before: int | None = None, kind: Kind | None = None, most: int = 50) -> list[Entry]:
    """Return the last records, the last first; those that were purged are passed over.

    Parameters
    ----------
    before
        Only those with a lower number.
    kind
        Only those of a kind.
    most
        How many.

    Raises
    ------
    JournalError
        When they cannot be read.
    """
    where, values = "bodies.sequence > 0", list[object]()
    if before is not None:
        where += " AND bodies.sequence < ?"
        values.append(before)
    if kind is not None:
        where += " AND bodies.kind = ?"
        values.append(str(kind))
    with journal.database.reading() as transaction:
        rows = transaction.execute(
            "SELECT body, hash FROM bodies JOIN chain ON chain.sequence = bodies.sequence"  # noqa: S608
            f" WHERE {where} ORDER BY bodies.sequence DESC LIMIT {int(most)}",
            values,
        )
    return _entries(journal, rows)


def newest_about(journal: Journal, kinds: Sequence[Kind], *, most: int = 500) -> list[Entry]:
    """Return the last record of some kinds about each client who has one, the last first.

    Parameters
    ----------
    most
        Of how many clients.

    Raises
    ------
    JournalError
        When they cannot be read.
    """
    marks = ", ".join("?" * len(kinds))
    last = f"SELECT MAX(sequence) FROM bodies WHERE client IS NOT NULL AND kind IN ({marks}) GROUP BY client"  # noqa: S608
    with journal.database.reading() as transaction:
        rows = transaction.execute(
            "SELECT body, hash FROM bodies JOIN chain ON chain.sequence = bodies.sequence"  # noqa: S608
            f" WHERE bodies.sequence IN ({last}) ORDER BY bodies.sequence DESC LIMIT {int(most)}",
            [*map(str, kinds)],
        )
    return _entries(journal, rows)


def _entries(journal: Journal, rows: Iterable[Row]) -> list[Entry]:
    try:
        return [entry_of(body, link) for body, link in rows]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise JournalError(
            "damaged",
            f"A record of the journal {journal.database.place} cannot be read: see 'credit-panel journal verify'.",
        ) from error
