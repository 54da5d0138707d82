from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from credit_panel.home_credit import APPLICATION, CATEGORIES, FIELDS, SCHEMA, TARGET, THEMES, category_label, field
from credit_panel.home_credit.catalogue.fields import read_field

WORDS = [(name, lang, text) for name, entry in FIELDS.items() for lang, text in entry.label.items()]


def test_every_field_of_an_application_has_an_entry() -> None:
    assert set(APPLICATION.columns) <= set(FIELDS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_labels_are_words_and_tell_fields_apart(language: str) -> None:
    labels = [text for _, lang, text in WORDS if lang == language]
    assert len(set(labels)) == len(labels)
    for text in labels:
        assert "_" not in text
        assert not re.search(r"[A-Z]{5,}", text)
        assert text == text.strip()
        assert text[0].isupper()
        assert len(text) <= 80


def test_french_and_english_are_both_written() -> None:
    same = [name for name, entry in FIELDS.items() if entry.label["fr"] == entry.label["en"]]
    assert same == []
    halves = [name for name, entry in FIELDS.items() if entry.help and not all(entry.help.values())]
    assert halves == []


def test_every_entry_names_a_theme_and_a_table() -> None:
    for entry in FIELDS.values():
        assert entry.theme in THEMES
        assert entry.source in SCHEMA
        assert entry.direction in (-1, 0, 1)


def test_what_the_law_and_the_design_keep_out_of_the_model() -> None:
    assert field("CODE_GENDER").excluded == "protected"
    assert field("NAME_FAMILY_STATUS").excluded == "protected"
    for name in ("REGION_RATING_CLIENT", "REGION_RATING_CLIENT_W_CITY", "REGION_POPULATION_RELATIVE"):
        assert field(name).excluded == "proxy"
    circle = [name for name in FIELDS if name.endswith("_SOCIAL_CIRCLE")]
    assert len(circle) == 4
    assert {field(name).excluded for name in circle} == {"third_party"}
    assert field("SK_ID_CURR").excluded == field(TARGET).excluded == "technical"


def test_nothing_excluded_constrains_or_is_advised() -> None:
    for entry in FIELDS.values():
        if entry.excluded:
            assert entry.direction == 0
            assert not entry.lever


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("EXT_SOURCE_3", -1),
        ("ext_source_mean", -1),
        ("DAYS_EMPLOYED", 1),
        ("employment_stability", -1),
        ("credit_goods_ratio", 1),
        ("annuity_income_ratio", 1),
        ("prev_refusal_share", 1),
        ("inst_on_time_ratio", -1),
        ("DAYS_BIRTH", 0),
    ],
)
def test_directions_follow_the_sign_of_the_column(name: str, direction: int) -> None:
    assert field(name).direction == direction


def test_settling_a_debt_never_makes_an_advice_backfire() -> None:
    debts = [entry for name, entry in FIELDS.items() if "debt" in name and entry.lever]
    assert len(debts) >= 6
    assert {entry.direction for entry in debts} == {1}


def test_age_and_time_are_never_levers() -> None:
    for name, entry in FIELDS.items():
        if entry.unit in ("days", "months") and name.startswith("DAYS_"):
            assert not entry.lever


def test_levels_are_listed_for_every_category_and_only_for_them() -> None:
    text = {name for name, dtype in APPLICATION.columns.items() if dtype == pl.String}
    assert text == set(CATEGORIES)
    assert text == {name for name, entry in FIELDS.items() if entry.unit == "category"}
    for levels in CATEGORIES.values():
        for language in ("fr", "en"):
            labels = [words[language] for words in levels.values()]
            assert all(labels)
            assert len(set(labels)) == len(labels)


def test_a_level_reads_in_both_languages_and_a_new_one_as_it_is() -> None:
    assert category_label("NAME_EDUCATION_TYPE", "Secondary / secondary special", "fr").startswith("Lycée")
    assert category_label("NAME_EDUCATION_TYPE", "Secondary / secondary special", "en").startswith("Secondary")
    assert category_label("NAME_EDUCATION_TYPE", "Bootcamp", "fr") == "Bootcamp"
    assert category_label("AMT_CREDIT", "12", "en") == "12"


def test_every_number_of_an_application_has_bounds() -> None:
    for name, dtype in APPLICATION.columns.items():
        if dtype.is_numeric():
            low, high = field(name).minimum, field(name).maximum
            assert low is not None
            assert high is not None
            assert low < high


@pytest.mark.parametrize("column", ["unit", "theme", "excluded"])
def test_a_word_that_the_types_do_not_know_is_named(column: str) -> None:
    line = {"name": "AMT_CREDIT", "unit": "amount", "theme": "request", "excluded": ""} | {column: "other"}
    with pytest.raises(ValueError, match=f"AMT_CREDIT: 'other' is no {column}"):
        read_field(line)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        field("AMT_CREDITS")


@pytest.mark.parametrize("sample", ["application_train_sample.parquet", "application_test_sample.parquet"])
def test_real_values_lie_within_bounds_and_levels(real_data: Path, sample: str) -> None:
    frame = pl.read_parquet(real_data / sample)
    for name in frame.columns:
        if name in CATEGORIES:
            assert set(frame[name].drop_nulls()) <= {*CATEGORIES[name], "XNA", "Unknown"}
        else:
            values = frame[name].drop_nulls().cast(pl.Float64)
            values = values.filter((values != 365243) & (values != -1 if name.startswith("REGION") else True))
            low, high = field(name).minimum, field(name).maximum
            assert low is None or values.min() >= low, name
            assert high is None or values.max() <= high, name
