"""Numbers as people type them: with spaces or signs that group thousands, and with either language's decimal sign."""

from __future__ import annotations

import math
import re

from babel.numbers import NumberFormatError, parse_decimal

from credit_panel.locale import Translator

LONGEST = 40
"""Characters of the longest text that can mean a number."""

_BETWEEN_DIGITS = re.compile(r"[\s'’]")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+")


def read_number(text: str, t: Translator) -> float:
    """Return the number that a person typed, whichever language's decimal sign they are used to.

    Raises
    ------
    ValueError
        When the text is no finite number.

    Examples
    --------
    >>> from credit_panel.locale import translator
    >>> read_number("1 234,5", translator("en"))
    1234.5
    """
    plain = _BETWEEN_DIGITS.sub("", text).replace("\N{MINUS SIGN}", "-")
    if "_" in plain or len(plain) > LONGEST:
        raise ValueError(text[:LONGEST])
    try:
        number = float(parse_decimal(plain, locale=t.locale, strict=True))
    except NumberFormatError:
        # the other language's decimal sign, where it cannot be one that groups thousands
        number = float(plain if _GROUPED.fullmatch(plain) else plain.replace(",", "."))
    if not math.isfinite(number):
        raise ValueError(text)
    return number
