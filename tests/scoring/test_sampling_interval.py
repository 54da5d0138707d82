"""The interval: centred in log-odds, wider at a higher level, and the same whatever the client."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.scoring import Policy, Scorer, TrainedModel
from credit_panel.scoring.sampling_interval import LEVELS, WIDENING, SamplingInterval, interval_of
from credit_panel.scoring.scale import probability_of

INTERVAL = interval_of(np.random.default_rng(3).normal(0, 0.25, 5_000))


@given(st.floats(-12, 12), st.floats(0, LEVELS[-1]))
def test_the_estimate_lies_in_the_middle_in_log_odds(log_odds: float, level: float) -> None:
    low, high = (np.log(end) - np.log1p(-end) for end in INTERVAL.interval(np.array([log_odds]), level))
    assert low[0] <= log_odds + 1e-9
    assert high[0] + low[0] == pytest.approx(2 * log_odds, abs=1e-6)


def test_a_level_holds_as_many_of_the_distances_and_is_widened_as_stated() -> None:
    distances = np.random.default_rng(5).normal(0, 0.3, 20_000)
    found = interval_of(distances)
    for level in LEVELS[1:]:
        assert np.mean(WIDENING * np.abs(distances) <= found.half_width(level)) == pytest.approx(level, abs=0.001)
    assert found.half_width(0) == 0
    assert found.half_width(0.825) == pytest.approx((found.half_width(0.8) + found.half_width(0.85)) / 2)


@pytest.mark.parametrize("widths", [(), (0.0,) * 19, (0.0, *(0.3,) * 18, 0.2), (0.0, *(float("nan"),) * 19)])
def test_widths_that_are_none_are_refused(widths: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="half-widths"):
        SamplingInterval(widths)


def test_a_trained_model_measures_it(model: TrainedModel) -> None:
    """A few thousand clients leave a probability open by a tenth of its odds at least, and not wide open."""
    assert 0.1 < model.interval.half_width() < 1.5
    assert model.interval.half_width(0.5) < model.interval.half_width() < model.interval.half_width(0.95)


def test_the_grey_zone_reaches_to_both_sides_as_the_level_says(scorer: Scorer) -> None:
    for level in (0.0, 0.5, 0.8, 0.95):
        policy = Policy(review_level=level)
        centre = np.log(policy.threshold / (1 - policy.threshold))
        half = scorer.interval.half_width(level)
        near = probability_of(centre + np.array([-half - 1e-6, -half + 1e-6, half - 1e-6, half + 1e-6]))
        proposed = scorer.proposals(scorer.scores_of(near), policy).tolist()
        assert proposed == (
            ["accept", "review", "review", "refuse"] if level else ["accept", "refuse", "accept", "refuse"]
        )
