"""Numbers as people type them, whichever box they stand in."""

from __future__ import annotations

import pytest

from credit_panel.locale import Translator, translator
from credit_panel.scoring import SETTLED_DEBT
from credit_panel.views.fields.entries import read_entry
from credit_panel.views.parts.number_text import read_number
from credit_panel.views.portfolio.brush_card import read_end
from credit_panel.views.what_if.lever_words import parse_value

FR, EN = translator("fr"), translator("en")


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("fr", "1 234,5", 1_234.5),
        ("en", "1 234,5", 1_234.5),
        ("en", "1,234.5", 1_234.5),
        ("en", "1,234", 1_234.0),
        ("en", "2,5", 2.5),
        ("fr", "2.5", 2.5),
        ("en", "250 000,50", 250_000.5),
        ("fr", "1\N{NARROW NO-BREAK SPACE}234", 1_234.0),
        ("fr", "1’234", 1_234.0),
        ("fr", "\N{MINUS SIGN}12", -12.0),
    ],
)
def test_a_decimal_sign_of_the_other_language_never_makes_a_number_ten_times_larger(
    language: str, text: str, number: float
) -> None:
    t = translator(language)
    assert read_number(text, t) == number
    assert parse_value("AMT_CREDIT", text, t) == number
    assert read_end("AMT_CREDIT", text, t) == number
    assert read_entry("AMT_CREDIT", text, t) == number


@pytest.mark.parametrize(
    "text", ["inf", "-inf", "nan", "snan", "1e400", "1_000", "1.234.5", "1,2,3", "9" * 41, "=1", ""]
)
@pytest.mark.parametrize("t", [FR, EN], ids=["fr", "en"])
def test_what_is_no_finite_number_is_refused(text: str, t: Translator) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_number(text, t)


def test_a_time_without_end_is_refused_as_a_text() -> None:
    with pytest.raises(ValueError, match="inf"):
        read_entry("DAYS_BIRTH", "inf", EN)


def test_shares_are_typed_with_and_without_their_sign() -> None:
    assert parse_value(SETTLED_DEBT, "12,5 %", FR) == parse_value(SETTLED_DEBT, "12.5", EN) == 0.125
    assert parse_value(SETTLED_DEBT, " % ", EN) is None
