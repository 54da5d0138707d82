"""The finder's criteria become conditions of its cohort; what cannot be one is said and changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.locale import translator
from credit_panel.portfolio import Between, OneOf, ServedModel
from credit_panel.portfolio.cohorts.ages import ages, born
from credit_panel.state import CohortState
from credit_panel.views.client.finder import ClientFinder
from credit_panel.views.portfolio.client_table import years

EN = translator("en")


@pytest.fixture
def finder(served: ServedModel) -> ClientFinder:
    return ClientFinder(cohort=CohortState(served), language="en", open=True)


@given(st.integers(18, 80), st.integers(0, 20), st.integers(-30_000, -6_000))
def test_an_age_in_years_is_a_range_of_days(low: int, more: int, day: int) -> None:
    asked = born(low, low + more)
    assert (asked.low <= day <= asked.high) == (low <= years(day) <= low + more)


def test_criteria_count_together_and_are_lifted_one_by_one(finder: ClientFinder, served: ServedModel) -> None:
    finder.choose("outcome", "refuse")
    finder.choose("grade", "F")
    finder.limit("DAYS_BIRTH", "low", "30")
    finder.limit("DAYS_BIRTH", "high", "40")
    finder.limit("AMT_CREDIT", "low", "250,000")
    found = served.portfolio.clients(finder.cohort.members.tolist())
    assert set(found["outcome"]) == {"refuse"}
    assert set(found["grade"]) == {"F"}
    assert found["AMT_CREDIT"].min() >= 250_000
    old = np.array([years(day) for day in found["DAYS_BIRTH"]])
    assert ((old >= 30) & (old <= 40)).all()
    assert 'value="250,000"' in finder.html(EN)
    finder.choose("outcome", "refuse")
    finder.choose("grade", "F")
    finder.limit("DAYS_BIRTH", "low", "")
    finder.limit("DAYS_BIRTH", "high", " ")
    assert finder.cohort.cohort.conditions == {"AMT_CREDIT": Between(250_000)}
    finder.clear()
    assert finder.cohort.cohort.is_everyone
    assert 'value="250,000"' not in finder.html(EN)


def test_two_levels_of_a_choice_are_either(finder: ClientFinder) -> None:
    finder.choose("grade", "A")
    finder.choose("grade", "B")
    finder.choose("grade", "<img onerror>")
    assert finder.cohort.cohort.conditions == {"grade": OneOf(frozenset({"A", "B"}))}


@pytest.mark.parametrize("wrong", ["abc", "-5", "1e99", "<img src=x onerror=alert(1)>"])
def test_what_is_no_amount_is_said_and_the_last_one_counts(finder: ClientFinder, wrong: str) -> None:
    finder.limit("AMT_CREDIT", "high", "500000")
    before = finder.cohort.cohort
    finder.limit("AMT_CREDIT", "high", wrong)
    assert finder.cohort.cohort == before
    html = finder.html(EN)
    assert 'aria-invalid="true"' in html
    assert "last good value still counts" in html
    assert "<img" not in html
    finder.limit("AMT_CREDIT", "high", "400000")
    assert "aria-invalid" not in finder.html(EN)


def test_a_range_that_crosses_itself_is_refused(finder: ClientFinder) -> None:
    finder.limit("AMT_CREDIT", "high", "500000")
    finder.limit("AMT_CREDIT", "low", "500001")
    assert finder.cohort.cohort.conditions == {"AMT_CREDIT": Between(None, 500_000)}
    assert "is at most" in finder.html(EN)


def test_a_closed_finder_makes_no_table(served: ServedModel) -> None:
    closed = ClientFinder(cohort=CohortState(served), language="en")
    assert closed._table is None
    assert closed._form.block == ""
    closed.open = True
    assert closed._table is not None
    assert closed._table.shown
    closed.open = False
    assert not closed._table.shown


@pytest.mark.parametrize("low", [None, 0, 18, 35])
@pytest.mark.parametrize("high", [None, 35, 61, 100])
def test_the_boxes_say_the_years_that_were_asked_for(low: int | None, high: int | None) -> None:
    assert ages(born(low, high)) == (low, high)


def test_criteria_that_come_from_elsewhere_stand_in_the_boxes(finder: ClientFinder) -> None:
    finder.limit("DAYS_BIRTH", "low", "30")
    finder.limit("AMT_CREDIT", "high", "500000")
    shared = ClientFinder(cohort=finder.cohort, language="en", open=True)
    assert shared.html(EN) == finder.html(EN)
    assert 'value="30"' in shared.html(EN)
    assert 'value="500,000"' in shared.html(EN)


def test_what_was_asked_for_in_words_is_said_and_listed(finder: ClientFinder) -> None:
    finder.open = False
    finder.find('{"where":{"OCCUPATION_TYPE":{"in":["Drivers"]}}}', "Not understood, and left out: blue.")
    assert finder.open
    assert "Listed: Occupation: drivers <span" in finder.html(EN)
    assert "left out: blue." in finder.html(EN)
    finder.clear()
    assert "Listed" not in finder.html(EN)
    assert "blue" not in finder.html(EN)
    finder.open = False
    finder.find('{"where":{"nothing":{"in":["Drivers"]}}}')
    assert not finder.open
