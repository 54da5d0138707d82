"""What an explained word is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal[
    "decision", "explanation", "portfolio", "request", "past", "worth", "policy", "fairness", "drift", "client"
]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the pages.

    Parameters
    ----------
    key
        Its name in the address, ``term=threshold``.
    group
        Under which heading of the glossary it stands.
    name, text
        The word and its explanation, in the reader's language.
    also
        Other words for it that stand in the pages, in the reader's language.
    """

    key: str
    group: Group
    name: str
    text: str
    also: tuple[str, ...] = ()
