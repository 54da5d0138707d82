from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import ks_2samp
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from credit_panel.scoring.bootstrap import bootstrap_interval
from credit_panel.scoring.evaluation import FIGURES, calibration_error, error_by_chance, evaluate, reliability
from credit_panel.scoring.ranking import auc


def drawn(n: int = 4_000, digits: int = 2) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    p = np.round(random.beta(1, 9, n), digits)
    return p, (random.random(n) < p).astype(float)


@pytest.mark.parametrize("digits", [1, 2, 8])
def test_figures_are_those_of_independent_code(digits: int) -> None:
    p, y = drawn(digits=digits)
    found = evaluate(probability=p, target=y)
    assert found.auc == pytest.approx(roc_auc_score(y, p), abs=1e-12)
    assert found.ks == pytest.approx(ks_2samp(p[y == 1], p[y == 0]).statistic, abs=1e-12)
    assert found.brier == pytest.approx(brier_score_loss(y, p), abs=1e-12)
    assert found.gini == pytest.approx(2 * found.auc - 1)
    assert found.average_precision == pytest.approx(average_precision_score(y, p), abs=1e-12)
    for name in FIGURES:
        low, high = found.intervals[name]
        assert low < getattr(found, name) < high, name
    assert 0 < found.ece_by_chance[0] < found.ece_by_chance[1] < 0.05
    json.dumps(found.as_json())


def test_reliability_counts_every_client_once() -> None:
    p, y = drawn()
    bins = reliability(probability=p, target=y)
    assert sum(b.count for b in bins) == len(y)
    assert sum(b.defaults for b in bins) == y.sum()
    assert all(b.low <= b.predicted <= b.high for b in bins)
    assert [b.predicted for b in bins] == sorted(b.predicted for b in bins)


def test_calibration_error_is_the_shift_of_shifted_probabilities() -> None:
    y = np.array([0.0, 1.0] * 500)
    assert calibration_error(reliability(probability=np.full(1000, 0.5), target=y, bins=1)) == 0
    assert calibration_error(reliability(probability=np.full(1000, 0.6), target=y, bins=1)) == pytest.approx(0.1)


def test_the_error_of_a_perfect_model_falls_with_the_clients_and_is_never_nothing() -> None:
    few, many = (error_by_chance(drawn(n)[0]) for n in (500, 50_000))
    assert 0 < many[0] < many[1] < few[0] < few[1]
    p, _ = drawn()
    random = np.random.default_rng(0)
    again = [
        calibration_error(reliability(probability=p, target=(random.random(len(p)) < p).astype(float)))
        for _ in range(300)
    ]
    assert error_by_chance(p) == pytest.approx(np.quantile(again, (0.025, 0.975)), rel=0.15)


def test_area_is_not_a_number_with_one_outcome() -> None:
    assert np.isnan(auc(score=np.array([0.1, 0.2]), target=np.array([0.0, 0.0])))


def test_interval_is_the_same_each_time_and_near_the_known_error() -> None:
    p, y = drawn()
    mean = lambda a, _: float(a.mean())  # noqa: E731
    low, high = bootstrap_interval(mean, p, y, seed=1, resamples=2_000)
    assert (low, high) == bootstrap_interval(mean, p, y, seed=1, resamples=2_000)
    turned = np.argsort(p)[::-1]
    assert (low, high) == pytest.approx(bootstrap_interval(mean, p[turned], y[turned], seed=1, resamples=2_000))
    assert (high - low) / (2 * 1.96) == pytest.approx(p.std() / np.sqrt(len(p)), rel=0.1)
