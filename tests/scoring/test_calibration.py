from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from credit_panel.scoring.calibration import fit_sigmoid
from credit_panel.scoring.scale import probability_of


def drawn(slope: float, intercept: float, n: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    margin = random.normal(-2, 1.2, n)
    return margin, (random.random(n) < probability_of(slope * margin + intercept)).astype(float)


@pytest.mark.parametrize(("slope", "intercept"), [(1, 0), (0.3, -2), (3, 4)])
def test_the_line_is_that_of_a_logistic_regression(slope: float, intercept: float) -> None:
    margin, target = drawn(slope, intercept)
    oracle = LogisticRegression(C=np.inf, tol=1e-12, max_iter=1_000).fit(margin[:, None], target)
    fitted = fit_sigmoid(margin=margin, target=target)
    assert fitted.slope == pytest.approx(oracle.coef_[0, 0], rel=1e-4)
    assert fitted.intercept == pytest.approx(oracle.intercept_[0], abs=1e-3)


def test_mean_probability_is_the_default_rate() -> None:
    margin, target = drawn(0.7, -1)
    assert probability_of(fit_sigmoid(margin=margin, target=target).log_odds(margin)).mean() == pytest.approx(
        target.mean(), abs=1e-9
    )


def test_margins_that_rank_the_wrong_way_are_refused() -> None:
    margin, target = drawn(1, 0)
    with pytest.raises(ValueError, match="cannot be calibrated"):
        fit_sigmoid(margin=-margin, target=target)
