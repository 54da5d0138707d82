"""A client's case, as its records tell it: what stands, what the client asked for, who has to look again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from credit_panel.journal.records import DECISIONS, REQUESTS, Entry, Kind, same_person

ReviewCause = Literal["", "requested", "overruled"]


@dataclass(frozen=True, slots=True)
class Request:
    """Something that a client asked for.

    Parameters
    ----------
    asked
        The record of it.
    end
        The record that ended it; None while it waits.
    """

    asked: Entry
    end: Entry | None


@dataclass(frozen=True, slots=True)
class Case:
    """All there is about one client.

    Parameters
    ----------
    entries
        The records, in their order.
    requests
        What the client asked for, in its order.
    """

    entries: tuple[Entry, ...]
    requests: tuple[Request, ...]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Case:
        """Return the case that records tell; a review, and nothing else, ends each request for one before it."""
        kept = tuple(entries)
        return cls(
            kept,
            tuple(
                Request(entry, next((later for later in kept if _ends(later, entry)), None))
                for entry in kept
                if entry.kind in REQUESTS
            ),
        )

    @property
    def standing(self) -> Entry | None:
        """The decision that counts, None while nobody has decided."""
        return next((entry for entry in reversed(self.entries) if entry.kind in DECISIONS), None)

    @property
    def decided_by(self) -> str:
        """Who made the decision that counts."""
        return "" if self.standing is None else self.standing.person

    @property
    def data_version(self) -> int:
        """The last version of the client's data: 1 is the portfolio's."""
        changed = (entry.content["version"] for entry in self.entries if entry.kind == Kind.DATA_CHANGED)
        return max(changed, default=1)

    @property
    def waiting(self) -> tuple[Request, ...]:
        """The requests that have no end yet."""
        return tuple(request for request in self.requests if request.end is None)

    @property
    def review(self) -> ReviewCause:
        """Why another person has to look at the case: the client asked, or a proposal was overruled; empty if not."""
        if any(request.asked.kind == Kind.REVIEW_REQUESTED for request in self.waiting):
            return "requested"
        return "overruled" if self.standing is not None and self.standing.kind == Kind.OVERRULE else ""

    def may_review(self, person: str) -> bool:
        """Whether a person would be a second pair of eyes: nobody reviews a decision of their own."""
        return bool(self.review) and bool(person) and not same_person(person, self.decided_by)


def _ends(later: Entry, request: Entry) -> bool:
    if later.sequence <= request.sequence:
        return False
    if request.kind == Kind.REVIEW_REQUESTED:  # whoever decided could end it by a note
        return later.kind == Kind.REVIEW
    return later.kind == Kind.REQUEST_ENDED and later.content.get("request") == request.sequence
