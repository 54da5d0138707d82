"""Times as people write them: dates in several writings, and years, months and days in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from credit_panel.home_credit.calendar import DAYS_A_MONTH, DAYS_A_YEAR

_MONTHS = (
    "january jan janvier janv",
    "february feb février fevrier févr fevr fév",
    "march mar mars",
    "april apr avril avr",
    "may mai",
    "june jun juin",
    "july jul juillet juil",
    "august aug août aout",
    "september sept sep septembre",
    "october oct octobre",
    "november nov novembre",
    "december dec décembre decembre déc",
)
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_DAYS = {
    **dict.fromkeys(("an", "ans", "année", "années", "annee", "annees", "a", "year", "years", "yr", "y"), DAYS_A_YEAR),
    **dict.fromkeys(("mois", "month", "months", "mo", "m"), DAYS_A_MONTH),
    **dict.fromkeys(("semaine", "semaines", "week", "weeks"), 7.0),
    **dict.fromkeys(("jour", "jours", "j", "day", "days", "d"), 1.0),
}
_PART = re.compile(r"(\d[\d.,\s]*)([^\W\d]+)")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2})")
_DAY_WORD = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?[ -]([^\W\d]+)\.?,?[ -](\d{4})")
_WORD_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


class NotATimeError(ValueError):
    """A text has the form of a time and is none, such as the 31st of February."""


class UncertainDateError(ValueError):
    """A text may be one of two dates, such as 03/04/1984."""


def read_date(text: str, *, day_first: bool | None) -> date | None:
    """Return the date that a text is; None when it has the form of none.

    Parameters
    ----------
    day_first
        Whether ``03/04/1984`` is in April; None when it is not known, and such a date is refused.

    Raises
    ------
    UncertainDateError
        When it may be one of two.
    NotATimeError
        When the calendar has no such day.
    """
    plain = _CLOCK.sub("", " ".join(text.split()).casefold())
    if found := _YEAR_FIRST.fullmatch(plain):
        return _date(found[1], found[3], found[4])
    if found := _YEAR_LAST.fullmatch(plain):
        first, second = int(found[1]), int(found[3])
        if max(first, second) <= 12 and first != second and day_first is None:
            raise UncertainDateError(text)
        day, month = (first, second) if second <= 12 and (day_first is not False or first > 12) else (second, first)
        return _date(found[4], month, day)
    if _SHORT_YEAR.fullmatch(plain):
        raise UncertainDateError(text)
    if (found := _DAY_WORD.fullmatch(plain)) and found[2] in _MONTH:
        return _date(found[3], _MONTH[found[2]], found[1])
    if (found := _WORD_DAY.fullmatch(plain)) and found[1] in _MONTH:
        return _date(found[3], _MONTH[found[1]], found[2])
    return None


def day_order(texts: list[str]) -> bool | None:
    """Return whether the dates of one column begin with the day; None when none shows it, or they disagree."""
    shown = set()
    for text in texts:
        found = _YEAR_LAST.fullmatch(_CLOCK.sub("", text.strip().casefold()))
        if found and (int(found[1]) > 12) != (int(found[3]) > 12):
            shown.add(int(found[1]) > 12)
    return shown.pop() if len(shown) == 1 else None


def days_of(text: str, read_number: Callable[[str], float]) -> float | None:
    """Return the days of a text such as ``3 years 2 months`` or ``41 ans``; None when it names no unit of time.

    Raises
    ------
    NotATimeError
        When a part of it is no time.
    """
    words = " ".join(text.split()).casefold()
    parts = _PART.findall(words)
    if not parts:
        return None
    if re.sub(r"\b(?:et|and)\b|[ ,]", "", _PART.sub("", words)) or any(unit not in _DAYS for _, unit in parts):
        raise NotATimeError(text)
    return float(round(sum(read_number(number.strip(" ,")) * _DAYS[unit] for number, unit in parts)))


def _date(year: object, month: object, day: object) -> date:
    try:
        return date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError as error:
        raise NotATimeError(str(error)) from error
