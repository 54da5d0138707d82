"""Anchors: a link of the chain, kept where nobody who writes to the journal can reach it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from credit_panel.errors import JournalError
from credit_panel.journal.journal import Journal


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a journal stood at a moment.

    Parameters
    ----------
    journal
        Its own random name.
    sequence, hash
        Number and link of its last record then.
    at
        When the anchor was taken, an ISO time in UTC.
    """

    journal: str
    sequence: int
    hash: str
    at: str

    def line(self) -> str:
        """Return it as a line of an anchor file."""
        return json.dumps({"journal": self.journal, "sequence": self.sequence, "hash": self.hash, "at": self.at})


def take_anchor(journal: Journal) -> Anchor:
    """Return where a journal stands now."""
    sequence, link = journal.head()
    return Anchor(journal.name, sequence, link, datetime.now(UTC).isoformat(timespec="seconds"))


def read_anchors(path: Path) -> tuple[Anchor, ...]:
    """Read a file of anchors, one a line.

    Raises
    ------
    JournalError
        When it cannot be read, or a line is no anchor.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise JournalError("damaged", f"The anchor file {path} cannot be read: check its path and rights.") from error
    anchors = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            anchors.append(Anchor(str(told["journal"]), int(told["sequence"]), str(told["hash"]), str(told["at"])))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise JournalError(
                "damaged",
                f"Line {number} of {path} is no anchor: give a file that 'credit-panel journal anchor' wrote.",
            ) from error
    if not anchors:
        raise JournalError("damaged", f"The anchor file {path} is empty: give one of 'credit-panel journal anchor'.")
    return tuple(anchors)
