"""The linked pictures are drawn from the brush, named in words, and counted in tables."""

from __future__ import annotations

from typing import Any

import holoviews as hv
import numpy as np
import pytest
from bokeh.document import Document

from credit_panel.charts.axis import count_marks, short_number
from credit_panel.charts.axis_words import ticks
from credit_panel.charts.cohort.heatmap import heatmap_figure
from credit_panel.charts.linked.bars import bars
from credit_panel.charts.linked.bokeh_theme import look
from credit_panel.charts.linked.histogram import histogram
from credit_panel.charts.linked.picture import Picture
from credit_panel.charts.linked.scatter import scatter
from credit_panel.charts.linked.words import bars_table, histogram_table, scatter_table
from credit_panel.charts.overlay import overlay
from credit_panel.charts.palette import contrast
from credit_panel.locale import translator
from credit_panel.portfolio import Between, OneOf, ServedModel
from credit_panel.portfolio.cohorts.figures import served_arrays
from credit_panel.portfolio.statistics.density import density
from credit_panel.portfolio.statistics.rate_grid import rate_grid
from credit_panel.state import CohortState
from credit_panel.state.brush import BrushState

EN, LIGHT = translator("en"), look("light")


@pytest.fixture
def brush(served: ServedModel) -> BrushState:
    return BrushState(cohort=CohortState(served))


def plots_of(*pictures: Picture) -> list[Any]:
    return [hv.renderer("bokeh").get_plot(picture.object) for picture in pictures]


def columns_of(plot: Any) -> list[dict[str, Any]]:
    """Return what each layer of a plot is drawn from, the lowest first."""
    return [dict(subplot.handles["source"].data) for subplot in plot.subplots.values()]


def test_a_brush_redraws_every_picture(brush: BrushState) -> None:
    pictures = [histogram(brush, role, LIGHT, EN) for role in ("first", "second")]
    pictures += [bars(brush, LIGHT, EN), scatter(brush, LIGHT, EN)]
    plots = plots_of(*pictures)
    before = [plot.state.html_attributes["aria-label"] for plot in plots]
    assert all(plot.state.html_attributes["role"] == "img" for plot in plots)
    assert [plot.state.toolbar.active_drag is not None for plot in plots] == [True, True, False, True]
    brush.brush("first", 400, 520)
    for picture in pictures:
        picture.redraw()
    assert all(plot.state.html_attributes["aria-label"] != said for plot, said in zip(plots, before, strict=True))
    members = len(brush.cohort.members)
    assert [columns_of(plot)[2]["top"].sum() for plot in plots[:2]] == [members, members]
    assert columns_of(plots[2])[2]["right"].sum() == members
    assert columns_of(plots[2])[3]["text"][0] == EN.number(int(columns_of(plots[2])[2]["right"][0]))
    counts = density(brush.plots, brush.x, brush.y, brush.mask)
    np.testing.assert_array_equal(columns_of(plots[3])[1]["image"][0], counts[::-1])


def test_a_brush_sends_what_it_changes_and_no_more(brush: BrushState) -> None:
    picture = histogram(brush, "first", LIGHT, EN)
    (plot,) = plots_of(picture)
    document = Document()
    document.add_root(plot.state)
    sent: list[tuple[Any, list[str] | str]] = []
    document.on_change(lambda event: sent.append((event.model, event.cols if event.attr == "data" else event.attr)))
    brush.brush("second", 20, 40)
    picture.redraw()
    cohort = list(plot.subplots.values())[2].handles["source"]
    assert sent == [(cohort, ["top"]), (plot.state, "html_attributes")]
    picture.redraw()
    assert len(sent) == 2


def test_an_overlay_of_ones_own_follows_the_brush(brush: BrushState) -> None:
    picture = histogram(brush, "first", LIGHT, EN)
    own = picture.object * hv.VLine(550) + hv.Curve([1, 2])
    layout = hv.renderer("bokeh").get_plot(own)
    (composed,) = [plot for plot in layout.traverse(lambda plot: plot) if len(getattr(plot, "subplots", {}) or {}) == 5]
    before = columns_of(composed)[2]["top"].sum()
    brush.brush("first", 400, 520)
    picture.redraw()
    assert columns_of(composed)[2]["top"].sum() == len(brush.cohort.members) != before
    assert composed.state.html_attributes["role"] == "img"
    assert composed.state.x_range.start == brush.axis("first").low
    assert composed.state.toolbar.active_drag is not None


def test_tools_that_a_user_asks_for_stay(brush: BrushState) -> None:
    picture = histogram(brush, "first", LIGHT, EN)
    (plot,) = [hv.renderer("bokeh").get_plot(picture.object.opts({"Histogram": {"tools": ["hover"]}}, backend="bokeh"))]
    names = {type(tool).__name__ for tool in plot.state.toolbar.tools}
    assert names == {"HoverTool", "BoxSelectTool"}
    assert type(plot.state.toolbar.active_drag).__name__ == "BoxSelectTool"


