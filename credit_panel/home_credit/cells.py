"""What a text means, in one table for every door: the form, an uploaded file, the API and the tables.

===============  ===================================================================================================
missing          `MISSING_WORDS`, in any letter case
a number         digits of any script; spaces or apostrophes between groups of three; a minus before or behind, or
                 parentheses; a currency where an amount belongs, a per cent sign where a share does
the decimal sign a comma or a point. Where three digits follow a single one, as in ``1,234``, the `Writing` decides:
                 if the point is the decimal sign, the comma groups thousands; else the number is ambiguous, and refused
yes and no       `YES` and `NO`, in any letter case
a time           a number of days, negative before the application; words such as ``3 years 2 months``; a date, where
                 the day of the application is known (see `credit_panel.home_credit.days`)
a category       a level of the catalogue or its words in either language, in any letter case
an error         ``#DIV/0!``, ``#N/A`` and the like, which a spreadsheet leaves where a formula fails: refused
===============  ===================================================================================================

Nothing else is guessed: what is not in the table is refused, with the reason.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from credit_panel.errors import ProblemKind
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS
from credit_panel.home_credit.days import NotATimeError, UncertainDateError, days_of, read_date
from credit_panel.home_credit.repairs import MISSING_LEVELS

LONGEST = 40
"""Characters of the longest text that can mean a number."""

MISSING_WORDS = frozenset(
    {
        "",
        "na",
        "n/a",
        "n.a.",
        "nan",
        "nat",
        "none",
        "null",
        "nil",
        "(null)",
        "\\n",
        "<na>",
        "<null>",
        "xna",
        "xap",
        "-",
        "--",
        "---",
        "–",
        "—",
        "?",
        ".",
        "..",
        "…",
        "nc",
        "n.c.",
        "nd",
        "n.d.",
        "nr",
        "unknown",
        "missing",
        "empty",
        "blank",
        "inconnu",
        "inconnue",
        "néant",
        "manquant",
        "manquante",
        "vide",
        "absent",
        "absente",
        "not available",
        "not given",
        "not known",
        "non renseigné",
        "non renseignée",
        "non communiqué",
        "non connu",
    }
)
"""Words that say that there is no value, in small letters."""

YES = frozenset(["1", "1.0", "1,0", "yes", "y", "oui", "o", "true", "vrai", "t", "v", "x"])
NO = frozenset(["0", "0.0", "0,0", "no", "n", "non", "false", "faux", "f"])

_ERROR = re.compile(r"#(?:DIV/0!|N/A|NA|REF!|VALUE!|NAME\?|NULL!|NUM!|NOM\s?\?|VALEUR!|NOMBRE!|SPILL!|CALC!|#+)", re.I)
_CURRENCIES = "eur euros? usd dollars? gbp pounds? chf francs? cad aud jpy f?cfa xof xaf mad dh tnd dzd rub kzt pln czk"
_CURRENCY = re.compile(rf"(?:{_CURRENCIES.replace(' ', '|')})\.?", re.I)
_MINUS = "\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{FULLWIDTH HYPHEN-MINUS}﹣"
_SIGNS = str.maketrans(
    dict.fromkeys(_MINUS, "-")
    | dict.fromkeys("’ʼ‘＇", "'")
    | {"，": ",", "．": ".", "٫": ".", "٬": "'", "％": "%", "٪": "%"}
)
_PARTS = re.compile(r"([\d ',.]*\d[.,]?)(?:e([+-]?\d{1,3}))?", re.I)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d*)?|\d{1,3}(?:'\d{3})+(?:[.,]\d*)?")

Decimal = Literal[",", ".", ""]


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
    """

    decimal: Decimal = "."
    day_first: bool | None = None
    today: date | None = None
    in_years: bool = False


class CellError(ValueError):
    """A text means no value of its field.

    Parameters
    ----------
    kind
        What is wrong with it.
    sentence
        The same in English, without a subject.
    """

    def __init__(self, kind: ProblemKind, sentence: str) -> None:
        self.kind: ProblemKind = kind
        super().__init__(sentence)


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
    if _ERROR.fullmatch(text.strip()):
        raise CellError("error", f"is {text.strip()[:10]}, an error of the spreadsheet: mend its formula, or empty it")
    if name in CATEGORIES:
        return _category(name, text)
    if is_missing(text):
        return None
    unit = FIELDS[name].unit
    if unit == "flag" and plain(text) in YES | NO:
        return float(plain(text) in YES)
    if unit == "days":
        return _read_days(text, writing)
    if unit == "years" and (days := _known_days(text, writing)) is not None:
        return float(round(days / 365.25))
    try:
        return read_number(text, writing.decimal, unit=unit)
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
    words = {plain(word): level for level, labels in CATEGORIES[name].items() for word in labels.values()}
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
    return 0.0 - round(number * 365.25) if writing.in_years and 0 <= number <= 150 else number


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


