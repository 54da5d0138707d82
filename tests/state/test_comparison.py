"""The comparison of one visitor: its groups, what it offers, and what stays when another client is opened."""

from __future__ import annotations

import numpy as np
import pytest

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.portfolio import Between, ServedModel
from credit_panel.portfolio.similar import neighbour_index
from credit_panel.scoring import NeighbourIndex
from credit_panel.state import ClientState, CohortState
from credit_panel.state.comparison import COHORT, EVERYONE, SIMILAR, ComparisonState


@pytest.fixture
def comparison(served: ServedModel) -> ComparisonState:
    client = ClientState(served)
    client.open(int(served.portfolio.ids[2]))
    return ComparisonState(client=client, cohort=CohortState(served))


def test_it_begins_with_everyone_and_the_strongest_feature(comparison: ComparisonState, served: ServedModel) -> None:
    assert comparison.group == EVERYONE
    assert comparison.size == len(served.portfolio)
    assert comparison.shown == comparison.client.explanation.contributions[0].feature
    assert comparison.against in comparison.numbers
    assert comparison.against != comparison.shown


def test_nothing_protected_is_offered(comparison: ComparisonState) -> None:
    assert set(comparison.strongest) <= set(comparison.offered)
    assert {"AMT_INCOME_TOTAL", "annuity_income_ratio", "FLAG_OWN_CAR"} <= set(comparison.offered)
    assert all(FIELDS[name].excluded is None for name in comparison.offered)


def test_the_similar_are_those_of_the_index_without_the_client(
    comparison: ComparisonState, served: ServedModel
) -> None:
    comparison.group = SIMILAR
    index, features = neighbour_index(served.portfolio)
    assert isinstance(index, NeighbourIndex)
    assert neighbour_index(served.portfolio)[0] is index
    points = {c.feature: c.points for c in comparison.client.explanation.contributions}
    mine = np.array([points[name] for name in features])
    assert comparison.size == 50
    assert comparison.client.client_id not in comparison.similar
    contributions = served.portfolio.contributions.collect()
    distance = ((contributions.select(features).to_numpy() - mine) ** 2).sum(axis=1)
    nearest = contributions["SK_ID_CURR"].to_numpy()[np.argsort(distance)][1:51]
    assert len(set(nearest) & set(comparison.similar)) >= 49


def test_a_cohort_becomes_the_group_and_lets_it_go(comparison: ComparisonState) -> None:
    comparison.cohort.where("AMT_CREDIT", Between(500_000))
    assert comparison.group == COHORT
    assert comparison.size == len(comparison.cohort.members) < len(comparison.portfolio)
    comparison.cohort.clear()
    assert comparison.group == EVERYONE


def test_a_cohort_of_the_address_is_shown_from_the_start(served: ServedModel) -> None:
    client, cohort = ClientState(served), CohortState(served)
    client.open(int(served.portfolio.ids[2]))
    cohort.where("AMT_CREDIT", Between(500_000))
    assert ComparisonState(client=client, cohort=cohort).group == COHORT


@pytest.mark.parametrize("key", ["means", "age", "work"])
def test_a_cohort_made_from_the_client_holds_the_client(
    comparison: ComparisonState, served: ServedModel, key: str
) -> None:
    for client_id in served.portfolio.ids[:6]:
        comparison.client.open(int(client_id))
        comparison.take(key)
        assert comparison.cohort.problem == ""
        assert client_id in comparison.cohort.members
        assert 1 < comparison.size < len(served.portfolio)


def test_ten_years_of_age_are_ten_whole_years(comparison: ComparisonState, served: ServedModel) -> None:
    comparison.take("age")
    ages = -served.portfolio.column("DAYS_BIRTH", comparison.cohort.members).to_numpy() / 365.25
    assert len({int(age // 10) for age in ages}) == 1


def test_the_group_and_the_feature_stay_with_another_client(comparison: ComparisonState, served: ServedModel) -> None:
    comparison.group, comparison.feature = SIMILAR, "AMT_CREDIT"
    before = comparison.similar
    comparison.client.open(int(served.portfolio.ids[9]))
    assert comparison.group == SIMILAR
    assert comparison.shown == "AMT_CREDIT"
    assert list(comparison.similar) != list(before)


def test_a_category_is_drawn_against_nothing(comparison: ComparisonState) -> None:
    comparison.feature = "NAME_INCOME_TYPE"
    assert comparison.pair() is None
