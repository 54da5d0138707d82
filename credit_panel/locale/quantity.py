"""Numbers as they are printed, which remember what they are: so that a table can be read again as numbers."""

from __future__ import annotations

from typing import Self

from credit_panel.home_credit.calendar import DAYS_A_MONTH

_LONGEST_IN_DAYS, _WHOLE_YEARS = 61, 10


def decimals(value: float, unit: str) -> int:
    """Return the decimals that a number of a unit of the catalogue is written with, wherever it stands.

    An amount has its cents where there are any, a count a tenth where it is a mean, a ratio or a score always two.
    """
    match unit:
        case "amount":
            return 0 if round(value, 2).is_integer() else 2
        case "count":
            return 0 if value.is_integer() else 1
        case "ratio" | "score":
            return 2
        case _:
            return 0


def time_parts(days: float, *, exact: bool = False) -> tuple[int, int, int]:
    """Return a length of time as it is told, in years, months and days.

    Under two months it is told in days, from ten years on in whole years.

    Parameters
    ----------
    exact
        Whether months are told beside ten years and more too, as in a box that the time is typed into.
    """
    if days < _LONGEST_IN_DAYS:
        return 0, 0, round(days)
    years, months = divmod(round(days / DAYS_A_MONTH), 12)
    return years, months if exact or years < _WHOLE_YEARS else 0, 0


class Quantity(str):
    """A printed number with the number that it shows.

    Parameters
    ----------
    text
        As it is printed.
    shown
        The number as far as it is printed: 9.0 where the text is ``9.0%``.
    digits
        Decimals that are printed, or left out because they are zero.
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
