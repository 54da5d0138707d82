"""A version of a client's data, as the record that made it tells it.

Version 1 is the portfolio's, and has no record. The record of a later one holds every field that is other than the
portfolio's, and not only those that it changed: so it is whole when the records before it have been purged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from credit_panel.errors import CreditPanelError, JournalError
from credit_panel.features import RAW_FIELDS
from credit_panel.journal.records import Entry
from credit_panel.scoring.explanation import Value

FIRST = 1
"""The version that a portfolio holds."""


class UnknownVersionError(CreditPanelError):
    """A client has no such version on file."""

    def __init__(self, client_id: int, number: int, latest: int) -> None:
        what = "is no longer kept" if number < latest else "does not exist"
        super().__init__(
            f"Version {number} of the data of client {client_id} {what}: the latest is {latest}, and {FIRST} is the "
            "portfolio's."
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What a field was, and what it is.

    Parameters
    ----------
    before, after
        Its values; None where it is missing.
    """

    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Version:
    """A version that somebody's change has made.

    Parameters
    ----------
    number
        2 for the first change, and so on.
    record
        Number of its record in the journal.
    hash
        Link of that record, which seals it and all before it.
    at
        When it was recorded, in UTC.
    person
        Who changed the data.
    reason
        Why, in their words.
    changes
        The fields that it changed, against the version before.
    data
        Every field that is other than the portfolio's was when it was changed.
    """

    number: int
    record: int
    hash: str
    at: datetime
    person: str
    reason: str
    changes: Mapping[str, Change]
    data: Mapping[str, Change]


def content_of(number: int, changes: Mapping[str, Change], data: Mapping[str, Change], reason: str) -> dict[str, Any]:
    """Return what the record of a version says of it."""
    told = {
        part: {name: {"before": change.before, "after": change.after} for name, change in fields.items()}
        for part, fields in (("changes", changes), ("data", data))
    }
    return {"version": number, **told, "reason": reason}


def version_of(entry: Entry) -> Version:
    """Return the version that a record tells.

    Raises
    ------
    JournalError
        When it is of fields that this version of the package does not know.
    """
    content = entry.content
    if unknown := sorted(content["data"].keys() - set(RAW_FIELDS)):
        raise JournalError(
            "version",
            f"Record {entry.sequence} of the journal changes {', '.join(unknown)[:80]}, which is no field of an "
            "application here: use the version of credit-panel that wrote it.",
        )
    changes, data = (fields_of(content[part]) for part in ("changes", "data"))
    return Version(
        content["version"], entry.sequence, entry.hash, entry.at, entry.person, content["reason"], changes, data
    )


def fields_of(told: Mapping[str, Mapping[str, Value]]) -> Mapping[str, Change]:
    """Return changed fields in the order of the application, whichever one they were written in."""
    return MappingProxyType(
        {name: Change(told[name]["before"], told[name]["after"]) for name in RAW_FIELDS if name in told}
    )
