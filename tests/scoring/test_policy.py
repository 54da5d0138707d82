from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.scoring.policy import GRADES, Outcome, Policy

SHARE = st.floats(0, 1)


def test_threshold_makes_both_errors_cost_the_same() -> None:
    policy = Policy(cost_ratio=10)
    assert policy.threshold == 1 / 11
    assert policy.threshold * policy.cost_ratio == pytest.approx(1 - policy.threshold)


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [
        (0.05, 1 / 11, Outcome.ACCEPT),
        (0.05, 0.0910, Outcome.REVIEW),
        (1 / 11, 0.12, Outcome.REVIEW),
        (0.0910, 0.12, Outcome.REFUSE),
        (0.0, 0.0, Outcome.ACCEPT),
        (1.0, 1.0, Outcome.REFUSE),
    ],
)
def test_outcome_follows_the_side_of_the_interval(low: float, high: float, outcome: Outcome) -> None:
    assert Policy().outcome((low + high) / 2, low, high) is outcome


def test_probability_outside_its_interval_counts() -> None:
    assert Policy().outcome(0.12, 0.05, 0.06) is Outcome.REVIEW


@given(st.lists(SHARE, min_size=1, max_size=20), st.floats(0.1, 100))
def test_one_client_and_many_get_the_same(shares: list[float], cost_ratio: float) -> None:
    policy = Policy(cost_ratio)
    p = np.array(shares)
    assert [policy.grade(x) for x in shares] == policy.grades(p).tolist()
    assert [policy.outcome(x, x, x) for x in shares] == policy.outcomes(p, p, p).tolist()
    assert Outcome.REVIEW not in policy.outcomes(p, p, p)


@pytest.mark.parametrize(
    ("probability", "grade"),
    [
        (0, "A"),
        (0.0149999, "A"),
        (0.015, "B"),
        (0.03, "C"),
        (0.05, "D"),
        (1 / 11, "D"),
        (0.0909092, "E"),
        (0.15, "F"),
        (1, "F"),
    ],
)
def test_grade_boundaries(probability: float, grade: str) -> None:
    assert Policy().grade(probability) == grade


@given(st.floats(0.01, 1000), SHARE, SHARE)
def test_grades_never_improve_with_risk_whatever_the_threshold(cost_ratio: float, one: float, other: float) -> None:
    policy = Policy(cost_ratio)
    low, high = sorted((one, other))
    assert GRADES.index(policy.grade(low)) <= GRADES.index(policy.grade(high))


@pytest.mark.parametrize(
    "values",
    [
        {"cost_ratio": 0},
        {"cost_ratio": float("nan")},
        {"review_level": -0.1},
        {"review_level": 0.96},
        {"review_level": float("nan")},
    ],
)
def test_a_policy_without_sense_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        Policy(**values)
