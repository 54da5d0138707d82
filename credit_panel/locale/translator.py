"""One reader's language: messages from the gettext catalogue, numbers and durations through Babel."""

from __future__ import annotations

import io
import math
from datetime import datetime
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from credit_panel.home_credit.absence import Absence
from credit_panel.home_credit.calendar import DAYS_A_MONTH, DAYS_A_YEAR
from credit_panel.home_credit.catalogue import category_label, field
from credit_panel.locale.negotiation import Language
from credit_panel.locale.quantity import Quantity, Span, decimals, time_parts
from credit_panel.locale.typography import french_print

_FOLDER = Path(__file__).parent
MINUS = "\N{MINUS SIGN}"
_LARGEST = 1e15
"""From here on a number is not written out: no reader counts its digits, and the formatting of decimals breaks off."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


@cache
def _messages(language: Language) -> NullTranslations:
    """Compile the catalogue of `language`; English is written in the code itself."""
    path = _FOLDER / language / "LC_MESSAGES" / "credit_panel.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as po:
        catalogue = read_po(po, locale=language)
    for message in catalogue:
        text = message.string or ""
        message.string = french_print(text) if isinstance(text, str) else tuple(map(french_print, text))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=20_000)  # a page writes the same numbers again and again, and Babel takes its time
def _decimal(value: float, digits: int, locale: Locale) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale).replace("-", MINUS)


@lru_cache(maxsize=20_000)
def _percent(share: float, digits: int, locale: Locale) -> str:
    text = format_percent(share, format=format_percent_pattern(locale, digits), locale=locale)
    return text.replace("-", MINUS if any("1" <= digit <= "9" for digit in text) else "")


class Translator:
    """Everything that differs between readers of French and of English.

    Parameters
    ----------
    language
        ``"fr"`` or ``"en"``.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self.locale = Locale.parse("fr_FR" if language == "fr" else "en_GB")
        self._catalogue = _messages(language)

    def gettext(self, message: str, **values: object) -> str:
        """Return `message` in the reader's language, its ``{names}`` filled from `values`."""
        text = self._catalogue.gettext(message) if message else ""
        return text.format(**values) if values else text

    def ngettext(self, singular: str, plural: str, n: int, **values: object) -> str:
        """Return the message for the count `n`, its ``{names}`` (and ``{n}``) filled."""
        text = self._catalogue.ngettext(singular, plural, n)
        return text.format(n=self.number(n), **values)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with `digits` decimals and grouped thousands."""
        rounded = _no_negative_zero(value, digits)
        if not abs(rounded) < _LARGEST:
            return Quantity(_power_of_ten(rounded), rounded, digits)
        return Quantity(_decimal(rounded, digits, self.locale), rounded, digits)

    def signed(self, value: float, digits: int = 0) -> str:
        """Return a difference with its sign: ``+ 17``, ``− 41``, ``0``."""
        rounded = _no_negative_zero(value, digits)
        if rounded == 0:
            return self.number(0, digits)
        sign = "+" if rounded > 0 else MINUS
        return Quantity(f"{sign}{_NARROW_SPACE}{self.number(abs(rounded), digits)}", rounded, digits)

    def between(self, low: str | None, high: str | None, text: str = "", value: str | None = None) -> str:
        """Return two printed numbers as the ends of what is between them, read as two numbers.

        Parameters
        ----------
        text
            How it is printed; with a dash between the ends when empty.
        value
            The number whose interval it is.
        """
        middle = () if value is None else (("", value),)
        return Span(text or f"{low} – {high}", *middle, (self.gettext("from"), low), (self.gettext("to"), high))

    def amount(self, value: float) -> str:
        """Return an amount of money wherever it is read or typed: 1234.5 is ``1 234,50``, 1234.0 is ``1 234``."""
        return self.quantity(value, "amount")

    def percent(self, share: float, digits: int | None = None) -> str:
        """Return a share of one as a percentage: 0.164 is ``16,4 %`` or ``16.4%``, 0.18 is ``18 %`` or ``18%``.

        Parameters
        ----------
        digits
            Decimals of a scale or a table whose numbers line up; elsewhere there is one, and none where it is zero.
        """
        known = 1 if digits is None else digits
        if not abs(share) < _LARGEST:
            return Quantity(f"{_power_of_ten(100 * share)}{_NARROW_SPACE}%", 100 * share, known, "%")
        shown = _no_negative_zero(100 * share, known)
        if digits is None:  # what is printed is what was looked at, so that no zero comes back by rounding again
            share, digits = shown / 100, 0 if shown.is_integer() else 1
        return Quantity(_percent(share, digits, self.locale), shown, known, "%")

    def date(self, iso: str) -> str:
        """Return an ISO date (or date and time) as a medium date of the language."""
        return format_date(datetime.fromisoformat(iso), format="medium", locale=self.locale)

    def month(self, iso: str) -> str:
        """Return an ISO month, such as ``2026-11``, in words."""
        return format_date(datetime.fromisoformat(f"{iso}-01"), format="MMMM yyyy", locale=self.locale)

    def duration(self, days: float, *, exact: bool = False) -> str:
        """Return a length of time as people say it: ``1 an 7 mois``, ``12 days``; `exact` as in `time_parts`."""
        days = abs(days)
        whole = float(days).is_integer()
        words = self._duration(*time_parts(days, exact=exact))
        return Quantity(words, days if whole else round(days, 1), 0 if whole else 1, "days")

    def _duration(self, years: int, months: int, days: int) -> str:
        if not years and not months:
            return self.ngettext("{n} day", "{n} days", days)
        parts = [self.ngettext("{n} year", "{n} years", years)] if years else []
        if months:
            parts.append(self.ngettext("{n} month", "{n} months", months))
        return " ".join(parts)

    def label(self, name: str) -> str:
        """Return the name of a field or feature of the catalogue."""
        return field(name).label[self.language]

    def value(self, name: str, value: object, absence: Absence | None = None) -> str:
        """Return the value of the field or feature `name` with its unit, in words where it has words.

        Missing values (None and NaN) read as what `absence` says, "not given" when it is None.
        """
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return self.missing(absence or Absence.NOT_GIVEN)
        unit = field(name).unit
        if isinstance(value, str):
            return category_label(name, value, self.language)
        if unit == "flag":
            return self.gettext("yes") if float(value) else self.gettext("no")  # type: ignore[arg-type]
        return self.quantity(float(value), unit)  # type: ignore[arg-type]

    def missing(self, absence: Absence) -> str:
        """Return why there is no value."""
        return {
            Absence.NOT_GIVEN: self.gettext("not given"),
            Absence.NOT_SUPPLIED: self.gettext("score not supplied"),
            Absence.NO_CAR: self.gettext("no car"),
            Absence.RETIRED: self.gettext("no employer (pensioner)"),
            Absence.NO_JOB: self.gettext("no employer (out of work)"),
            Absence.NO_CREDIT_ELSEWHERE: self.gettext("no credit elsewhere is known"),
            Absence.NO_CREDIT_HERE: self.gettext("no earlier credit with us is known"),
            Absence.NO_CARD_HERE: self.gettext("no card with us"),
            Absence.NONE_OF_THE_KIND: self.gettext("does not apply"),
        }[absence]

    def quantity(self, value: float, unit: str) -> str:
        """Return a number with the unit of the catalogue."""
        match unit:
            case "share":
                return self.percent(value)
            case "days":
                return self.duration(value)
            case "months":
                return self.duration(value * DAYS_A_MONTH)
            case "years":
                return self.duration(value * DAYS_A_YEAR)
            case _:
                return self.number(value, decimals(float(value), unit))


def _power_of_ten(value: float) -> str:
    """Return a number too large to be written out, such as ``≈ 10³⁰⁸``; what is no number reads as a dash."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else f"{MINUS if value < 0 else ''}∞"
    power = str(math.floor(math.log10(abs(value)))).translate(_RAISED)
    return f"{MINUS if value < 0 else ''}≈{_NARROW_SPACE}10{power}"


def format_percent_pattern(locale: Locale, digits: int) -> str:
    """Return the percentage pattern of `locale` with `digits` decimals."""
    standard = locale.percent_formats[None].pattern
    return standard.replace("#,##0", "#,##0" + ("." + "0" * digits if digits else ""))


def _no_negative_zero(value: float, digits: int) -> float:
    rounded = round(float(value), digits)
    return 0.0 if rounded == 0 else rounded


@cache
def translator(language: Language) -> Translator:
    """Return the translator of `language` (one a process: it holds no visitor's state).

    Examples
    --------
    >>> import credit_panel as cp
    >>> cp.translator("en").percent(0.0909)
    '9.1%'
    """
    return Translator(language)
