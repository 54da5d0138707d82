"""Numbers as they are printed, which remember what they are: so that a table can be read again as numbers."""

from __future__ import annotations

from typing import Self


class Quantity(str):
    """A printed number with the number that it shows.

    Parameters
    ----------
    text
        As it is printed.
    shown
        The number as far as it is printed: 9.0 where the text is ``9.0%``.
    digits
        Decimals that are printed.
    unit
        What it counts: ``"%"``, ``"days"``, or nothing.
    """

    shown: float
    digits: int
    unit: str

    def __new__(cls, text: str, shown: float, digits: int = 0, unit: str = "") -> Self:
        """Make the text, and keep the number with it."""
        made = super().__new__(cls, text)
        made.shown, made.digits, made.unit = shown, digits, unit
        return made


class Span(str):
    """A printed text made of several numbers, such as an interval.

    Parameters
    ----------
    text
        As it is printed.
    parts
        What each number is, in words, and the number; none where an end is open. The first may be without words.
    """

    parts: tuple[tuple[str, Quantity | None], ...]

    def __new__(cls, text: str, *parts: tuple[str, str | None]) -> Self:
        """Make the text, and keep its numbers with it."""
        made = super().__new__(cls, text)
        made.parts = tuple((words, part if isinstance(part, Quantity) else None) for words, part in parts)
        return made
