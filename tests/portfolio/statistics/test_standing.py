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
from credit_panel.portfolio import Book
from credit_panel.portfolio.statistics.debt_capacity import RATIOS, debt_capacity
from credit_panel.portfolio.statistics.measure import Measure, edges_of, measure_of
from credit_panel.portfolio.statistics.pair import MOST_DRAWN, Pair, pair_of, rank_correlation
from credit_panel.portfolio.statistics.spread import LevelSpread, Outcomes, Spread, spread_of
from credit_panel.portfolio.statistics.standing import standings
from credit_panel.scoring.neighbours import FEWEST

SOME = ["AMT_INCOME_TOTAL", "DAYS_BIRTH", "ext_source_mean", "prev_refusal_share", "NAME_INCOME_TYPE", "OWN_CAR_AGE"]


@pytest.fixture(scope="module")
def own(book: Book) -> dict[str, object]:
    return book.portfolio.client(int(book.portfolio.ids[4])).row(0, named=True)


def test_a_standing_counts_every_client_once(book: Book, own: dict[str, object]) -> None:
    for standing in standings(book.portfolio, None, own, SOME):
        column = book.portfolio.column(standing.feature)
        assert standing.clients == len(book.portfolio)
        assert standing.missing == column.null_count()
        if standing.ranked:
            assert standing.below + standing.same + standing.above == standing.known
            assert 0 <= standing.rank <= 1
        if own[standing.feature] is not None:
            assert standing.same == (column == own[standing.feature]).sum()


def test_longer_ago_is_more_than_a_short_time_ago(book: Book, own: dict[str, object]) -> None:
    assert measure_of(book.portfolio, "DAYS_BIRTH").unit == "years"
    age = standings(book.portfolio, None, own, ["DAYS_BIRTH"])[0]
    assert age.below == (book.portfolio.column("DAYS_BIRTH") > own["DAYS_BIRTH"]).sum()
    assert measure_of(book.portfolio, "DAYS_BIRTH").shown(-14610) == pytest.approx(40)


def test_a_missing_value_and_a_category_are_not_ranked(book: Book, own: dict[str, object]) -> None:
    without = {**own, "AMT_INCOME_TOTAL": None}
    income, work = standings(book.portfolio, None, without, ["AMT_INCOME_TOTAL", "NAME_INCOME_TYPE"])
    assert not income.ranked
    assert income.rank is None
    assert not work.ranked
    assert work.typical == book.portfolio.level_counts("NAME_INCOME_TYPE")["level"][0]


@pytest.mark.parametrize("among", [None, pl.col("AMT_CREDIT") > 500_000])
def test_a_spread_holds_every_client_with_a_value_and_an_outcome(
    book: Book, own: dict[str, object], among: pl.Expr | None
) -> None:
    for feature in SOME:
        spread = spread_of(book.portfolio, among, own, feature)
        chosen = book.portfolio.select(among, (feature, TARGET)).drop_nulls()
        assert int(spread.outcomes.repaid.sum()) == (chosen[TARGET] == 0).sum()
        assert int(spread.outcomes.defaulted.sum()) == (chosen[TARGET] == 1).sum()
        if isinstance(spread, Spread) and spread.place is not None and 0 < spread.place < len(spread.edges):
            assert spread.edges[spread.place - 1] <= spread.value <= spread.edges[spread.place]
        if isinstance(spread, LevelSpread):
            assert set(spread.levels) == set(chosen[feature].unique()) | set(spread.levels)


def test_two_groups_are_counted_in_edges_of_the_whole_portfolio(book: Book, own: dict[str, object]) -> None:
    few = book.portfolio.ids[:50]
    first = spread_of(book.portfolio, few, own, "AMT_CREDIT")
    second = spread_of(book.portfolio, book.portfolio.ids[50:100], own, "AMT_CREDIT")
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


def test_a_pair_is_the_same_sample_each_time_and_says_nobody(book: Book, own: dict[str, object]) -> None:
    pair = pair_of(book.portfolio, None, own, "AMT_CREDIT", "DAYS_BIRTH")
    again = pair_of(book.portfolio, None, own, "AMT_CREDIT", "DAYS_BIRTH")
    assert np.array_equal(pair.x, again.x)
    assert len(pair.x) == MOST_DRAWN
    assert "SK_ID_CURR" not in {field.name for field in dataclasses.fields(Pair)}
    known = book.portfolio.select(None, ("AMT_CREDIT", "DAYS_BIRTH", TARGET)).drop_nulls()
    assert pair.known == len(known)
    assert int(pair.outcomes.defaulted.sum()) == known[TARGET].sum()
    assert pair.outcomes.known.min() > 0


def test_a_pair_without_the_client_s_value_places_nobody(book: Book, own: dict[str, object]) -> None:
    assert pair_of(book.portfolio, None, {**own, "AMT_CREDIT": None}, "AMT_CREDIT", "DAYS_BIRTH").cell is None


@given(st.lists(st.integers(-5, 5), min_size=3, max_size=30).filter(lambda v: len(set(v)) > 1))
def test_rank_correlation_is_one_with_itself_and_minus_one_turned_round(values: list[int]) -> None:
    numbers = np.array(values, dtype=float)
    assert rank_correlation(numbers, numbers**3) == pytest.approx(1)
    assert rank_correlation(numbers, -numbers) == pytest.approx(-1)
    assert math.isnan(rank_correlation(numbers, np.ones(len(numbers))))


def test_every_number_of_the_portfolio_can_be_spread_and_paired(book: Book, own: dict[str, object]) -> None:
    for feature in book.scorer.features:
        spread = spread_of(book.portfolio, None, own, feature)
        if isinstance(spread, Spread):
            edges = edges_of(book.portfolio, feature, 24)
            assert (np.diff(edges) > 0).all()
            assert isinstance(spread.measure, Measure)


def test_debt_capacity_is_the_mean_of_each_group(book: Book, own: dict[str, object]) -> None:
    similar = book.portfolio.ids[:50]
    for capacity in debt_capacity(book.portfolio, own, similar):
        column = book.portfolio.column(capacity.ratio)
        accepted = book.portfolio.column(capacity.ratio, pl.col("outcome") == "accept")
        assert capacity.own == own[capacity.ratio]
        assert capacity.everyone == pytest.approx(column.mean())
        assert capacity.accepted == pytest.approx(accepted.mean())
        assert capacity.similar == pytest.approx(book.portfolio.column(capacity.ratio, similar).mean())
    few = debt_capacity(book.portfolio, dict.fromkeys(RATIOS), book.portfolio.ids[:3])
    assert all(capacity.own is None and capacity.similar is None for capacity in few)
