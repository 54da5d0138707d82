"""The journal: records are added, in a gapless chain, and read; none is ever changed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from credit_panel.errors import JournalError
from credit_panel.journal.chain import beginning, body_of, entry_of, hash_of, link
from credit_panel.journal.database import FORMAT, Database, Row, Transaction
from credit_panel.journal.pseudonyms import Pseudonyms
from credit_panel.journal.records import Entry, Kind, clean_name

Guard = Callable[[tuple[Entry, ...]], None]
"""Looks at all there is about a client, inside the transaction, and raises when the record may not follow."""

_COLUMNS = "bodies.body, chain.hash FROM bodies JOIN chain ON chain.sequence = bodies.sequence"
_PAGE = 1000


class Journal:
    """A journal in a database, of one portfolio.

    Parameters
    ----------
    database
        Where its tables lie.
    pseudonyms
        What stands for its clients.
    portfolio
        Name of the portfolio: the same number is another client in another one.
    now
        The clock.

    Raises
    ------
    JournalError
        When the tables are of another version, another portfolio or another key, or cannot be read.
    """

    def __init__(
        self,
        database: Database,
        pseudonyms: Pseudonyms,
        portfolio: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.database, self.pseudonyms, self._now = database, pseudonyms, now
        about = self._about() or self._begin(portfolio)
        self.name = about.get("journal", "")
        place = database.place
        if about.get("format") != str(FORMAT):
            raise JournalError(
                "version",
                f"The journal {place} has format {about.get('format')} and this version reads format {FORMAT}: "
                "use the version of credit-panel that wrote it.",
            )
        if about.get("portfolio") != portfolio:
            raise JournalError(
                "foreign",
                f"The journal {place} is of the portfolio {about.get('portfolio')!r}, and {portfolio!r} is served: "
                "name another database in CREDIT_PANEL_JOURNAL_URL.",
            )
        if about.get("key") != pseudonyms.fingerprint:
            raise JournalError(
                "key",
                f"The journal {place} was written with another key: name its file in CREDIT_PANEL_JOURNAL_KEY, or put "
                "it back from a copy.",
            )

    def append(
        self,
        kind: Kind,
        *,
        client_id: int | None = None,
        person: str = "",
        content: Mapping[str, Any] | None = None,
        guard: Guard | None = None,
    ) -> Entry:
        """Add a record; when this returns, it is on the disk.

        Parameters
        ----------
        guard
            Called with all there is about the client while no other writer can add to it.

        Raises
        ------
        JournalError
            When it could not be written, or the guard raises; nothing is written then.
        """
        client = None if client_id is None else self.pseudonyms.of(client_id)
        with self.database.writing() as transaction:
            if guard is not None:
                guard(() if client is None else self._of(transaction, client))
            return self.add(transaction, kind, client=client, person=person, content=content)

    def add(
        self,
        transaction: Transaction,
        kind: Kind,
        *,
        client: str | None = None,
        person: str = "",
        content: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Add a record within a writing transaction of one's own; `client` is a pseudonym."""
        sequence, before = self.head(transaction)
        sequence += 1
        at, person = self._now(), clean_name(person)
        body = body_of(sequence=sequence, at=at, kind=kind, person=person, client=client, content=content or {})
        body_hash = hash_of(body)
        link_here = link(sequence, before, body_hash)
        transaction.execute("INSERT INTO chain VALUES (?, ?, ?)", (sequence, body_hash, link_here))
        values = (sequence, at.isoformat(timespec="microseconds"), str(kind), person, client, body)
        transaction.execute("INSERT INTO bodies VALUES (?, ?, ?, ?, ?, ?)", values)
        return Entry(sequence, at, kind, person, client, content or {}, link_here)

    def head(self, transaction: Transaction | None = None) -> tuple[int, str]:
        """Return number and link of the last record; 0 and the chain's beginning where there is none."""
        if transaction is None:
            with self.database.reading() as reading:
                return self.head(reading)
        rows = transaction.execute("SELECT sequence, hash FROM chain ORDER BY sequence DESC LIMIT 1")
        return (rows[0][0], rows[0][1]) if rows else (0, beginning(self.name))

    def of(self, client_id: int) -> tuple[Entry, ...]:
        """Return all there is about a client, in its order."""
        with self.database.reading() as transaction:
            return self._of(transaction, self.pseudonyms.of(client_id))

    def entries(
        self, kinds: Sequence[Kind] = (), *, since: datetime | None = None, person: str = ""
    ) -> Iterator[Entry]:
        """Read the records in their order, a thousand at a time; those that were purged are passed over.

        Parameters
        ----------
        kinds, since, person
            Which ones; all when left out.
        """
        last = 0
        where = "bodies.sequence > ?"
        values: list[object] = []
        if kinds:
            where += f" AND bodies.kind IN ({', '.join('?' * len(kinds))})"
            values += map(str, kinds)
        if since is not None:
            where += " AND bodies.at >= ?"
            values.append(since.astimezone(UTC).isoformat(timespec="microseconds"))
        if person:
            where += " AND bodies.person = ?"
            values.append(clean_name(person))
        while True:
            with self.database.reading() as transaction:
                rows = transaction.execute(
                    f"SELECT {_COLUMNS} WHERE {where} ORDER BY bodies.sequence LIMIT {_PAGE}",
                    [last, *values],
                )
            entries = self._read(rows)
            yield from entries
            if len(entries) < _PAGE:
                return
            last = entries[-1].sequence

    def latest(self, client_ids: Iterable[int], kinds: Sequence[Kind]) -> dict[int, Entry]:
        """Return the last record of some kinds about each of some clients; who has none is left out."""
        clients = {self.pseudonyms.of(client_id): client_id for client_id in client_ids}
        if not clients:
            return {}
        marks, asked = ", ".join("?" * len(clients)), ", ".join("?" * len(kinds))
        newest = f"SELECT MAX(sequence) FROM bodies WHERE client IN ({marks}) AND kind IN ({asked}) GROUP BY client"  # noqa: S608
        with self.database.reading() as transaction:
            rows = transaction.execute(
                f"SELECT {_COLUMNS} WHERE bodies.sequence IN ({newest})",
                [*clients, *map(str, kinds)],
            )
        return {clients[entry.client]: entry for entry in self._read(rows) if entry.client is not None}

    def waiting(self, kinds: Sequence[Kind], ends: Sequence[Kind]) -> tuple[str, ...]:
        """Return the pseudonyms of clients with a record of `kinds` that none of `ends` follows, the oldest first."""
        asked, ended = (", ".join("?" * len(each)) for each in (kinds, ends))
        with self.database.reading() as transaction:
            rows = transaction.execute(
                f"SELECT client, MIN(sequence) FROM bodies WHERE kind IN ({asked}) AND client IS NOT NULL"  # noqa: S608
                " AND NOT EXISTS (SELECT 1 FROM bodies later WHERE later.client = bodies.client"
                f" AND later.sequence > bodies.sequence AND later.kind IN ({ended}))"
                " GROUP BY client ORDER BY 2 LIMIT 500",
                [*map(str, kinds), *map(str, ends)],
            )
        return tuple(row[0] for row in rows)

    def clients_by_month(self, kind: Kind, since: datetime) -> dict[str, int]:
        """Return how many clients each month (UTC, such as ``2026-11``) has records of a kind about."""
        with self.database.reading() as transaction:
            rows = transaction.execute(
                "SELECT SUBSTR(at, 1, 7), COUNT(DISTINCT client) FROM bodies WHERE kind = ? AND at >= ? GROUP BY 1",
                (str(kind), since.astimezone(UTC).isoformat(timespec="microseconds")),
            )
        return {str(month): int(count) for month, count in rows}

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def _of(self, transaction: Transaction, client: str) -> tuple[Entry, ...]:
        rows = transaction.execute(f"SELECT {_COLUMNS} WHERE bodies.client = ? ORDER BY bodies.sequence", (client,))
        return tuple(self._read(rows))

    def _read(self, rows: Iterable[Row]) -> list[Entry]:
        try:
            return [entry_of(body, hash_) for body, hash_ in rows]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise JournalError(
                "damaged",
                f"A record of the journal {self.database.place} cannot be read: see 'credit-panel journal verify'.",
            ) from error

    def _about(self) -> dict[str, str]:
        with self.database.reading() as transaction:
            return dict(transaction.execute("SELECT name, value FROM about"))

    def _begin(self, portfolio: str) -> dict[str, str]:
        """Say what the tables hold, once."""
        about = {
            "format": str(FORMAT),
            "journal": secrets.token_hex(16),
            "portfolio": portfolio,
            "key": self.pseudonyms.fingerprint,
        }
        with self.database.writing() as transaction:
            if not transaction.execute("SELECT 1 FROM about"):
                for name, value in about.items():
                    transaction.execute("INSERT INTO about VALUES (?, ?)", (name, value))
        return self._about()
