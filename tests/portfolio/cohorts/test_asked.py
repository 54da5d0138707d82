"""Words of a desk become conditions of a cohort; what means nothing is named, and nothing is ever raised."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.home_credit.catalogue import CATEGORIES
from credit_panel.portfolio import Between, Cohort, OneOf, ServedModel
from credit_panel.portfolio.cohorts.ages import born
from credit_panel.portfolio.cohorts.asked import MOST_PIECES, MOST_READINGS, read_asked

COLUMNS = (
    *("OCCUPATION_TYPE", "NAME_INCOME_TYPE", "ORGANIZATION_TYPE", "NAME_CONTRACT_TYPE", "NAME_EDUCATION_TYPE"),
    *("AMT_CREDIT", "AMT_ANNUITY", "AMT_INCOME_TOTAL", "AMT_GOODS_PRICE", "DAYS_BIRTH", "points", "grade", "outcome"),
)
DRIVERS = {"OCCUPATION_TYPE": OneOf(frozenset({"Drivers"}))}
TWELVE = Between(11_500, 12_500)


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        (
            "chauffeur 12 000",
            [DRIVERS | {column: TWELVE} for column in ("AMT_CREDIT", "AMT_ANNUITY", "AMT_INCOME_TOTAL")],
        ),
        ("Conducteurs, mensualité 12 000 €", [DRIVERS | {"AMT_ANNUITY": TWELVE}]),
        ("12k de revenu", [{"AMT_INCOME_TOTAL": TWELVE}]),
        ("income 120,000 a year", [{"AMT_INCOME_TOTAL": Between(9_583.33, 10_416.67)}]),
        ("crédit de plus de 500 000", [{"AMT_CREDIT": Between(500_000, None)}]),
        ("loan 450,000 to 500,000", [{"AMT_CREDIT": Between(450_000, 500_000)}]),
        ("retraitée 62 ans", [{"NAME_INCOME_TYPE": OneOf(frozenset({"Pensioner"})), "DAYS_BIRTH": born(62, 62)}]),
        ("école 40-50 ans", [{"ORGANIZATION_TYPE": OneOf(frozenset({"School"})), "DAYS_BIRTH": born(40, 50)}]),
        ("refus classe F", [{"outcome": OneOf(frozenset({"refuse"})), "grade": OneOf(frozenset({"F"}))}]),
        ("crédit renouvelable", [{"NAME_CONTRACT_TYPE": OneOf(frozenset({"Revolving loans"}))}]),
        ("600 points", [{"points": Between(590, 610)}]),
        *(
            (name, [{"outcome": OneOf(frozenset({outcome}))}])
            for outcome, names in {
                "accept": ("Accord proposé", "Acceptance proposed"),
                "review": ("À étudier", "To review"),
                "refuse": ("Refus proposé", "Refusal proposed"),
            }.items()
            for name in names
        ),
        ("de la et", []),
        ("", []),
    ],
)
def test_words_mean(text: str, meanings: list[dict[str, Between | OneOf]]) -> None:
    asked = read_asked(text, COLUMNS)
    assert [dict(cohort.conditions) for cohort in asked.cohorts] == meanings
    assert asked.unread == ()


def test_what_is_not_understood_is_named() -> None:
    assert read_asked("chauffeur bleu <img>", COLUMNS).unread == ("bleu", "img")


def test_of_a_long_text_what_is_not_read_is_named_too() -> None:
    asked = read_asked("chauffeur " + "de " * MOST_PIECES + "bleu", COLUMNS)
    assert len(asked.cohorts) == 1
    assert asked.unread[-1] == "bleu"


@pytest.mark.parametrize("text", ["x " * 100, "\u33d8" * 200, "ab " * 67, "other type " * 20])
def test_a_long_text_takes_no_longer_than_a_short_one_many_times(text: str) -> None:
    read_asked("chauffeur", COLUMNS)  # the names are put together once
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    read_asked(text, COLUMNS)
    sys.setprofile(None)
    assert calls < 500_000


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("column", COLUMNS[:5])
def test_every_label_finds_its_level(column: str, language: str) -> None:
    for level, words in CATEGORIES[column].items():
        found = [cohort.conditions.get(column) for cohort in read_asked(words[language], COLUMNS).cohorts]
        if not any(character.isdigit() for character in words[language]):
            assert any(isinstance(each, OneOf) and level in each.values for each in found), words[language]


@given(st.text(max_size=80) | st.from_regex(r"[a-zé0-9 ,.k€<>-]{0,40}", fullmatch=True))
def test_any_text_is_read_and_fits_an_address(served: ServedModel, text: str) -> None:
    asked = read_asked(text, served.portfolio.schema)
    assert len(asked.cohorts) <= MOST_READINGS
    for cohort in asked.cohorts:
        assert Cohort.decode(cohort.encode(), served.portfolio.schema) == cohort
