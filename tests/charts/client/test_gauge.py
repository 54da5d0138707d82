"""The dial is drawn to scale and says in words what it draws."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.charts.client.gauge import FULL_SCALE, Gauge, gauge_figure
from credit_panel.locale import translator

EN, FR = translator("en"), translator("fr")
ZONES = ("below", "review", "above")


def needle(gauge: Gauge) -> float:
    return float(re.search(r'class="needle" transform="rotate\(([-\d.]+) ', gauge_figure(gauge, EN).picture).group(1))


@pytest.mark.parametrize(("probability", "angle"), [(0.0, -90), (0.15, 0), (0.30, 90), (0.9, 90), (0.075, -45)])
def test_the_needle_points_to_the_probability(probability: float, angle: float) -> None:
    assert needle(Gauge(probability, probability, probability, 1 / 11, 0.08, 0.1)) == angle


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_never_turns_the_needle_back(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert needle(Gauge(low, low, low, 0.1, 0.09, 0.11)) <= needle(Gauge(high, high, high, 0.1, 0.09, 0.11))


def test_the_three_zones_meet() -> None:
    picture = gauge_figure(Gauge(0.164, 0.138, 0.193, 1 / 11, 0.07, 0.115), EN).picture
    arcs = [re.search(rf'class="{zone}" d="M([\d. ]+) A180 180 0 0 1 ([\d. ]+)"', picture) for zone in ZONES]
    ends = [(arc.group(1).strip(), arc.group(2).strip()) for arc in arcs if arc]
    assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]
    assert len(ends) == 3


def test_it_says_in_words_what_it_draws() -> None:
    figure = gauge_figure(Gauge(0.164, 0.138, 0.193, 1 / 11, 0.07, 0.115), FR)
    assert "16,4" in figure.summary
    assert "13,8" in figure.summary
    assert "19,3" in figure.summary
    assert "9,1" in figure.summary
    assert f'aria-label="{figure.summary}"' in figure.picture
    assert [row[1] for row in figure.table.rows] == [
        "16,4\u00a0%",
        "13,8\u00a0%",
        "19,3\u00a0%",
        "9,1\u00a0%",
        "7\u00a0%",
        "11,5\u00a0%",
    ]
    assert FULL_SCALE == 0.30
    assert "30\u00a0% et plus" in figure.picture
