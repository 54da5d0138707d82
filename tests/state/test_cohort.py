"""One visitor's cohort: taken, refused, inverted, named, and told once."""

from __future__ import annotations

import numpy as np
import pytest

from credit_panel.errors import CohortError
from credit_panel.portfolio import Between, Cohort, OneOf, ServedModel
from credit_panel.state import CohortState

CASH = OneOf(frozenset({"Cash loans"}))


@pytest.fixture
def state(served: ServedModel) -> CohortState:
    return CohortState(served)


def test_everyone_is_chosen_at_first(state: CohortState, served: ServedModel) -> None:
    assert state.cohort.is_everyone
    assert np.array_equal(state.members, served.portfolio.ids)


def test_conditions_add_up_and_are_lifted_one_by_one(state: CohortState) -> None:
    assert state.where("AMT_CREDIT", Between(500_000))
    assert state.where("NAME_CONTRACT_TYPE", CASH)
    both = state.members
    state.where("AMT_CREDIT", None)
    assert state.cohort.conditions == {"NAME_CONTRACT_TYPE": CASH}
    assert len(both) < len(state.members)
    assert np.isin(both, state.members).all()


def test_several_conditions_are_told_once(state: CohortState) -> None:
    told = []
    state.param.watch(told.append, "cohort")
    state.where_all({"AMT_CREDIT": Between(500_000), "NAME_CONTRACT_TYPE": CASH})
    state.where_all({"AMT_CREDIT": Between(500_000), "NAME_CONTRACT_TYPE": CASH})
    assert len(told) == 1


def test_the_inverted_cohort_and_the_cohort_are_everyone(state: CohortState, served: ServedModel) -> None:
    state.where("AMT_CREDIT", Between(500_000))
    chosen = state.members
    state.invert()
    assert not np.isin(state.members, chosen).any()
    assert len(state.members) + len(chosen) == len(served.portfolio)
    state.invert()
    assert np.array_equal(state.members, chosen)


@pytest.mark.parametrize(("column", "condition"), [("<img onerror>", Between(1)), ("AMT_CREDIT", CASH)])
def test_what_does_not_fit_is_said_and_changes_nothing(
    state: CohortState, column: str, condition: Between | OneOf
) -> None:
    state.where("AMT_CREDIT", Between(500_000))
    before = state.cohort
    assert not state.where(column, condition)
    assert state.problem.endswith(("leave it out.", "choose it again."))
    assert state.cohort is before
    state.rename("large credits")
    assert state.problem == ""


def test_an_address_carries_the_cohort(state: CohortState, served: ServedModel) -> None:
    state.where("AMT_CREDIT", Between(500_000, None))
    state.rename("  large credits " + 100 * "x")
    other = CohortState(served)
    assert other.read(state.cohort.encode())
    assert other.cohort == state.cohort
    assert len(other.cohort.name) == 60
    assert not other.read("{")
    assert other.cohort == state.cohort
    other.clear()
    assert other.cohort == Cohort()


def test_setting_an_impossible_cohort_changes_nothing(served: ServedModel) -> None:
    state = CohortState(served)
    state.where("points", Between(0, 600))
    before = state.cohort
    for impossible in (Cohort({"nothing": Between(0, 1)}), Cohort({"grade": Between(0, 1)})):
        with pytest.raises(CohortError):
            state.cohort = impossible
        with pytest.raises(CohortError):
            CohortState(served, cohort=impossible)
    assert state.cohort is before
    state.cohort = Cohort({"points": Between(0, 500)})
    assert state.mask.sum() == len(state.members) == len(served.portfolio.ids_of({"points": Between(0, 500)}))
