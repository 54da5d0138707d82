from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.scoring.scale import Scale, probability_of

LOG_ODDS = st.floats(-20, 20)


def test_anchors_are_exact() -> None:
    scale = Scale()
    assert scale.points_of_probability(0.05) == 600
    assert scale.points(math.log(1 / 19)) == pytest.approx(600, abs=1e-9)
    assert scale.points(math.log(1 / 38)) == pytest.approx(650, abs=1e-9), "half the odds of default: 50 points more"
    assert scale.points(math.log(2 / 19)) == pytest.approx(550, abs=1e-9)


@given(LOG_ODDS)
def test_points_and_log_odds_are_inverse(log_odds: float) -> None:
    scale = Scale()
    assert scale.log_odds(scale.points(log_odds)) == pytest.approx(log_odds, abs=1e-9)


@given(st.floats(1e-6, 1 - 1e-6))
def test_points_and_probability_are_inverse(probability: float) -> None:
    scale = Scale(base=500, base_probability=0.1, pdo=20)
    assert scale.probability(scale.points_of_probability(probability)) == pytest.approx(probability, rel=1e-9)


@given(LOG_ODDS, st.floats(1e-6, 5))
def test_more_risk_is_fewer_points(log_odds: float, more: float) -> None:
    scale = Scale()
    assert scale.points(log_odds + more) < scale.points(log_odds)


def test_probability_of_extremes_neither_overflows_nor_loses_the_small_side() -> None:
    p = probability_of(np.array([-800.0, -40.0, 0.0, 40.0, 800.0]))
    assert p[0] == 0
    assert p[1] == pytest.approx(math.exp(-40), rel=1e-12)
    assert p[2:].tolist() == [0.5, 1.0, 1.0]
