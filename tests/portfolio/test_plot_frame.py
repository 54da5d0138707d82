"""What is drawn is what the portfolio holds, and a brush on an axis is a condition on the column itself."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.portfolio import Between, ServedModel
from credit_panel.portfolio.plot_frame import CATEGORIES, NUMBERS, PlotFrame, plot_frame
from credit_panel.portfolio.statistics.plot_axis import PlotAxis, axis_of

LOG = PlotAxis("AMT_CREDIT", "log", 1.0, np.linspace(4.0, 6.0, 21), 100)
YEARS = PlotAxis("DAYS_BIRTH", "linear", -1 / 365.25, np.linspace(20.0, 70.0, 26), 100)
POINTS = PlotAxis("points", "linear", 1.0, np.linspace(400.0, 700.0, 31), 100)
SHARES = st.floats(0.01, 0.99)


@pytest.fixture(scope="module")
def plots(served: ServedModel) -> PlotFrame:
    return plot_frame(served.portfolio)


def test_the_frame_is_lean_and_made_once(served: ServedModel, plots: PlotFrame) -> None:
    assert plot_frame(served.portfolio) is plots
    assert (list(plots.positions), list(plots.levels)) == ([*NUMBERS], [*CATEGORIES])
    arrays = [*plots.positions.values(), *plots.bins.values(), *plots.codes.values()]
    assert sum(array.nbytes for array in arrays) <= len(served.portfolio) * 44


@pytest.mark.parametrize("column", NUMBERS)
def test_each_number_lies_where_its_value_is(served: ServedModel, plots: PlotFrame, column: str) -> None:
    values = served.portfolio.column(column).cast(pl.Float64).to_numpy()
    axis = plots.axes[column]
    back = np.array([axis.value(float(position)) for position in plots.positions[column]])
    assert np.allclose(back, values, rtol=1e-5, atol=1e-3, equal_nan=True)
    assert plots.bin_counts(column).sum() == np.isfinite(values).sum() == axis.known


@pytest.mark.parametrize("column", CATEGORIES)
def test_the_bars_count_what_polars_counts(served: ServedModel, plots: PlotFrame, column: str) -> None:
    counted = dict(served.portfolio.level_counts(column).iter_rows())
    mask = np.arange(len(served.portfolio)) % 3 == 0
    assert dict(zip(plots.levels[column], plots.level_counts(column).tolist(), strict=True)).items() <= {
        **dict.fromkeys(plots.levels[column], 0), **counted
    }.items()  # fmt: skip
    assert plots.level_counts(column, mask).sum() + plots.level_counts(column, ~mask).sum() == len(served.portfolio)


@given(axis=st.sampled_from([LOG, YEARS, POINTS]), ends=st.tuples(SHARES, SHARES))
def test_a_brush_comes_back_from_its_condition(axis: PlotAxis, ends: tuple[float, float]) -> None:
    low, high = sorted(axis.low + share * (axis.high - axis.low) for share in ends)
    condition = axis.between(high, low)
    assert condition is not None
    step = (axis.high - axis.low) / 20
    assert np.allclose(axis.span(condition), (low, high), atol=step)
    again = axis.condition(*axis.ends(condition))
    assert again == condition


def test_an_end_at_the_end_of_the_axis_is_open() -> None:
    assert POINTS.between(399, 701) is None
    assert POINTS.between(POINTS.low, 500.4) == Between(None, 500)
    assert LOG.between(5.0, 9.0) == Between(100_000, None)
    assert YEARS.between(30, 40) == Between(-14610, -10958)
    assert YEARS.between(30, 99) == Between(None, -10958)


@pytest.mark.parametrize("values", [[], [None, None], [5.0, 5.0, None]], ids=["none", "all missing", "one value"])
def test_a_column_with_nothing_to_see_has_an_axis_all_the_same(values: list[float | None]) -> None:
    axis = axis_of(pl.Series("AMT_CREDIT", values, dtype=pl.Float64))
    assert not axis.is_drawable
    assert (axis.bins(axis.positions(pl.Series(values, dtype=pl.Float64))) <= 1).all()
