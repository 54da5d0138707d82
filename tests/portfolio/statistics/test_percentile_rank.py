"""A client's standing, a spread by outcome and a pair of numbers: every client is counted once, and nobody is named."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.home_credit import TARGET
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.statistics.debt_capacity import RATIOS, debt_capacity
from credit_panel.portfolio.statistics.group_distribution import (
    GroupDistribution,
    LevelDistribution,
    Outcomes,
    distribution_of_groups,
)
from credit_panel.portfolio.statistics.joint_sample import MOST_DRAWN, JointSample, joint_sample_of, rank_correlation
from credit_panel.portfolio.statistics.measure import Measure, edges_of, measure_of
from credit_panel.portfolio.statistics.percentile_rank import percentile_ranks
from credit_panel.scoring.neighbours import FEWEST

SOME = ["AMT_INCOME_TOTAL", "DAYS_BIRTH", "ext_source_mean", "prev_refusal_share", "NAME_INCOME_TYPE", "OWN_CAR_AGE"]


@pytest.fixture(scope="module")
def own(served: ServedModel) -> dict[str, object]:
    return served.portfolio.client(int(served.portfolio.ids[4])).row(0, named=True)


def test_a_standing_counts_every_client_once(served: ServedModel, own: dict[str, object]) -> None:
    for percentile_rank in percentile_ranks(served.portfolio, None, own, SOME):
        column = served.portfolio.column(percentile_rank.feature)
        assert percentile_rank.clients == len(served.portfolio)
        assert percentile_rank.missing == column.null_count()
        if percentile_rank.ranked:
            assert percentile_rank.below + percentile_rank.same + percentile_rank.above == percentile_rank.known
            assert 0 <= percentile_rank.rank <= 1
        if own[percentile_rank.feature] is not None:
            assert percentile_rank.same == (column == own[percentile_rank.feature]).sum()


def test_longer_ago_is_more_than_a_short_time_ago(served: ServedModel, own: dict[str, object]) -> None:
    assert measure_of(served.portfolio, "DAYS_BIRTH").unit == "years"
    age = percentile_ranks(served.portfolio, None, own, ["DAYS_BIRTH"])[0]
    assert age.below == (served.portfolio.column("DAYS_BIRTH") > own["DAYS_BIRTH"]).sum()
    assert measure_of(served.portfolio, "DAYS_BIRTH").shown(-14610) == pytest.approx(40)


def test_a_missing_value_and_a_category_are_not_ranked(served: ServedModel, own: dict[str, object]) -> None:
    without = {**own, "AMT_INCOME_TOTAL": None}
    income, work = percentile_ranks(served.portfolio, None, without, ["AMT_INCOME_TOTAL", "NAME_INCOME_TYPE"])
    assert not income.ranked
    assert income.rank is None
    assert not work.ranked
    assert work.typical == served.portfolio.level_counts("NAME_INCOME_TYPE")["level"][0]


@pytest.mark.parametrize("among", [None, pl.col("AMT_CREDIT") > 500_000])
def test_a_spread_holds_every_client_with_a_value_and_an_outcome(
    served: ServedModel, own: dict[str, object], among: pl.Expr | None
) -> None:
    for feature in SOME:
        spread = distribution_of_groups(served.portfolio, among, own, feature)
        chosen = served.portfolio.select(among, (feature, TARGET)).drop_nulls()
        assert int(spread.outcomes.repaid.sum()) == (chosen[TARGET] == 0).sum()
        assert int(spread.outcomes.defaulted.sum()) == (chosen[TARGET] == 1).sum()
        if isinstance(spread, GroupDistribution) and spread.place is not None and 0 < spread.place < len(spread.edges):
            assert spread.edges[spread.place - 1] <= spread.value <= spread.edges[spread.place]
        if isinstance(spread, LevelDistribution):
            assert set(spread.levels) == set(chosen[feature].unique()) | set(spread.levels)


def test_two_groups_are_counted_in_edges_of_the_whole_portfolio(served: ServedModel, own: dict[str, object]) -> None:
    few = served.portfolio.ids[:50]
    first = distribution_of_groups(served.portfolio, few, own, "AMT_CREDIT")
    second = distribution_of_groups(served.portfolio, served.portfolio.ids[50:100], own, "AMT_CREDIT")
    assert first.edges is second.edges
    with pytest.raises(ValueError, match="read-only"):
        first.edges[0] = 1


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=12))
def test_no_rate_of_a_few_clients_is_given(counts: list[tuple[int, int]]) -> None:
    outcomes = Outcomes(np.array([c[0] for c in counts]), np.array([c[1] for c in counts]))
    for (repaid, defaulted), rate in zip(counts, outcomes.rates, strict=True):
        if repaid + defaulted < FEWEST:
            assert math.isnan(rate)
        else:
            assert rate == defaulted / (repaid + defaulted)


def test_a_pair_is_the_same_sample_each_time_and_says_nobody(served: ServedModel, own: dict[str, object]) -> None:
    pair = joint_sample_of(served.portfolio, None, own, "AMT_CREDIT", "DAYS_BIRTH")
    again = joint_sample_of(served.portfolio, None, own, "AMT_CREDIT", "DAYS_BIRTH")
    assert np.array_equal(pair.x, again.x)
    assert len(pair.x) == MOST_DRAWN
    assert "SK_ID_CURR" not in {field.name for field in dataclasses.fields(JointSample)}
    known = served.portfolio.select(None, ("AMT_CREDIT", "DAYS_BIRTH", TARGET)).drop_nulls()
    assert pair.known == len(known)
    assert int(pair.outcomes.defaulted.sum()) == known[TARGET].sum()
    assert pair.outcomes.known.min() > 0


def test_a_pair_without_the_client_s_value_places_nobody(served: ServedModel, own: dict[str, object]) -> None:
    assert joint_sample_of(served.portfolio, None, {**own, "AMT_CREDIT": None}, "AMT_CREDIT", "DAYS_BIRTH").cell is None


@given(st.lists(st.integers(-5, 5), min_size=3, max_size=30).filter(lambda v: len(set(v)) > 1))
def test_rank_correlation_is_one_with_itself_and_minus_one_turned_round(values: list[int]) -> None:
    numbers = np.array(values, dtype=float)
    assert rank_correlation(numbers, numbers**3) == pytest.approx(1)
    assert rank_correlation(numbers, -numbers) == pytest.approx(-1)
    assert math.isnan(rank_correlation(numbers, np.ones(len(numbers))))


def test_every_number_of_the_portfolio_can_be_spread_and_paired(served: ServedModel, own: dict[str, object]) -> None:
    for feature in served.scorer.features:
        spread = distribution_of_groups(served.portfolio, None, own, feature)
        if isinstance(spread, GroupDistribution):
            edges = edges_of(served.portfolio, feature, 24)
            assert (np.diff(edges) > 0).all()
            assert isinstance(spread.measure, Measure)


def test_debt_capacity_is_the_mean_of_each_group(served: ServedModel, own: dict[str, object]) -> None:
    similar = served.portfolio.ids[:50]
    for capacity in debt_capacity(served.portfolio, own, similar):
        column = served.portfolio.column(capacity.ratio)
        accepted = served.portfolio.column(capacity.ratio, pl.col("outcome") == "accept")
        assert capacity.own == own[capacity.ratio]
        assert capacity.everyone == pytest.approx(column.mean())
        assert capacity.accepted == pytest.approx(accepted.mean())
        assert capacity.similar == pytest.approx(served.portfolio.column(capacity.ratio, similar).mean())
    few = debt_capacity(served.portfolio, dict.fromkeys(RATIOS), served.portfolio.ids[:3])
    assert all(capacity.own is None and capacity.similar is None for capacity in few)
