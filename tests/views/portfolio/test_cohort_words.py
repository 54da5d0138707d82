"""Cohorts in words."""

from __future__ import annotations

import pytest

from credit_panel.locale import translator
from credit_panel.portfolio import Between, Cohort, OneOf
from credit_panel.views.portfolio.cohort_words import cohort_words

CASH = {"AMT_CREDIT": Between(500_000), "NAME_CONTRACT_TYPE": OneOf(frozenset({"Cash loans"}))}


@pytest.mark.parametrize(
    ("cohort", "words"),
    [
        (Cohort(), "Everyone"),
        (Cohort(inverted=True), "Nobody"),
        (Cohort(CASH), "Credit amount requested: from 500,000; type of contract: cash loan"),
        (Cohort(CASH, True), "All but: credit amount requested: from 500,000; type of contract: cash loan"),
        (Cohort({"DAYS_BIRTH": Between(-14610, -10957)}, name="Thirties"), "Thirties (age: 30 years to 40 years)"),
        (Cohort({"DAYS_BIRTH": Between(None, -14610)}), "Age: from 40 years"),
        (Cohort({"DAYS_BIRTH": Between(-14610, None)}), "Age: up to 40 years"),
        (Cohort({"probability": Between(0.05, 0.05)}), "Probability of default: 5%"),
        (Cohort({"points": Between(None, None)}), "Points: given"),
        (Cohort({"grade": OneOf(frozenset("AB"))}), "Grade: A or B"),
        (Cohort({"TARGET": OneOf(frozenset({1, None}))}), "Payment difficulties observed: payment difficulties or not "
                                                          "known yet"),
        (Cohort({"OCCUPATION_TYPE": OneOf(frozenset({None}))}), "Occupation: not given"),
        (Cohort({"grade": OneOf(frozenset())}), "Grade: none of them"),
        (Cohort({"grade": OneOf(frozenset("ABCDEFGH"))}), "Grade: A, B, C, D, E, F or 2 others"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_cohort_is_said_in_words(cohort: Cohort, words: str) -> None:
    assert cohort_words(cohort, translator("en")) == words


def test_a_cohort_is_said_in_french() -> None:
    words = cohort_words(Cohort(CASH, name="Gros"), translator("fr"))
    assert words.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ") == (
        "Gros (montant du crédit demandé : à partir de 500 000 ; type de contrat : prêt personnel)"
    )
