"""What `credit-panel doctor` found of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "note", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing.

    Parameters
    ----------
    verdict
        ``note`` is nothing that keeps the server from serving, and ``fault`` is.
    sentence
        What was found, and what to do.
    """

    verdict: Verdict
    sentence: str
