"""What a text means, in one table for every door where people write: the form, an uploaded file, notebooks and tables.

Over REST a program writes, and JSON has numbers and null of its own: there a text is a code of a category and nothing
else, as the documented schema says, and no word stands for a missing value but the placeholders of the tables.

===============  ===================================================================================================
missing          `MISSING_WORDS`, in any letter case
a number         digits of any script; spaces or apostrophes between groups of three; a minus before or behind, or
                 parentheses; a currency where an amount belongs, a per cent sign where a share does
the decimal sign a comma or a point. Where three digits follow a single one, as in ``1,234``, the `Writing` decides:
                 if the point is the decimal sign, the comma groups thousands; else the number is ambiguous, and refused
a period         an income or an instalment may be a month's or a year's, ``30 000 € par an`` or ``2500/month``; the
                 tables hold a month's (see `credit_panel.home_credit.periods`)
yes and no       `YES` and `NO`, in any letter case
a time           a number of days, negative before the application; words such as ``3 years 2 months``; a date, where
                 the day of the application is known (see `credit_panel.home_credit.days`)
a category       a level of the catalogue or its words in either language, in any letter case
an error         ``#DIV/0!``, ``#N/A`` and the like, which a spreadsheet leaves where a formula fails: refused
===============  ===================================================================================================

Nothing else is guessed: what is not in the table is refused, with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS, SAID
from credit_panel.home_credit.days import NotATimeError, UncertainDateError, days_of, read_date
from credit_panel.home_credit.numbers import CellError, Decimal, read_number
from credit_panel.home_credit.periods import MONTHLY, MONTHS_OF_A_YEAR, a_month, split_period
from credit_panel.home_credit.repairs import MISSING_LEVELS

_WORDS = """
na n/a n.a. nan nat none null nil (null) \\n <na> <null> xna xap - -- --- – — ? . .. … nc n.c. nd n.d. nr
unknown missing empty blank inconnu inconnue néant manquant manquante vide absent absente
"""
_PHRASES = (
    "",
    "not available",
    "not given",
    "not known",
    "non renseigné",
    "non renseignée",
    "non communiqué",
    "non connu",
)
MISSING_WORDS = frozenset((*_WORDS.split(), *_PHRASES))
"""Words that say that there is no value, in small letters."""

YES = frozenset(["1", "1.0", "1,0", "yes", "y", "oui", "o", "true", "vrai", "t", "v", "x"])
NO = frozenset(["0", "0.0", "0,0", "no", "n", "non", "false", "faux", "f"])

_ALTERNATIVES = re.compile(r" ou | or ")
"""Between the words of a label that each name the level, such as ``Marié ou mariée``."""

_ERROR = re.compile(r"#(?:DIV/0!|N/A|NA|REF!|VALUE!|NAME\?|NULL!|NUM!|NOM\s?\?|VALEUR!|NOMBRE!|SPILL!|CALC!|#+)", re.I)


@dataclass(frozen=True, slots=True)
class Writing:
    """How whoever wrote a text writes.

    Parameters
    ----------
    decimal
        The decimal sign; empty when it is not known.
    day_first
        Whether ``03/04/1984`` is in April; None when it is not known.
    today
        The day that dates count back from; None where it is not known, and a date means nothing.
    in_years
        Whether a bare number from 0 to 150 is a number of years where a time belongs; the tables count days.
    a_year
        Whether an income or instalment without a period is a year's, as the heading of its column says; the tables
        hold a month's.
    """

    decimal: Decimal = "."
    day_first: bool | None = None
    today: date | None = None
    in_years: bool = False
    a_year: bool = False


def plain(text: str) -> str:
    """Return a text in the form in which words are compared: small letters, single spaces, straight apostrophes."""
    return " ".join(text.replace("\u2019", "'").split()).casefold()


def is_missing(text: str) -> bool:
    """Return whether a text says that there is no value."""
    return plain(text) in MISSING_WORDS


def read_cell(name: str, text: str, writing: Writing) -> float | str | None:
    """Return the value that a text means for a field of an application; None when it says that there is none.

    A category that is no known level is returned as it is, for `field_problems` to tell.

    Raises
    ------
    CellError
        When it means no value, or one of two.
    """
    _refuse_error(text)
    if name in CATEGORIES:
        return _category(name, text)
    if is_missing(text):
        return None
    unit = FIELDS[name].unit
    if unit == "days":
        return _read_days(text, writing)
    if unit == "years" and (days := _known_days(text, writing)) is not None:
        return float(round(days / DAYS_A_YEAR))
    amount, months = split_period(text) if name in MONTHLY else (text, 1.0)
    if writing.a_year and name in MONTHLY and amount == text:
        months = MONTHS_OF_A_YEAR
    return a_month(_number(amount, writing.decimal, unit), months)


def read_history_number(text: str, decimal: Decimal, unit: str) -> float | None:
    """Return the number that a text means in a column of a history; None when it says that there is none.

    Days are counted there, and neither dates nor words for times stand for them: a column may reach into both the past
    and the future.

    Parameters
    ----------
    unit
        Of the column, see `credit_panel.home_credit.limits`.

    Raises
    ------
    CellError
        When it means no number, or one of two.
    """
    _refuse_error(text)
    return None if is_missing(text) else _number(text, decimal, unit)


def _refuse_error(text: str) -> None:
    if _ERROR.fullmatch(text.strip()):
        raise CellError(
            "error", f"is {text.strip()[:10]}, an error of the spreadsheet: correct its formula, or empty it"
        )


def _number(text: str, decimal: Decimal, unit: str) -> float:
    if unit == "flag" and plain(text) in YES | NO:
        return float(plain(text) in YES)
    try:
        return read_number(text, decimal, unit=unit)
    except CellError as error:
        if error.kind == "number" and _is_date(text):
            raise CellError("date", f"is a date ({text.strip()[:20]}) where a number belongs") from error
        raise


def _category(name: str, text: str) -> str | None:
    if text.strip() in MISSING_LEVELS:
        return text.strip()
    level = levels(name).get(plain(text))
    if level is not None:
        return level
    return None if is_missing(text) else text


@cache
def levels(name: str) -> dict[str, str]:
    """Return the level of a category by each word for it, in small letters."""
    labels = [(level, label) for level, words in CATEGORIES[name].items() for label in words.values()]
    parts = [(level, part) for level, label in labels for part in _ALTERNATIVES.split(label)]
    words = {plain(word): level for level, word in parts if len({at for at, other in parts if other == word}) == 1}
    words |= {plain(word): level for level, said in SAID.get(name, {}).items() for word in said}
    words |= {plain(label): level for level, label in labels}
    if name.startswith("FLAG_OWN"):
        words |= {word: level for level, known in (("Y", YES), ("N", NO)) for word in known}
    return words | {plain(level): level for level in CATEGORIES[name]}


def _read_days(text: str, writing: Writing) -> float:
    when = None
    try:
        when = read_date(text, day_first=writing.day_first)
    except UncertainDateError as error:
        raise CellError(
            "ambiguous", f"{text.strip()[:20]!r} may be one of two dates: write it as 1984-03-12"
        ) from error
    except NotATimeError as error:
        raise CellError("number", f"{text.strip()[:20]!r} is no date of the calendar") from error
    if when is not None:
        if writing.today is None:
            raise CellError(
                "date",
                f"is a date ({text.strip()[:20]}) where days are counted: give the days from the application to it, "
                "negative before it",
            )
        return float((when - writing.today).days)
    days = _known_days(text, writing)
    if days is not None:
        return -days
    number = read_number(text, writing.decimal, unit="days")
    if writing.in_years and 1900 <= number <= 2100:
        raise CellError("ambiguous", f"{text.strip()[:20]!r} may be a year: write a date such as 1984-03-12")
    return 0.0 - round(number * DAYS_A_YEAR) if writing.in_years and 0 <= number <= 150 else number


def _known_days(text: str, writing: Writing) -> float | None:
    """Return the days of a text such as ``3 years 2 months``, None when it names no unit of time."""
    try:
        return days_of(text, lambda number: read_number(number, writing.decimal))
    except NotATimeError:
        return None


def _is_date(text: str) -> bool:
    try:
        return read_date(text, day_first=True) is not None
    except ValueError:
        return True
