"""What a server may take of the memory, and what each thing that it keeps gets of it."""

from __future__ import annotations

from dataclasses import dataclass

from credit_panel.settings import DEFAULT_MEMORY

SERVER = 450_000_000
"""Bytes of a server whose pages are all loaded, without a book."""

A_CLIENT = 150
"""Bytes that are counted of each client for all pages and kept: numbers, scores, bins and places of the pictures."""

SESSIONS = 20 * 4_000_000
"""Bytes of twenty visitors."""

LEAST = 64_000_000
"""Bytes that columns and neighbours get each, however little there is: what is asked for again is not read again."""

_COLUMNS, _WIDTH = 20, 8
"""Columns that are worth keeping, and the bytes of a value of the widest of them."""


@dataclass(frozen=True, slots=True)
class MemoryPlan:
    """How a server divides its memory.

    Parameters
    ----------
    budget
        Bytes that the server may take.
    clients
        Clients of its book.

    Examples
    --------
    >>> MemoryPlan(2_000_000_000, 356_255).fits
    True
    """

    budget: int = DEFAULT_MEMORY
    clients: int = 0

    @property
    def needed(self) -> int:
        """Bytes that the book takes whatever is left out, twenty visitors included."""
        return SERVER + SESSIONS + 2 * LEAST + self.clients * A_CLIENT

    @property
    def fits(self) -> bool:
        """Whether the server can keep to its budget."""
        return self.needed <= self.budget

    @property
    def columns(self) -> int:
        """Bytes that kept columns may take."""
        return LEAST + min(self._left // 4, _COLUMNS * _WIDTH * self.clients)

    @property
    def neighbours(self) -> int:
        """Bytes that the index of similar clients may take."""
        return LEAST + self._left // 2

    @property
    def warning(self) -> str:
        """What whoever starts the server should know; empty where it keeps to its budget."""
        if self.fits:
            return ""
        return (
            f"This book of {self.clients:,} applications needs about {self.needed / 1e9:.1f} GB and "
            f"CREDIT_PANEL_MEMORY is {self.budget / 1e9:.1f} GB, which "
            "the server will pass: give it more where the machine has it."
        )

    @property
    def _left(self) -> int:
        return max(self.budget - self.needed, 0)
