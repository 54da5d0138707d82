"""Numbers, durations and values as French and English readers write them; no message is untranslated or unused."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import credit_panel
from credit_panel.locale import translator

FR, EN = translator("fr"), translator("en")
PACKAGE = Path(credit_panel.__file__).parent
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.svg", "jinja2")]


def in_the_code() -> set[str]:
    found = extract_from_dir(PACKAGE, METHODS, {}, keywords={"gettext": None, "ngettext": (1, 2)})
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def test_every_message_is_translated_and_every_translation_used() -> None:
    with (PACKAGE / "locale/fr/LC_MESSAGES/credit_panel.po").open("rb") as po:
        catalogue = {m.id if isinstance(m.id, str) else m.id[0]: m for m in read_po(po, locale="fr") if m.id}
    messages = in_the_code()
    assert len(messages) > 40
    assert messages - set(catalogue) == set()
    assert set(catalogue) - messages == set()
    assert [key for key, m in catalogue.items() if not all([m.string] if isinstance(m.string, str) else m.string)] == []


def test_translations_keep_the_names_to_fill() -> None:
    with (PACKAGE / "locale/fr/LC_MESSAGES/credit_panel.po").open("rb") as po:
        errors = [(m.id, list(m.check())) for m in read_po(po, locale="fr") if m.id and list(m.check())]
    assert errors == []


@pytest.mark.parametrize(
    ("french", "english"),
    [
        (FR.number(420000), EN.number(420000)),
        (FR.number(1234.5, 2), EN.number(1234.5, 2)),
    ],
)
def test_numbers_are_grouped(french: str, english: str) -> None:
    assert (french, english) in {("420\u202f000", "420,000"), ("1\u202f234,50", "1,234.50")}


def test_signs() -> None:
    assert FR.signed(-41.2) == "−\u202f41"
    assert EN.signed(17) == "+\u202f17"
    assert FR.signed(-0.3) == "0"
    assert FR.number(-0.2) == "0"


def test_percentages() -> None:
    assert FR.percent(0.1637) == "16,4\u00a0%"
    assert EN.percent(0.1637) == "16.4%"
    assert FR.percent(0.09090909, 2) == "9,09\u00a0%"
    assert EN.percent(-0.021) == "−2.1%"
    assert EN.percent(-0.0004) == EN.percent(-0.0) == "0.0%"


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (-580, "1 an 7 mois", "1 year 7 months"),
        (-10700, "29 ans", "29 years"),
        (12, "12 jours", "12 days"),
        (1, "1 jour", "1 day"),
        (0, "0 jour", "0 days"),
        (365.25, "1 an", "1 year"),
        (95, "3 mois", "3 months"),
    ],
)
def test_durations_read_as_people_say_them(days: float, french: str, english: str) -> None:
    assert (FR.duration(days), EN.duration(days)) == (french, english)


def test_values_carry_the_unit_of_the_catalogue() -> None:
    assert FR.value("DAYS_BIRTH", -10700) == "29 ans"
    assert FR.value("AMT_CREDIT", 420000.0) == "420\u202f000"
    assert EN.value("EXT_SOURCE_2", 0.2434) == "0.24"
    assert FR.value("EXT_SOURCE_2", None) == FR.value("EXT_SOURCE_2", float("nan")) == "non renseigné"
    assert FR.value("NAME_EDUCATION_TYPE", "Higher education") != "Higher education"
    assert FR.value("CNT_CHILDREN", 2) == "2"


def test_dates() -> None:
    assert FR.date("2026-11-20T10:00:00+00:00") == "20 nov. 2026"
    assert EN.date("2026-11-20") == "20 Nov 2026"
