"""Errors by threshold give the mean cost of each client, and the same intervals as resampling the clients."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.scoring import Policy
from credit_panel.scoring.bootstrap import bootstrap_intervals
from credit_panel.scoring.threshold_errors import threshold_errors

GRID = np.linspace(0.02, 0.5, 25)


def clients(count: int = 3_000) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    p = random.beta(1, 9, count)
    return p, (random.random(count) < p).astype(float)


def mean_costs(p: np.ndarray, y: np.ndarray, ratio: float = 10) -> np.ndarray:
    """Return the mean of the errors of each client, at each threshold of the grid."""
    return np.array([np.mean(np.where(p >= threshold, 1 - y, ratio * y)) for threshold in GRID])


@given(st.floats(1, 100))
def test_costs_are_those_of_each_client(ratio: float) -> None:
    p, y = clients(400)
    curve = threshold_errors(probability=p, target=y, threshold=GRID).cost(ratio)
    assert curve.cost == pytest.approx(mean_costs(p, y, ratio))
    assert (curve.low <= curve.cost).all()
    assert (curve.cost <= curve.high).all()


def test_intervals_are_as_wide_as_those_of_resampled_clients() -> None:
    p, y = clients()
    found, (low, high) = (
        threshold_errors(probability=p, target=y, threshold=GRID).cost(10),
        bootstrap_intervals(mean_costs, p, y),
    )
    assert (found.high - found.low).mean() == pytest.approx((high - low).mean(), rel=0.15)


def test_calibrated_probabilities_cost_least_about_the_threshold_of_the_policy() -> None:
    p, y = clients(200_000)
    curve = threshold_errors(probability=p, target=y, threshold=np.linspace(0.005, 0.5, 100)).cost(10)
    assert curve.threshold[curve.cost.argmin()] == pytest.approx(Policy(10).threshold, abs=0.02)


def test_the_accepted_and_their_defaults_are_counted() -> None:
    p, y = np.array([0.05, 0.1, 0.2, 0.4]), np.array([0.0, 1.0, 0.0, 1.0])
    errors = threshold_errors(probability=p, target=y, threshold=np.array([0.01, 0.1, 0.3]))
    assert errors.accepted.tolist() == [0, 0.25, 0.75]
    assert errors.missed.tolist() == [0, 0, 0.25]
    assert errors.turned_away.tolist() == [0.5, 0.25, 0]
    assert np.isnan(errors.accepted_default_rate[0])
