from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from credit_panel.scoring.scale import probability_of
from credit_panel.scoring.venn_abers import MAX_KNOTS, fit_venn_abers


def drawn(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    score = random.normal(-2.4, 1, n)
    return score, (random.random(n) < probability_of(score)).astype(float)


def by_definition(score: np.ndarray, target: np.ndarray, new: float, outcome: float) -> float:
    """Add the new client with an outcome, fit again, read its probability."""
    fitted = IsotonicRegression().fit(np.append(score, new), np.append(target, outcome))
    return float(fitted.predict([new])[0])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_knots_are_what_the_definition_gives(seed: int) -> None:
    score, target = drawn(60, seed)
    score = np.round(score, 1)
    fitted = fit_venn_abers(score=score, target=target)
    for s, low, high in zip(fitted.scores, fitted.low, fitted.high, strict=True):
        assert low == pytest.approx(by_definition(score, target, s, 0), abs=1e-12)
        assert high == pytest.approx(by_definition(score, target, s, 1), abs=1e-12)


@pytest.mark.parametrize("n", [100, 30_000])
def test_ends_are_ordered_rise_with_the_score_and_stay_few(n: int) -> None:
    score, target = drawn(n)
    fitted = fit_venn_abers(score=score, target=target)
    low, high = fitted.interval(np.linspace(-8, 4, 2_000))
    assert len(fitted.scores) <= MAX_KNOTS
    assert (low < high).all()
    assert (np.diff(low) >= -1e-12).all()
    assert (np.diff(high) >= -1e-12).all()


def test_the_true_probability_lies_about_the_interval_and_more_clients_narrow_it() -> None:
    score = np.array([-3.0, -2.0, -1.0])
    widths = []
    for n in (300, 30_000):
        low, high = fit_venn_abers(**dict(zip(("score", "target"), drawn(n), strict=True))).interval(score)
        widths.append((high - low).mean())
    assert widths[1] < widths[0] / 5
    assert np.abs((low + high) / 2 - probability_of(score)).max() < 0.03
