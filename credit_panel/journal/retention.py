"""How long records are kept: a purge takes their content and leaves their links, unless a legal hold keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from credit_panel.journal.database import Transaction
from credit_panel.journal.journal import Journal
from credit_panel.journal.records import LASTING, Kind

_AT_ONCE = 1000
"""Records that one transaction purges: writers get in between."""


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge did, or would do.

    Parameters
    ----------
    records
        How many records it takes.
    held
        How many it passes over because their client is under a legal hold.
    in_use
        How many it passes over because they hold the last data of a client, which everything starts from.
    """

    records: int
    held: int
    in_use: int = 0


def holds(journal: Journal) -> frozenset[str]:
    """Return the pseudonyms of the clients whose records nobody may purge now."""
    with journal.database.reading() as transaction:
        return _holds(transaction)


def set_hold(journal: Journal, client_id: int, *, reason: str, person: str = "", lift: bool = False) -> None:
    """Put a client's records under a legal hold, or lift it."""
    kind = Kind.HOLD_LIFTED if lift else Kind.HOLD_SET
    journal.append(kind, client_id=client_id, person=person, content={"reason": reason})


def purge(
    journal: Journal,
    before: datetime,
    *,
    person: str = "",
    clients: Iterable[int] | None = None,
    pretend: bool = False,
) -> Purge:
    """Take the content of all records older than a moment, but for those under a hold and those that tell of purges.

    The last change of a client's data stays too: it is no history, but what is on file of them.

    Parameters
    ----------
    clients
        Numbers of the clients of the portfolio: what changed the data of anybody else is of no use any more. None keeps
        everybody's.
    pretend
        Count them and change nothing.
    """
    limit = before.astimezone(UTC).isoformat(timespec="microseconds")
    if pretend:
        with journal.database.reading() as transaction:
            chosen, held, in_use = _chosen(journal, transaction, limit, clients)
        return Purge(len(chosen), held, in_use)
    taken = 0
    while True:
        with journal.database.writing() as transaction:
            chosen, held, in_use = _chosen(journal, transaction, limit, clients)
            chosen = chosen[:_AT_ONCE]
            if chosen:
                ranges = [list(pair) for pair in ranges_of(chosen)]
                told = {"before": limit, "records": ranges, "count": len(chosen)}
                entry = journal.add(transaction, Kind.PURGED, person=person, content=told)
                for sequence in chosen:
                    transaction.execute("INSERT INTO tombstones VALUES (?, ?)", (sequence, entry.sequence))
                    transaction.execute("DELETE FROM bodies WHERE sequence = ?", (sequence,))
        taken += len(chosen)
        if len(chosen) < _AT_ONCE:
            journal.database.tidy()
            return Purge(taken, held, in_use)


def ranges_of(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return rising numbers as the ranges that hold them, first and last of each.

    Examples
    --------
    >>> ranges_of([1, 2, 3, 7, 9, 10])
    ((1, 3), (7, 7), (9, 10))
    """
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def _chosen(
    journal: Journal, transaction: Transaction, limit: str, clients: Iterable[int] | None
) -> tuple[list[int], int, int]:
    """Return the numbers of records to purge, and how many a hold keeps, or their being in use."""
    lasting = ", ".join(f"'{kind}'" for kind in LASTING)
    old = transaction.execute(
        f"SELECT sequence, client FROM bodies WHERE at < ? AND kind NOT IN ({lasting}) ORDER BY sequence",  # noqa: S608
        (limit,),
    )
    held, in_use = _holds(transaction), _in_use(journal, transaction, clients)
    free = [sequence for sequence, client in old if client not in held]
    gone = [sequence for sequence in free if sequence not in in_use]
    return gone, len(old) - len(free), len(free) - len(gone)


def _in_use(journal: Journal, transaction: Transaction, clients: Iterable[int] | None) -> frozenset[int]:
    """Return the records that hold the last data of a client."""
    last = transaction.execute(
        f"SELECT client, MAX(sequence) FROM bodies WHERE kind = '{Kind.DATA_CHANGED}' GROUP BY client"  # noqa: S608
    )
    sequences: dict[str, int] = dict(last)
    if clients is None:
        return frozenset(sequences.values())
    numbers = set(clients)
    known = journal.pseudonyms.known(sequences, numbers)
    return frozenset(sequences[client] for client, number in known.items() if number in numbers)


def _holds(transaction: Transaction) -> frozenset[str]:
    rows = transaction.execute(
        f"SELECT client, kind FROM bodies WHERE kind IN ('{Kind.HOLD_SET}', '{Kind.HOLD_LIFTED}') ORDER BY sequence"  # noqa: S608
    )
    standing: dict[str, str] = dict(rows)
    return frozenset(client for client, kind in standing.items() if kind == Kind.HOLD_SET)