def read_number(text: str, decimal: Decimal, *, unit: str = "") -> float:
    """Return the number that a text means.

    Parameters
    ----------
    decimal
        The decimal sign where it is known, else empty.
    unit
        Of the field: an ``amount`` may bear a currency, a share, ratio or score a per cent sign.

    Raises
    ------
    CellError
        When it means none, or one of two.

    Examples
    --------
    >>> read_number("(1 234,50 €)", ",", unit="amount")
    -1234.5
    """
    body = _straight(text)
    if not body or len(body) > LONGEST:
        raise _no_number(text)
    if unit == "amount":
        body = _without_currency(body)
    percent = body.endswith("%") and unit in ("share", "ratio", "score")
    body, sign = _without_sign(body.removesuffix("%").strip() if percent else body)
    if unit == "amount":
        body = _without_currency(body)
    found = _PARTS.fullmatch(body)
    if found is None:
        raise _no_number(text)
    number = sign * float(f"{_digits(text, found[1], decimal, exact=found[2] is not None)}e{found[2] or 0}")
    if not math.isfinite(number):
        raise _no_number(text)
    return number / 100 if percent else number


def _straight(text: str) -> str:
    """Return a text with the digits, spaces and signs of ASCII in the place of their likes."""
    signs = text.translate(_SIGNS)
    if not signs.isascii():
        kinds = ((character, unicodedata.category(character)) for character in signs)
        signs = "".join(
            str(unicodedata.digit(character)) if kind == "Nd" else " " if kind == "Zs" else character
            for character, kind in kinds
            if kind != "Cf"
        )
    return " ".join(signs.split())


def _without_currency(body: str) -> str:
    if body and unicodedata.category(body[0]) == "Sc":
        body = body[1:]
    elif body and unicodedata.category(body[-1]) == "Sc":
        body = body[:-1]
    else:
        first, *rest = body.split(" ")
        if rest and _CURRENCY.fullmatch(first):
            body = " ".join(rest)
        else:
            worded = re.fullmatch(r"(.*\d)\)? ?([^\W\d]+\.?)\)?", body)
            if worded and _CURRENCY.fullmatch(worded[2]):
                body = body.replace(worded[2], "")
    return body.replace("( ", "(").replace(" )", ")").strip()


def _without_sign(body: str) -> tuple[str, int]:
    if body.startswith("(") and body.endswith(")"):
        return body[1:-1].strip(), -1
    if body.startswith(("-", "+")):
        return body[1:].strip(), -1 if body[0] == "-" else 1
    if body.endswith("-"):
        return body[:-1].strip(), -1
    return body, 1


def _digits(text: str, digits: str, decimal: Decimal, *, exact: bool) -> str:
    """Return digits as a program writes them."""
    if " " in digits or "'" in digits:
        if not _SPACED.fullmatch(digits):
            raise _no_number(text)
        return digits.replace(" ", "").replace("'", "").replace(",", ".")
    commas, points = digits.count(","), digits.count(".")
    if commas + points == 0:
        return digits
    if commas and points:
        last, other = (",", ".") if digits.rfind(",") > digits.rfind(".") else (".", ",")
        if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(other)}\d{{3}})+{re.escape(last)}\d*", digits):
            raise _no_number(text)
        return digits.replace(other, "").replace(last, ".")
    sign = "," if commas else "."
    if commas + points > 1:
        if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+", digits):
            raise _no_number(text)
        return digits.replace(sign, "")
    if exact or sign == decimal or not may_group(digits):
        return digits.replace(sign, ".")
    if sign == "," and decimal == ".":
        return digits.replace(",", "")
    raise CellError(
        "ambiguous",
        f"{text.strip()[:LONGEST]!r} may be {digits.replace(sign, '')} or {digits.replace(sign, '.')}: "
        "write it without a sign between thousands",
    )


def may_group(digits: str) -> bool:
    """Return whether the one comma or point of a number can stand between thousands as well."""
    return re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits) is not None


def _no_number(text: str) -> CellError:
    return CellError("number", f"must be a number, not {text.strip()[:60]!r}")


def shown_decimal(text: str) -> Decimal:
    """Return the decimal sign that a text shows for sure; empty when it has none, or one that may group."""
    digits = _straight(text).strip("-+()%")
    found = re.fullmatch(r"\D*?([\d ',.]*\d[.,]?)(?:e[+-]?\d+)?\D*", digits, re.I)
    if not found:
        return ""
    spaced = found[1]
    grouped = " " in spaced or "'" in spaced
    commas, points = spaced.count(","), spaced.count(".")
    if commas and points:
        return "," if spaced.rfind(",") > spaced.rfind(".") else "."
    if commas + points == 1 and (grouped or not may_group(spaced)):
        return "," if commas else "."
    return ""
