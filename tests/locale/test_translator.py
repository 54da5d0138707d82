"""Numbers, durations and values as French and English readers write them; no message is untranslated or unused."""

from __future__ import annotations

import math
import re
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
    assert EN.percent(-0.0004) == EN.percent(-0.0) == "0%"


def test_one_rule_of_rounding_for_each_kind_of_number() -> None:
    """An amount has its cents or none, a share one decimal or none: neither ends in zeros that say nothing."""
    assert FR.amount(33_088.5) == FR.value("AMT_ANNUITY", 33_088.5) == "33\u202f088,50"
    assert EN.amount(33_088.004) == EN.value("AMT_ANNUITY", 33_088.0) == "33,088"
    assert FR.percent(0.18) == FR.percent(0.17996) == FR.value("annuity_income_ratio", 0.18) == "18\u00a0%"
    assert [EN.percent(share / 10_000) for share in range(1_794, 1_807, 3)] == ["17.9%", "18%", "18%", "18%", "18.1%"]
    assert EN.percent(0.18, 1) == "18.0%"
    assert EN.amount(math.nan) == "–"


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


def test_no_page_rounds_money_or_shares_by_a_rule_of_its_own() -> None:
    """Only the scale of an axis (its marks line up) and the end of a brush choose decimals by the number."""
    own_rule = re.compile(r"\.percent\((?:[^()]|\([^()]*\))*, ?0 if |, ?0 if [^,]*is_integer\(\) else 2")
    found = {
        str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if own_rule.search(path.read_text("utf-8"))
    }
    assert found == {"charts/axis.py", "views/portfolio/brush_card.py"}
