"""Amounts by the month or by the year: the tables hold what is earned and repaid a month, people name either."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

MONTHLY = frozenset(("AMT_INCOME_TOTAL", "AMT_ANNUITY"))
"""Fields that are amounts a month."""

MONTHS_OF_A_YEAR = 12.0

_LONGEST = 80
"""Characters of the longest text in which a period is looked for."""

_PERIOD = re.compile(
    r"(?P<amount>.*\d.*?)\s*(?:"
    r"(?:(?:/|\b(?:par|per|an?|p\.?))\s*)(?:(?P<year>ans?|année|annee|years?|yr|annum|a)|(?:mois|months?|mo|m))"
    r"|\b(?P<yearly>annuel(?:le)?s?|yearly|annually)|\b(?:mensuel(?:le)?s?|monthly))\.?\s*",
    re.I,
)
_CENT = Decimal("0.01")


def split_period(text: str) -> tuple[str, float]:
    """Return the amount of a text such as ``30 000 € par an``, and how many months it is for.

    Returns
    -------
    str
        The text without its period.
    float
        12 for a year, else 1.

    Examples
    --------
    >>> split_period("30 000 € par an")
    ('30 000 €', 12.0)
    >>> split_period("2500/month")
    ('2500', 1.0)
    >>> split_period("2 500")
    ('2 500', 1.0)
    """
    found = _PERIOD.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
    if found is None:
        return text, 1.0
    return found["amount"], MONTHS_OF_A_YEAR if found["year"] or found["yearly"] else 1.0


def a_month(amount: float, months: float) -> float:
    """Return an amount for some months as that of one, to the cent."""
    if months == 1.0:
        return amount
    return float((Decimal(str(amount)) / Decimal(str(months))).quantize(_CENT, ROUND_HALF_EVEN))
