"""Numbers as people type them: with spaces or signs that group thousands, and with either language's decimal sign."""

from __future__ import annotations

from credit_panel.home_credit.numbers import LONGEST, Decimal
from credit_panel.home_credit.numbers import read_number as read_any_number
from credit_panel.locale import Translator

__all__ = ["LONGEST", "decimal_of", "read_number"]


def decimal_of(t: Translator) -> Decimal:
    """Return the decimal sign of a reader's language."""
    return "," if t.language == "fr" else "."


def read_number(text: str, t: Translator, unit: str = "") -> float:
    """Return the number that a person typed, whichever language's decimal sign they are used to.

    Parameters
    ----------
    unit
        As in the catalogue: an ``amount`` may bear a currency.

    Raises
    ------
    ValueError
        When the text is no finite number, or may be one of two.

    Examples
    --------
    >>> from credit_panel.locale import translator
    >>> read_number("1 234,5", translator("en"))
    1234.5
    """
    return read_any_number(text, decimal_of(t), unit=unit)
