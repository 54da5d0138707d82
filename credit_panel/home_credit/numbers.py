"""Numbers as people write them, and the text that is none."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Literal

from credit_panel.errors import ProblemKind

LONGEST = 40
"""Characters of the longest text that can mean a number."""

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
