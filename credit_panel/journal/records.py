"""A record of the journal as a value, and the kinds there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

LONGEST_NAME = 80
"""Characters of the longest name of a person."""


class Kind(StrEnum):
    """What happened."""

    PROPOSAL_SHOWN = "proposal_shown"
    DECISION = "decision"
    OVERRULE = "overrule"
    REVIEW = "review"
    EXPLANATION_REQUESTED = "explanation_requested"
    STATEMENT_REQUESTED = "statement_requested"
    REVIEW_REQUESTED = "review_requested"
    REQUEST_ENDED = "request_ended"
    WHAT_IF_KEPT = "what_if_kept"
    LETTER_MADE = "letter_made"
    DATA_CHANGED = "data_changed"
    POLICY_CHANGED = "policy_changed"
    MODEL_CHANGED = "model_changed"
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"
    PURGED = "purged"
    LOGGED_IN = "logged_in"
    USER_CHANGED = "user_changed"
    KEY_CHANGED = "key_changed"


DECISIONS = (Kind.DECISION, Kind.OVERRULE, Kind.REVIEW)
"""Records that hold a person's decision: as proposed, against the proposal, or a second one after a review."""

REQUESTS = (Kind.EXPLANATION_REQUESTED, Kind.STATEMENT_REQUESTED, Kind.REVIEW_REQUESTED)
"""What a client may ask for after an automated assessment: Directive (EU) 2023/2225, article 18(8)."""

LASTING = (Kind.PURGED, Kind.HOLD_SET, Kind.HOLD_LIFTED)
"""Records that no purge takes: without them nobody could tell a purge from a theft."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as the journal keeps it.

    Parameters
    ----------
    sequence
        Its number: the first is 1, and none is left out.
    at
        When, in UTC, by the clock of who wrote it; the order is that of the numbers.
    kind
        What happened.
    person
        Who did it, as they gave their name; empty when nobody did or nobody said.
    client
        Keyed pseudonym of the client, None where it is about none.
    content
        What belongs to it, plain values.
    hash
        Link of the chain: it seals this record and all before it.
    """

    sequence: int
    at: datetime
    kind: Kind
    person: str
    client: str | None
    content: Mapping[str, Any]
    hash: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", MappingProxyType(dict(self.content)))


def clean_name(name: str) -> str:
    """Return a person's name as the journal keeps it: normalised, on one line, without characters nobody types."""
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C" or c.isspace())
    return " ".join(plain.split())[:LONGEST_NAME].strip()


def same_person(one: str, other: str) -> bool:
    """Whether two names are those of one person, whatever their letter case, accents and blanks."""
    return bool(one) and _folded(one) == _folded(other)


def _folded(name: str) -> str:
    apart = unicodedata.normalize("NFKD", clean_name(name)).casefold()
    return "".join(c for c in apart if not unicodedata.combining(c) and c.isalnum())
