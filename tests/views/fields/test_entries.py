"""What people type, read as the tables mean it, in both languages."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import FieldProblem, ProblemKind
from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit.applications import field_problems
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS
from credit_panel.locale import translator
from credit_panel.views.fields.entries import choices, entry_text, is_choice, read_entry
from credit_panel.views.fields.words import problem_words, sections

TODAY = date(2026, 3, 12)
TYPED = [name for name in RAW_FIELDS if not is_choice(name)]


@pytest.mark.parametrize(
    ("language", "field", "text", "value"),
    [
        ("fr", "AMT_CREDIT", "150\u202f000,50", 150_000.5),
        ("fr", "AMT_CREDIT", "150 000.5", 150_000.5),
        ("en", "AMT_CREDIT", "150,000.50", 150_000.5),
        ("en", "EXT_SOURCE_2", "0,55", 0.55),
        ("fr", "EXT_SOURCE_2", "0.55", 0.55),
        ("fr", "AMT_CREDIT", "\u2212 12", -12.0),
        ("en", "DAYS_BIRTH", "42", -15_340.0),
        ("fr", "DAYS_BIRTH", "39 ans 11 mois", -14_580.0),
        ("en", "DAYS_BIRTH", "39 years, 11 months", -14_580.0),
        ("fr", "DAYS_EMPLOYED", "2,5 ans", -913.0),
        ("en", "DAYS_EMPLOYED", "90 days", -90.0),
        ("en", "DAYS_BIRTH", "1984-03-12", -15_340.0),
        ("fr", "DAYS_BIRTH", "12/03/1984", -15_340.0),
        ("en", "DAYS_BIRTH", "-14600", -14_600.0),
        ("en", "DAYS_BIRTH", "2030-01-01", 1_391.0),
        ("fr", "DAYS_BIRTH", "12 mars 1984", -15_340.0),
        ("en", "DAYS_BIRTH", "March 12, 1984", -15_340.0),
        ("fr", "AMT_CREDIT", "450 000 €", 450_000.0),
        ("fr", "EXT_SOURCE_2", "55 %", 0.55),
        ("en", "OWN_CAR_AGE", "5 years", 5.0),
        ("fr", "AMT_CREDIT", "NA", None),
        ("fr", "DAYS_EMPLOYED", "  ", None),
        ("fr", "NAME_CONTRACT_TYPE", "Cash loans", "Cash loans"),
    ],
)
def test_a_text_means_a_value(language: str, field: str, text: str, value: object) -> None:
    assert read_entry(field, text, translator(language), TODAY) == value


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("AMT_CREDIT", "many"),
        ("AMT_CREDIT", "<img src=x onerror=alert(1)>"),
        ("AMT_CREDIT", "=cmd()"),
        ("AMT_CREDIT", "1_000"),
        ("AMT_CREDIT", "9" * 400),
        ("AMT_CREDIT", "1.2.3"),
        ("AMT_CREDIT", "450k"),
        ("AMT_CREDIT", "#DIV/0!"),
        ("DAYS_BIRTH", "12/03/84"),
        ("DAYS_BIRTH", "1984"),
        ("DAYS_BIRTH", "12 parsecs"),
        ("DAYS_BIRTH", "31/02/1984"),
        ("DAYS_BIRTH", "42 years and a bit"),
    ],
)
def test_a_text_without_meaning_is_refused(language: str, field: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        read_entry(field, text, translator(language), TODAY)


def test_what_may_be_one_of_two_is_refused_unless_the_language_says() -> None:
    assert read_entry("AMT_CREDIT", "1,234", translator("en"), TODAY) == 1_234
    assert read_entry("AMT_CREDIT", "1,234", translator("fr"), TODAY) == 1.234
    assert read_entry("DAYS_BIRTH", "03/04/1984", translator("fr"), TODAY) == (date(1984, 4, 3) - TODAY).days
    for language, name, text in (("fr", "AMT_CREDIT", "1.234"), ("en", "DAYS_BIRTH", "03/04/1984")):
        with pytest.raises(ValueError, match="may be"):
            read_entry(name, text, translator(language), TODAY)


@given(st.sampled_from(TYPED), st.floats(0, 1), st.sampled_from(["fr", "en"]))
def test_what_a_box_shows_is_read_back_as_nearly_the_same(name: str, share: float, language: str) -> None:
    low, high = FIELDS[name].minimum, FIELDS[name].maximum
    value = low + share * (high - low)
    days = FIELDS[name].unit == "days"
    value = float(round(value)) if days else round(value, 4)
    t = translator(language)
    found = read_entry(name, entry_text(name, value, t), t, TODAY)
    assert found == pytest.approx(value, abs=16 if days else 1e-9)
    assert entry_text(name, found, t) == entry_text(name, value, t)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_field_stands_once_in_its_theme_with_a_name_and_choices(language: str) -> None:
    t = translator(language)
    found = sections(RAW_FIELDS, ["AMT_CREDIT"], t)
    fields = [field for section in found for field in (*section["shown"], *section["rest"])]
    assert sorted(field["key"] for field in fields) == sorted(RAW_FIELDS)
    assert [field["key"] for section in found for field in section["shown"]] == ["AMT_CREDIT"]
    for field in fields:
        assert field["label"]
        assert bool(field["options"]) == is_choice(field["key"])
    assert [value for value, _ in choices("NAME_CONTRACT_TYPE", t)] == list(CATEGORIES["NAME_CONTRACT_TYPE"])


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", get_args(ProblemKind))
def test_every_problem_is_one_sentence(language: str, kind: str) -> None:
    for name in RAW_FIELDS:
        if kind != "bounds" or not is_choice(name):
            assert problem_words(FieldProblem(name, "", kind), translator(language)).endswith(".")


def test_bounds_are_told_as_they_are_typed() -> None:
    (problem,) = field_problems({"DAYS_BIRTH": -1.0}, partial=True)
    assert problem_words(problem, translator("en")) == "This must lie between 18 years and 100 years."
    assert problem_words(problem, translator("fr")).endswith("entre 18 ans et 100 ans.")
