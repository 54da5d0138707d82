"""How records are written as bytes, and how each seals all before it.

A body is written once, as RFC 8785 has it, and hashed as it is kept; its hash, its number and the link before it make
the next link. Each hash begins with what it is for, so that none can be taken for another. Without a copy of a link
kept elsewhere (`anchors`) a chain shows changes, not that somebody who may write to all of it has made it anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785

from credit_panel.errors import JournalError
from credit_panel.journal.records import Entry, Kind

LONGEST_BODY = 256 * 1024
"""Bytes of the longest body: what a page shows of a client takes some ten thousand."""

_BEGINNING, _BODY, _LINK = (f"credit-panel journal {part} 1\n".encode() for part in ("beginning", "body", "link"))


def body_of(
    *, sequence: int, at: datetime, kind: Kind, person: str, client: str | None, content: Mapping[str, Any]
) -> str:
    """Return a record as the canonical text that is hashed and kept.

    Raises
    ------
    JournalError
        When it is longer than a record may be, or holds what JSON has no word for.
    """
    whole: dict[str, Any] = {
        "sequence": sequence,
        "at": at.isoformat(timespec="microseconds"),
        "kind": str(kind),
        "person": person,
        "client": client,
        "content": dict(content),
    }
    try:
        text = rfc8785.dumps(whole)
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeError) as error:
        raise JournalError("damaged", f"A record holds what cannot be written as JSON: {error}.") from error
    if len(text) > LONGEST_BODY:
        raise JournalError(
            "long",
            f"A record of {len(text)} bytes is too long for the journal, which takes {LONGEST_BODY}: shorten it.",
        )
    return text.decode()


def entry_of(body: str, link: str) -> Entry:
    """Return the record that a body tells.

    Raises
    ------
    ValueError, KeyError, TypeError
        When it is none that `body_of` wrote.
    """
    told = json.loads(body)
    return Entry(
        sequence=told["sequence"],
        at=datetime.fromisoformat(told["at"]),
        kind=Kind(told["kind"]),
        person=told["person"],
        client=told["client"],
        content=told["content"],
        hash=link,
    )


def beginning(journal: str) -> str:
    """Return the link before the first record of a journal, from its own random name."""
    return hashlib.sha256(_BEGINNING + journal.encode()).hexdigest()


def hash_of(body: str) -> str:
    """Return the hash of a body as it is kept."""
    return hashlib.sha256(_BODY + body.encode("utf-8", "surrogatepass")).hexdigest()


def link(sequence: int, before: str, body_hash: str) -> str:
    """Return the link of a record: the hash of its number, of the link before it, and of its body's hash."""
    return hashlib.sha256(_LINK + sequence.to_bytes(8, "big") + f"{before}{body_hash}".encode()).hexdigest()
