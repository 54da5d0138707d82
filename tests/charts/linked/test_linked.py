"""The linked pictures are drawn from the brush, named in words, and counted in tables."""

from __future__ import annotations

import base64
import json
from typing import Any

import holoviews as hv
import numpy as np
import pytest

from credit_panel.charts.axis import count_marks, short_number
from credit_panel.charts.axis_words import ticks
from credit_panel.charts.cohort.heatmap import heatmap_figure
from credit_panel.charts.drawing import numbers
from credit_panel.charts.linked.bars import bars
from credit_panel.charts.linked.histogram import histogram
from credit_panel.charts.linked.scatter import scatter
from credit_panel.charts.linked.words import bars_table, histogram_table, scatter_table
from credit_panel.charts.overlay import overlay
from credit_panel.charts.palette import PALETTES, ramp
from credit_panel.charts.plot import Plot
from credit_panel.colours import Theme, contrast
from credit_panel.locale import translator
from credit_panel.portfolio import Between, OneOf, ServedModel
from credit_panel.portfolio.cohorts.figures import served_arrays
from credit_panel.portfolio.statistics.density import density
from credit_panel.portfolio.statistics.rate_grid import rate_grid
from credit_panel.state import CohortState
from credit_panel.state.brush import BrushState

EN = translator("en")


@pytest.fixture
def brush(served: ServedModel) -> BrushState:
    return BrushState(cohort=CohortState(served))


def all_of(brush: BrushState) -> dict[str, Plot]:
    plots = [histogram(brush, "first", EN), histogram(brush, "second", EN), bars(brush, EN), scatter(brush, EN)]
    return {plot.key: plot for plot in plots}


def columns_of(plot: Any) -> list[dict[str, Any]]:
    """Return what each layer of a plot of HoloViews is drawn from, the lowest first."""
    parts = plot.traverse(lambda part: part, [lambda part: bool(getattr(part, "handles", {}).get("glyph_renderer"))])
    return [dict(part.handles["source"].data) for part in parts]


def test_a_brush_changes_every_picture(brush: BrushState) -> None:
    before = all_of(brush)
    assert [plot.gesture for plot in before.values()] == ["width", "width", "tap", "box"]
    brush.brush("first", 400, 520)
    after = all_of(brush)
    assert all(after[key].summary != plot.summary for key, plot in before.items())
    members = len(brush.cohort.members)
    assert [after[key].layers[2].columns["top"].sum() for key in ("first", "second")] == [members, members]
    assert after["bars"].layers[2].columns["right"].sum() == members
    assert after["bars"].layers[3].columns["text"][0] == EN.number(int(after["bars"].layers[2].columns["right"][0]))
    counts = density(brush.plots, brush.x, brush.y, brush.mask)
    np.testing.assert_array_equal(after["scatter"].layers[2].columns["image"], counts)
    np.testing.assert_array_equal(
        after["scatter"].layers[1].columns["image"], before["scatter"].layers[1].columns["image"]
    )


def test_each_picture_reads_out_all_clients_and_the_cohort(brush: BrushState, served: ServedModel) -> None:
    brush.brush("second", 25, 40)
    for plot in all_of(brush).values():
        (readings,) = [layer.readings for layer in plot.layers if layer.readings]
        assert [name for name, _ in readings][-2:] == ["All clients", "Cohort"]
        everyone, cohort = (sum(int(word.replace(",", "")) for word in words) for _, words in readings[-2:])
        assert everyone <= len(served.portfolio)
        assert everyone >= 0.98 * len(served.portfolio)  # those without a value are in no picture
        assert 0.9 * len(brush.cohort.members) <= cohort <= len(brush.cohort.members)
        assert all(words for _, column in readings for words in column)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("key", ["first", "bars", "scatter"])
def test_what_the_browser_is_sent_is_what_holoviews_draws(brush: BrushState, key: str, dark: bool) -> None:
    brush.brush("first", 400, 520)
    plot = all_of(brush)[key]
    drawn = hv.renderer("bokeh").get_plot(overlay(plot, dark=dark))
    sent = json.loads(numbers(plot, dark=dark))
    assert sent["gesture"] == plot.gesture
    for mine, theirs in zip(sent["layers"], columns_of(drawn), strict=True):
        image = mine["columns"].pop("image", None)
        if image is not None:
            counts = np.frombuffer(base64.b64decode(image["counts"]), "<u2").reshape(image["shape"])
            np.testing.assert_array_equal(counts, theirs.pop("image")[0])
        assert mine["columns"] == {name: list(column) for name, column in theirs.items()}
    kinds = {type(tool).__name__ for tool in drawn.state.toolbar.tools}
    assert {"BoxZoomTool", "ResetTool", "SaveTool", "HoverTool"} <= kinds
    drag = drawn.state.toolbar.active_drag
    assert type(drag).__name__ == ("NoneType" if key == "bars" else "BoxSelectTool")


@pytest.mark.parametrize(
    "conditions",
    [{"points": Between(9e9)}, {"SK_ID_CURR": Between(None, 100_010)}, {"grade": OneOf(frozenset())}],
    ids=["nobody", "few", "no level"],
)
def test_few_or_no_clients_are_drawn_and_said(brush: BrushState, conditions: dict[str, Between | OneOf]) -> None:
    assert brush.cohort.where_all(conditions)
    for plot in all_of(brush).values():
        drawn = hv.renderer("bokeh").get_plot(overlay(plot))
        assert drawn.state.html_attributes["aria-label"] == plot.summary != ""
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
def test_the_chosen_stand_out_from_the_others(theme: Theme) -> None:
    colours = PALETTES[theme]
    assert contrast(colours.favourable, colours.card) >= 3
    assert contrast(colours.adverse_text, colours.card) >= 4.5
    assert contrast(colours.favourable, colours.others) >= 2.4
    shades = [contrast(shade, colours.card) for shade in ramp(colours, "favourable")]
    assert shades == sorted(shades)


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
