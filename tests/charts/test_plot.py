"""A plot leaves out what is not known, names its layers in a legend, and runs no text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.charts.axis import Axis, nice_top, number_axis, percent_marks, round_marks, share_axis
from credit_panel.charts.figure import Table
from credit_panel.charts.plot import (
    MOST_POINTS,
    Kind,
    Layer,
    Plot,
    band,
    dashes,
    line,
    place_of,
    plotted,
    readings_of,
    spot,
    thinned,
)
from credit_panel.locale import translator

EN, FR = translator("en"), translator("fr")
AXIS = Axis("share", 0, 1)
BAD = '"><script>alert(1)</script>'


def test_rows_with_an_unknown_number_are_left_out_with_their_words() -> None:
    layer = line("a", np.array([0, 0.5, 1]), np.array([0.2, np.nan, 0.4]), [("Share", ["one", "two", "three"])])
    assert {name: list(values) for name, values in layer.known().items()} == {
        "x": [0, 1],
        "y": [0.2, 0.4],
        "words0": ["one", "three"],
    }


def test_a_place_that_is_not_known_is_marked_nowhere() -> None:
    for x, y in ((None, 0.5), (0.5, float("nan"))):
        layer = spot(x, y, "here", [("Share", "50%")], now=True)
        assert (layer.name, list(layer.known()["x"]), list(layer.known()["words0"])) == ("", [], [])


def test_the_legend_names_each_layer_that_has_a_name() -> None:
    x, y = np.array([0.2, 0.6]), np.array([0.3, 0.5])
    layers = (band(x, y, y), dashes("chance", x, y), line("model", x, y), spot(0.5, 0.5, "here", [], now=False))
    drawn = place_of(Plot("roc", AXIS, AXIS, layers), EN)
    assert [drawn.count(name) for name in ("chance", "model", "here")] == [1, 1, 1]
    assert drawn.count("<li>") == 3
    assert 'data-picture="roc"' in drawn


@pytest.mark.parametrize("kind", ["upright", "level"])
@pytest.mark.parametrize("dash", ["dashed", None])
def test_the_legend_of_a_limit_is_dashed_where_its_line_is(kind: Kind, dash: str | None) -> None:
    columns = {"x" if kind == "upright" else "y": np.array([0.5])}
    layer = Layer(kind, columns, name="limit", style={} if dash is None else {"line_dash": dash})
    assert ("stroke-dasharray" in place_of(Plot("a", AXIS, AXIS, (layer,)), EN)) is (dash is not None)


@pytest.mark.parametrize("alpha", [0.3, 1])
def test_the_legend_of_boxes_is_as_opaque_as_they_are(alpha: float) -> None:
    columns = {"left": [0.0], "bottom": [0.0], "right": [1.0], "top": [1.0]}
    drawn = place_of(Plot("a", AXIS, AXIS, (Layer("boxes", columns, name="box", style={"alpha": alpha}),)), EN)
    assert f'opacity="{alpha}"' in drawn
    plain = place_of(Plot("a", AXIS, AXIS, (Layer("boxes", columns, name="box"),)), EN)
    assert 'opacity="1"' in plain


def test_no_text_becomes_markup() -> None:
    layers = (Layer("dots", {"x": [0.0], "y": [0.0]}, name=BAD),)
    figure = plotted(BAD, Plot("a", AXIS, AXIS, layers), BAD, Table((BAD,), ((BAD,),)), EN)
    assert "<script" not in figure.picture


def test_what_is_read_out_are_the_words_of_the_table() -> None:
    assert readings_of(Table(("A", "B"), (("1", "2"), ("3", "4")))) == [("A", ["1", "3"]), ("B", ["2", "4"])]


@given(st.integers(1, 1_000_000))
def test_thinned_positions_keep_both_ends(count: int) -> None:
    kept = thinned(count)
    assert (kept[0], kept[-1]) == (0, count - 1)
    assert len(kept) == min(count, MOST_POINTS)
    assert (np.diff(kept) > 0).all()


@pytest.mark.parametrize(("highest", "top"), [(0.11, 0.12), (0.2, 0.28), (0.9, 1.0), (5, 6), (30, 32)])
def test_axes_end_a_little_above(highest: float, top: float) -> None:
    assert nice_top(highest) == top


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e9))
def test_marks_are_few_round_and_on_the_axis(low: float, width: float) -> None:
    marks = round_marks(low, low + width, lambda value, _: str(value))
    assert len(marks) <= 8
    assert all(low - 1e-6 * width <= at <= low + width * (1 + 1e-6) for at, _ in marks)


def test_marks_are_written_in_the_readers_language() -> None:
    assert [words for _, words in share_axis("a", 0.2, FR).marks][1] == FR.percent(0.05, 0)
    assert [words for _, words in number_axis("a", 6, EN).marks] == ["0.0", "1.5", "3.0", "4.5", "6.0"]
    assert percent_marks(0, 0.04, EN)[1] == (0.01, "1%")
