"""How a decision came that another system sent: on record with it, so that the same request is never recorded twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from credit_panel.journal.case import Case
from credit_panel.journal.records import DECISIONS, Entry


@dataclass(frozen=True, slots=True)
class Sent:
    """The request that a decision came with.

    Parameters
    ----------
    by
        Who sent it, such as ``key:branches``; empty where nobody has to log in.
    key
        Hash of the name that the sender gave the request; empty where they gave it none.
    body
        Hash of what it said.
    """

    by: str
    key: str
    body: str

    @classmethod
    def of(cls, by: str, key: str, body: str) -> Sent:
        """Return a request by its sender, the name that they gave it, and its text."""
        return cls(by, _hash(key) if key else "", _hash(body))

    @property
    def content(self) -> Mapping[str, Any]:
        """What the record of the decision tells of it."""
        return {"sent": asdict(self)}

    def recorded_in(self, case: Case) -> Entry | None:
        """Return the decision about a client that this sender named like this one, None where there is none."""
        found = (entry for entry in case.entries if entry.kind in DECISIONS and self._named_like(_sent(entry)))
        return next(found, None) if self.key else None

    def says_what(self, entry: Entry) -> bool:
        """Whether this request is the one that a record came with, sent again."""
        return _sent(entry).get("body") == self.body

    def _named_like(self, other: Mapping[str, Any]) -> bool:
        return (other.get("by"), other.get("key")) == (self.by, self.key)


def _sent(entry: Entry) -> Mapping[str, Any]:
    found = entry.content.get("sent")
    return found if isinstance(found, Mapping) else {}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
