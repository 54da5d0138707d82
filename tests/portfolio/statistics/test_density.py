"""The cells of the scatter hold whom they should: Datashader counts the same points, and no client is lost or moved."""

from __future__ import annotations

import datashader
import numpy as np
import pandas as pd
import pytest

from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.plot_frame import PlotFrame, plot_frame
from credit_panel.portfolio.statistics.density import CELLS, density, density_of_all
from credit_panel.portfolio.statistics.plot_axis import PlotAxis

COLUMNS = [("AMT_CREDIT", "points"), ("AMT_INCOME_TOTAL", "ext_source_mean"), ("points", "points")]


@pytest.fixture(scope="module")
def plots(served: ServedModel) -> PlotFrame:
    return plot_frame(served.portfolio)


def two_axes(x: list[float], y: list[float]) -> PlotFrame:
    """Clients at some positions of two axes from 0 to 1."""
    edges = np.linspace(0.0, 1.0, 11)
    axes = {name: PlotAxis(name, "linear", 1.0, edges, len(x)) for name in ("x", "y")}
    return PlotFrame({"x": np.array(x, np.float32), "y": np.array(y, np.float32)}, axes, {}, {}, {})


@pytest.mark.parametrize(("across", "up"), COLUMNS)
@pytest.mark.parametrize("every", [1, 3])
def test_datashader_counts_the_same(plots: PlotFrame, across: str, up: str, every: int) -> None:
    x, y = plots.axes[across], plots.axes[up]
    mask = np.arange(len(plots.positions[across])) % every == 0
    canvas = datashader.Canvas(*CELLS, x_range=(x.low, x.high), y_range=(y.low, y.high))
    points = pd.DataFrame({"x": plots.positions[across][mask], "y": plots.positions[up][mask]})
    expected = canvas.points(points, "x", "y", datashader.count()).to_numpy()[::-1]
    counts = density(plots, across, up, mask)
    assert counts.shape == expected.shape
    assert counts.sum() == expected.sum()
    # a client on the edge of two cells may be in either: no sum over neighbours differs
    assert np.abs(counts.astype(int) - expected.astype(int)).sum() <= len(points) / 1000


@pytest.mark.parametrize(("across", "up"), COLUMNS)
def test_the_chosen_and_the_others_are_all(plots: PlotFrame, across: str, up: str) -> None:
    mask = np.arange(len(plots.positions[across])) % 3 == 0
    everyone = density_of_all(plots, across, up)
    assert np.array_equal(everyone, density(plots, across, up, mask) + density(plots, across, up, ~mask))
    inside = np.ones(len(mask), dtype=bool)
    for column in (across, up):
        axis, positions = plots.axes[column], plots.positions[column]
        inside &= (positions >= axis.low) & (positions <= axis.high)
    assert everyone.sum() == inside.sum()


def test_the_top_row_comes_first_and_both_ends_of_an_axis_belong_to_it() -> None:
    nan = float("nan")
    plots = two_axes([0.0, 1.0, 0.0, 1.0, nan, 0.5, 1.1, -0.1, 0.5], [0.0, 1.0, 1.0, 0.0, 0.5, nan, 0.5, 0.5, 1.1])
    counts = density_of_all(plots, "x", "y")
    assert counts.sum() == 4
    assert (counts[0, 0], counts[0, -1], counts[-1, 0], counts[-1, -1]) == (1, 1, 1, 1)


def test_an_axis_without_width_holds_whom_it_has() -> None:
    plots = two_axes([0.5, 0.5], [0.5, 0.6])
    plots = PlotFrame(
        plots.positions, {**plots.axes, "x": PlotAxis("x", "linear", 1.0, np.array([0.5, 0.5]), 2)}, {}, {}, {}
    )
    assert density_of_all(plots, "x", "y").sum() == 2


def test_more_clients_than_a_number_of_two_bytes_holds() -> None:
    plots = two_axes([0.5] * 70_000, [0.5] * 70_000)
    assert density_of_all(plots, "x", "y").max() == 70_000
