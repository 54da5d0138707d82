"""Texts as people write them, which every door reads alike."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 3, 12)
GOOD = {
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_INCOME_TOTAL": "150000",
    "AMT_CREDIT": "450000",
    "DAYS_BIRTH": "-14600",
}

CERTAIN: list[tuple[str, str, float | str | None]] = [
    ("AMT_ANNUITY", "24000", 24_000.0),
    ("AMT_ANNUITY", "24 000", 24_000.0),
    ("AMT_ANNUITY", "24\N{NO-BREAK SPACE}000,50", 24_000.5),
    ("AMT_ANNUITY", "24\N{NARROW NO-BREAK SPACE}000", 24_000.0),
    ("AMT_ANNUITY", "24\N{THIN SPACE}000", 24_000.0),
    ("AMT_ANNUITY", "24'000.5", 24_000.5),
    ("AMT_ANNUITY", "24’000", 24_000.0),
    ("AMT_ANNUITY", "24.000,50", 24_000.5),
    ("AMT_ANNUITY", "24,000.50", 24_000.5),
    ("AMT_INCOME_TOTAL", "1.024.000", 1_024_000.0),
    ("AMT_ANNUITY", "24000 €", 24_000.0),
    ("AMT_ANNUITY", "€24,000.00", 24_000.0),
    ("AMT_ANNUITY", "EUR 24000", 24_000.0),
    ("AMT_ANNUITY", "24 000 euros", 24_000.0),
    ("AMT_ANNUITY", "2.4e4", 24_000.0),
    ("AMT_ANNUITY", "2,4E+04", 24_000.0),
    ("AMT_ANNUITY", "٢٤٠٠٠", 24_000.0),
    ("AMT_ANNUITY", "２４０００", 24_000.0),
    ("EXT_SOURCE_2", "0,55", 0.55),
    ("EXT_SOURCE_2", "0,550", 0.55),
    ("EXT_SOURCE_2", ".55", 0.55),
    ("EXT_SOURCE_2", "55 %", 0.55),
    ("EXT_SOURCE_2", "55%", 0.55),
    ("DAYS_REGISTRATION", "\N{MINUS SIGN}900", -900.0),
    ("DAYS_REGISTRATION", "900-", -900.0),
    ("DAYS_REGISTRATION", "(900)", -900.0),
    ("DAYS_REGISTRATION", "3 ans 2 mois", -1_157.0),
    ("DAYS_REGISTRATION", "3 years, 2 months", -1_157.0),
    ("DAYS_REGISTRATION", "41 ans", -14_975.0),
    ("OWN_CAR_AGE", "5 ans", 5.0),
    ("FLAG_EMAIL", "oui", 1.0),
    ("FLAG_EMAIL", "O", 1.0),
    ("FLAG_EMAIL", "vrai", 1.0),
    ("FLAG_EMAIL", "x", 1.0),
    ("FLAG_EMAIL", "FALSE", 0.0),
    ("FLAG_EMAIL", "N", 0.0),
    ("FLAG_OWN_CAR", "oui", "Y"),
    ("FLAG_OWN_CAR", "0", "N"),
    ("NAME_INCOME_TYPE", " working ", "Working"),
    ("NAME_INCOME_TYPE", "RETRAITÉ", "Pensioner"),
    ("DAYS_EMPLOYED", "365243", None),
    ("ORGANIZATION_TYPE", "XNA", None),
    *[(name, word, None) for name in ("AMT_ANNUITY", "OCCUPATION_TYPE") for word in ("NA", "N/A", "-", "?", "néant")],
    *[("EXT_SOURCE_2", word, None) for word in ("Inconnu", "XNA", "<NA>", "None", "NaN", "null", "  ")],
]
"""A field, a text that means one thing whoever wrote it, and the value in the row that is scored."""

REFUSED: list[tuple[str, str, str]] = [
    ("AMT_ANNUITY", "450k", "number"),
    ("AMT_ANNUITY", "2_000", "number"),
    ("AMT_ANNUITY", "1 2", "number"),
    ("AMT_ANNUITY", "12²", "number"),
    ("AMT_ANNUITY", "12 %", "number"),
    ("AMT_ANNUITY", "24.0.0", "number"),
    ("AMT_ANNUITY", "1,23,456", "number"),
    ("AMT_ANNUITY", "inf", "number"),
    ("AMT_ANNUITY", "=1+1", "number"),
    ("AMT_ANNUITY", "1984-03-12", "date"),
    ("AMT_ANNUITY", "#DIV/0!", "error"),
    ("AMT_ANNUITY", "#REF!", "error"),
    ("EXT_SOURCE_2", "#N/A", "error"),
    ("OCCUPATION_TYPE", "#NOM ?", "error"),
    ("CNT_CHILDREN", "2 €", "number"),
    ("CNT_CHILDREN", "deux", "number"),
    ("DAYS_REGISTRATION", "31/02/1984", "number"),
    ("DAYS_REGISTRATION", "12 parsecs", "number"),
    ("DAYS_REGISTRATION", "12/03/84", "ambiguous"),
    ("NAME_INCOME_TYPE", "Pirate", "level"),
    ("FLAG_EMAIL", "perhaps", "number"),
    ("EXT_SOURCE_2", "55", "bounds"),
    ("EXT_SOURCE_2", "-999", "bounds"),
    ("DAYS_BIRTH", "30753", "bounds"),
]
"""A field, a text that means nothing of it, or one of two things, and what is told."""
