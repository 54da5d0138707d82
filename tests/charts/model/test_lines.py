"""Lines lie where their values are, are thinned to what pixels show, and run no text."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.charts.model.lines import (
    HEIGHT,
    MOST_POINTS,
    WIDTH,
    Axis,
    Line,
    Plot,
    Spot,
    Strip,
    draw,
    nice_top,
    thinned,
)
from credit_panel.locale import translator

EN = translator("en")


def axis(low: float = 0, high: float = 1, label: str = "share") -> Axis:
    return Axis(label, low, high, lambda v: EN.percent(v, 0))


def points(picture: str, style: str = "main") -> list[tuple[float, ...]]:
    found = re.search(rf'class="line {style}" points="([^"]*)"', picture)
    return [tuple(map(float, pair.split(","))) for pair in found[1].split()]


@given(st.lists(st.floats(-1, 2), min_size=2, max_size=30))
def test_every_point_stays_on_the_paper(values: list[float]) -> None:
    x = np.linspace(0, 1, len(values))
    picture = draw(Plot(axis(), axis(), (Line("a", x, np.array(values)),)), "a line", EN)
    assert all(0 <= a <= WIDTH and 0 <= b <= HEIGHT for a, b in points(picture))
    assert len(points(picture)) == len(values)


def test_unknown_points_are_left_out() -> None:
    line = Line("a", np.array([0, 0.5, 1]), np.array([0.2, np.nan, 0.4]))
    assert len(points(draw(Plot(axis(), axis(), (line,)), "a line", EN))) == 2


def test_a_higher_value_is_drawn_higher() -> None:
    line = Line("a", np.array([0, 1]), np.array([0.1, 0.9]))
    (_, low), (_, high) = points(draw(Plot(axis(), axis(), (line,)), "a line", EN))
    assert high < low


def test_dots_bands_spots_and_strip_are_named_in_the_legend() -> None:
    x, y = np.array([0.2, 0.6]), np.array([0.3, 0.5])
    plot = Plot(
        axis(),
        axis(),
        (Line("dotted", x, y, "dots", y - 0.1, y + 0.1), Line("banded", x, y, "main", y - 0.1, y + 0.1)),
        (Spot(0.5, 0.5, "here"), Spot(7, 0.5, "off the paper")),
        Strip("how many", np.linspace(0, 1, 5), np.array([1, 4, 2, 0])),
    )
    picture = draw(plot, "dots", EN)
    assert picture.count('class="dot"') == 3
    assert picture.count('class="spot') == 2
    assert picture.count('class="band main"') == 2
    for name in ("dotted", "banded", "here", "how many"):
        assert name in picture
    assert "off the paper" not in picture


def test_no_text_becomes_markup() -> None:
    bad = '"><script>alert(1)</script>'
    line = Line(bad, np.array([0, 1]), np.array([0, 1]))
    assert "<script" not in draw(Plot(axis(label=bad), axis(), (line,), (Spot(0, 0, bad),)), bad, EN)


@given(st.integers(1, 1_000_000))
def test_thinned_positions_keep_both_ends(count: int) -> None:
    kept = thinned(count)
    assert (kept[0], kept[-1]) == (0, count - 1)
    assert len(kept) == min(count, MOST_POINTS)
    assert (np.diff(kept) > 0).all()


@pytest.mark.parametrize(("highest", "top"), [(0.11, 0.12), (0.2, 0.28), (0.9, 1.0), (5, 6), (30, 32)])
def test_axes_end_a_little_above(highest: float, top: float) -> None:
    assert nice_top(highest) == top
