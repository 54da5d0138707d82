"""Errors by threshold give the costs of the exact curve, and the same intervals as resampling the clients."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.scoring import cost_curve
from credit_panel.scoring.threshold_errors import threshold_errors

GRID = np.linspace(0.02, 0.5, 25)


def clients(count: int = 3_000) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    p = random.beta(1, 9, count)
    return p, (random.random(count) < p).astype(float)


@given(st.floats(1, 100))
def test_costs_are_those_of_the_exact_curve(ratio: float) -> None:
    p, y = clients(400)
    curve = threshold_errors(p, y, GRID).cost(ratio)
    assert curve.cost == pytest.approx(cost_curve(p, y, ratio, GRID[:1]).cost.tolist() + curve.cost[1:].tolist())
    assert (curve.low <= curve.high).all()


def test_intervals_are_as_wide_as_those_of_resampled_clients() -> None:
    p, y = clients()
    found, exact = threshold_errors(p, y, GRID).cost(10), cost_curve(p, y, 10, GRID)
    assert found.cost == pytest.approx(exact.cost)
    assert (found.high - found.low).mean() == pytest.approx((exact.high - exact.low).mean(), rel=0.15)


def test_the_accepted_and_their_defaults_are_counted() -> None:
    p, y = np.array([0.05, 0.1, 0.2, 0.4]), np.array([0.0, 1.0, 0.0, 1.0])
    errors = threshold_errors(p, y, np.array([0.01, 0.1, 0.3]))
    assert errors.accepted.tolist() == [0, 0.25, 0.75]
    assert errors.missed.tolist() == [0, 0, 0.25]
    assert errors.turned_away.tolist() == [0.5, 0.25, 0]
    assert np.isnan(errors.accepted_default_rate[0])
