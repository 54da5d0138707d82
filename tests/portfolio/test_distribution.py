"""Counts add up to the clients, bins can be read, quantiles are those of numpy."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import PortfolioError
from credit_panel.portfolio.distribution import (
    automatic_edges,
    histogram,
    level_counts,
    quantiles,
    share_at_most,
)

FLOATS = st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9), st.just(math.nan)), max_size=60)
WHOLE = st.lists(st.one_of(st.none(), st.integers(-(10**6), 10**6)), max_size=60)


def column(values: list[float | None], dtype: pl.DataType | None = None) -> pl.Series:
    return pl.Series("x", values, dtype=dtype or pl.Float64(), strict=False)


@given(values=FLOATS, edges=st.lists(st.integers(-20, 20), min_size=2, unique=True).map(sorted))
def test_every_client_is_counted_once(values: list[float | None], edges: list[int]) -> None:
    counted = histogram(column(values), np.array(edges, float))
    known = [v for v in values if v is not None and math.isfinite(v)]
    assert counted.total == len(values)
    assert counted.missing == len(values) - len(known)
    assert counted.counts.tolist() == np.histogram(known, edges)[0].tolist()
    assert counted.below == sum(v < edges[0] for v in known)
    assert counted.above == sum(v > edges[-1] for v in known)


@given(values=FLOATS)
def test_automatic_bins_hold_nearly_all(values: list[float | None]) -> None:
    edges = automatic_edges(column(values))
    assert (np.diff(edges) > 0).all()
    assert len(edges) <= 35
    counted = histogram(column(values), edges)
    known = counted.total - counted.missing
    assert counted.below + counted.above <= math.ceil(0.011 * known) + 1


@given(values=WHOLE)
def test_whole_numbers_have_bins_of_whole_width(values: list[int | None]) -> None:
    edges = automatic_edges(column(values, pl.Int32()))
    assert (np.diff(edges) > 0).all()
    assert all(float(width).is_integer() for width in np.diff(edges))


def test_each_of_a_few_whole_numbers_has_its_bin() -> None:
    children = column([0, 0, 1, 2, 2, 2, None], pl.Int8())
    counted = histogram(children, automatic_edges(children))
    assert counted.edges.tolist() == [-0.5, 0.5, 1.5, 2.5]
    assert counted.counts.tolist() == [2, 1, 3]
    assert counted.missing == 1


def test_edges_are_round() -> None:
    edges = automatic_edges(pl.Series("x", np.linspace(0, 0.73, 10_001)), bins=10)
    assert edges.tolist() == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    amounts = automatic_edges(pl.Series("x", np.linspace(45_000, 4_050_000, 10_001)), bins=20)
    assert set(np.diff(amounts)) == {200_000.0}


def test_one_huge_income_does_not_flatten_the_others() -> None:
    incomes = pl.Series("x", [*np.linspace(50_000, 400_000, 999), 117_000_000.0])
    counted = histogram(incomes, automatic_edges(incomes))
    assert counted.above >= 1
    assert (counted.counts > 0).sum() > 15


@pytest.mark.parametrize("values", [[], [None, None], [math.nan], [math.inf]])
def test_a_column_without_values(values: list[float | None]) -> None:
    nothing = column(values)
    assert histogram(nothing, automatic_edges(nothing)).missing == len(values)
    assert np.isnan(quantiles(nothing, (0.1, 0.5))).all()
    assert math.isnan(share_at_most(nothing, 1))


@pytest.mark.parametrize("value", [0.0, -3.5, 1e9])
def test_a_column_of_one_value(value: float) -> None:
    counted = histogram(column([value] * 5), automatic_edges(column([value] * 5)))
    assert counted.counts.tolist() == [5]


@given(values=FLOATS, shares=st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_quantiles_are_between_clients(values: list[float | None], shares: list[float]) -> None:
    known = [v for v in values if v is not None and math.isfinite(v)]
    if known:
        assert quantiles(column(values), shares).tolist() == np.quantile(known, shares).tolist()


def test_share_at_most() -> None:
    assert share_at_most(column([1, 2, 2, 4, None]), 2) == 0.75


def test_levels_by_frequency() -> None:
    counted = level_counts(pl.Series("x", ["b", "a", "a", None, "c", "c"]))
    assert counted["level"].to_list() == ["a", "c", "b", None]
    assert counted["count"].to_list() == [2, 2, 1, 1]


def test_categories_are_no_numbers() -> None:
    with pytest.raises(PortfolioError, match="count its levels"):
        quantiles(pl.Series("NAME", ["a"]), (0.5,))


@pytest.mark.parametrize("edges", [[], [1.0], [1.0, 1.0], [2.0, 1.0]])
def test_edges_must_rise(edges: list[float]) -> None:
    with pytest.raises(ValueError, match="rising"):
        histogram(column([1]), np.array(edges))


@pytest.mark.parametrize("values", [[1e9, 1e9 + 1e-3], [5e-324, 0.0], [-1e-310, 31.0, -1e-310, -1e-310]])
def test_numbers_at_the_limits_of_precision(values: list[float]) -> None:
    counted = histogram(column(values), automatic_edges(column(values)))
    assert counted.counts.sum() == len(values)