def test_a_plot_made_after_a_brush_shows_it(brush: BrushState) -> None:
    pictures = [histogram(brush, "first", LIGHT, EN), bars(brush, LIGHT, EN), scatter(brush, LIGHT, EN)]
    early = plots_of(*pictures)
    brush.brush("first", 400, 520)
    brush.mark(str(brush.cohort.served.portfolio.ids[3]))
    for picture in pictures:
        picture.redraw()
    for first, second in zip(early, plots_of(*pictures), strict=True):
        for one, other in zip(columns_of(first), columns_of(second), strict=True):
            np.testing.assert_equal(one, other)
        assert first.state.html_attributes == second.state.html_attributes


@pytest.mark.parametrize(
    "conditions",
    [{"points": Between(9e9)}, {"SK_ID_CURR": Between(None, 100_010)}, {"grade": OneOf(frozenset())}],
    ids=["nobody", "few", "no level"],
)
def test_few_or_no_clients_are_drawn_and_said(brush: BrushState, conditions: dict[str, Between | OneOf]) -> None:
    assert brush.cohort.where_all(conditions)
    for picture in (histogram(brush, "first", LIGHT, EN), bars(brush, LIGHT, EN), scatter(brush, LIGHT, EN)):
        (plot,) = plots_of(picture)
        assert plot.state.html_attributes["aria-label"]
    grid = rate_grid(brush.plots, "AMT_CREDIT", "points", served_arrays(brush.cohort.served).target, brush.mask)
    assert "No cell holds 30" in heatmap_figure(grid, 0.08, None, EN).summary


def test_the_tables_hold_the_counts_of_both(brush: BrushState, served: ServedModel) -> None:
    brush.brush("first", 500, 560)
    table = histogram_table(brush, "first", EN)
    assert sum(int(row[1].replace(",", "")) for row in table.rows) == len(served.portfolio)
    assert sum(int(row[2].replace(",", "")) for row in table.rows) == len(brush.cohort.members)
    assert sum(int(row[2].replace(",", "")) for row in bars_table(brush, EN).rows) == len(brush.cohort.members)


def test_the_rate_map_tells_rates_with_what_stands_behind_them(brush: BrushState) -> None:
    grid = rate_grid(brush.plots, "AMT_CREDIT", "ext_source_mean", served_arrays(brush.cohort.served).target, None)
    figure = heatmap_figure(grid, 0.08, (5.5, 0.5), EN)
    above, below, numbers, mark = (layer.known() for layer in figure.plots[0].layers)
    assert len(above["left"]) + len(below["left"]) == len(numbers["text"]) == (grid.counts >= 30).sum()
    assert 0 < min(above["alpha"]) < max(above["alpha"]) < 0.63
    assert (list(mark["x"]), list(mark["y"])) == ([5.5], [0.5])
    cells = {row[3] for row in figure.table.rows if row[3]}
    assert {*above["words3"], *below["words3"]} == cells
    drawn = hv.renderer("bokeh").get_plot(overlay(figure.plots[0]))
    assert next(iter(drawn.subplots.values())).handles["glyph"].fill_alpha.field == "alpha"
    assert any(row[2] == "under 30" and row[3] == "" for row in figure.table.rows)
    shown = [int(row[2].replace(",", "")) for row in figure.table.rows if row[3]]
    assert sum(shown) == grid.counts[grid.counts >= 30].sum()


def test_numbers_beside_axes_are_short(brush: BrushState) -> None:
    assert [short_number(value, EN) for value in (0, 0.25, 950, 45_000, 1_200_000)] == [
        "0", "0.25", "950", "45\N{NARROW NO-BREAK SPACE}k", "1.2\N{NARROW NO-BREAK SPACE}M",
    ]  # fmt: skip
    for axis in brush.plots.axes.values():
        found = ticks(axis, EN)
        assert 2 <= len(found) <= 10
        assert all("e+" not in words for _, words in found)
    assert ticks(brush.plots.axes["probability"], EN)[0][1].endswith("%")
    assert count_marks(0.0, EN)[0] == (0, "0")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chosen_stand_out_from_the_others(theme: str) -> None:
    colours = look(theme)
    assert contrast(colours.chosen, colours.ground) >= 3
    assert contrast(colours.mark, colours.ground) >= 4.5
    assert contrast(colours.chosen, colours.others) >= 2.4


def test_the_table_of_the_scatter_holds_every_client_with_both_values(brush: BrushState) -> None:
    brush.x, brush.y = "AMT_CREDIT", "points"
    for conditions in ({}, {"outcome": OneOf(frozenset({"refuse"}))}):
        brush.cohort.clear()
        for column, condition in conditions.items():
            brush.cohort.where(column, condition)
        table = scatter_table(brush, EN)
        cells = [cell.replace(",", "").split(" of ") for row in table.rows for cell in row[1:]]
        known = np.isfinite(brush.plots.positions["AMT_CREDIT"]) & np.isfinite(brush.plots.positions["points"])
        assert sum(int(whole) for _, whole in cells) == known.sum()
        chosen = known if brush.mask is None else known & brush.mask
        assert sum(int(own) for own, _ in cells) == chosen.sum()
        assert len(table.rows) == len(table.columns) - 1 == 6
