"""Versions of clients' data in the journal, which is the one place that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from credit_panel.amendments.version import FIRST, Version, version_of
from credit_panel.errors import JournalError
from credit_panel.journal.records import Entry, Kind

if TYPE_CHECKING:
    from credit_panel.journal.journal import Journal

_CHANGES = (Kind.DATA_CHANGED,)


class ChangeLog:
    """Reads and keeps the versions of clients' data.

    Parameters
    ----------
    opened
        Returns the journal; called at each use, so that one which could not be opened is tried again.
    """

    def __init__(self, opened: Callable[[], Journal]) -> None:
        self._opened = opened

    def has_any(self) -> bool:
        """Whether any client's data were changed, and the record of it is kept."""
        return next(self._opened().entries(_CHANGES), None) is not None

    def latest(self, client_id: int) -> Version | None:
        """Return the last version of a client's data; None where nobody has changed them."""
        found = self._opened().latest([client_id], _CHANGES)
        return version_of(found[client_id]) if client_id in found else None

    def latest_numbers(self, client_ids: Iterable[int]) -> Mapping[int, int]:
        """Return the number of the last version of each of some clients; whose data nobody has changed is left out."""
        found = self._opened().latest(client_ids, _CHANGES)
        return {client_id: entry.content["version"] for client_id, entry in found.items()}

    def versions(self, client_id: int) -> tuple[Version, ...]:
        """Return the versions of a client's data that changes have made, in their order; purged ones are left out."""
        return tuple(version_of(entry) for entry in self._opened().of(client_id) if entry.kind == Kind.DATA_CHANGED)

    def keep(self, client_id: int, content: Mapping[str, Any], person: str) -> Version:
        """Keep a change as the next version of a client's data.

        Raises
        ------
        JournalError
            When the data were changed meanwhile (``changed``), or the journal does not take it.
        """

        def follows(entries: tuple[Entry, ...]) -> None:
            last = max((e.content["version"] for e in entries if e.kind == Kind.DATA_CHANGED), default=FIRST)
            if last != content["version"] - 1:
                raise JournalError(
                    "changed", f"The client's data are version {last} by now: read them, then change them."
                )

        kind = Kind.DATA_CHANGED
        return version_of(
            self._opened().append(kind, client_id=client_id, person=person, content=content, guard=follows)
        )
