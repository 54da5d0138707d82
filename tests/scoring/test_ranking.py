from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_curve

from credit_panel.scoring import Policy, Scores, auc, ranking, swap_set
from credit_panel.scoring.ranking import auc_deviation


def drawn(n: int = 3_000, digits: int = 2) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(8)
    p = np.round(random.beta(1, 9, n), digits)
    return p, (random.random(n) < p).astype(float)


@pytest.mark.parametrize("digits", [1, 8])
def test_curves_are_those_of_scikit_learn(digits: int) -> None:
    p, y = drawn(digits=digits)
    found = ranking(probability=p, target=y)
    others, defaults, thresholds = roc_curve(y, p, drop_intermediate=False)
    assert np.allclose(found.refused_others, others)
    assert np.allclose(found.refused_defaults, defaults)
    assert np.allclose(found.threshold, thresholds)
    precision, recall, _ = precision_recall_curve(y, p)
    assert np.allclose(found.precision[1:][::-1], precision[:-1])
    assert np.allclose(found.refused_defaults[1:][::-1], recall[:-1])
    assert found.average_precision == pytest.approx(average_precision_score(y, p))


def test_the_accepted_are_those_under_the_threshold() -> None:
    p, y = drawn(500)
    found = ranking(probability=p, target=y)
    assert found.accepted == pytest.approx([(p < threshold).mean() for threshold in found.threshold])


def test_lift_of_everyone_is_one_and_of_the_riskiest_more() -> None:
    found = ranking(**dict(zip(("probability", "target"), drawn(), strict=True)))
    assert found.lift(1.0) == pytest.approx(1)
    assert found.lift(0.1) > found.lift(0.3) > 1


@pytest.mark.parametrize("digits", [1, 8])
def test_the_deviation_of_an_area_is_that_over_many_samples(digits: int) -> None:
    p, y = drawn(100_000, digits)
    samples = np.array_split(np.arange(len(p)), 200)
    areas = [auc(score=p[rows], target=y[rows]) for rows in samples]
    said = [auc_deviation(score=p[rows], target=y[rows]) for rows in samples]
    assert np.mean(said) == pytest.approx(np.std(areas), rel=0.15)


def test_the_area_of_scores_that_part_both_outcomes_moves_with_no_sample() -> None:
    assert auc_deviation(score=np.array([0.1, 0.2, 0.7, 0.9]), target=np.array([0.0, 0.0, 1.0, 1.0])) == 0


def scores(probability: np.ndarray, policy: Policy) -> Scores:
    outcomes = policy.outcomes(probability, probability, probability)
    return Scores(
        probability, probability, probability, probability, outcomes, policy.grades(probability), probability, outcomes
    )


def test_swap_set_counts_who_changes_side_and_how_they_fared() -> None:
    p = np.array([0.01, 0.06, 0.07, 0.08, 0.5])
    target = np.array([0.0, 1.0, 0.0, np.nan, 1.0])
    swaps = {(s.before, s.after): s for s in swap_set(scores(p, Policy(10)), scores(p, Policy(20)), target)}
    assert len(swaps) == 6
    assert swaps["accept", "refuse"].count == 3
    assert swaps["accept", "refuse"].default_rate == 0.5
    assert swaps["refuse", "accept"].count == 0
    assert np.isnan(swaps["refuse", "accept"].default_rate)
