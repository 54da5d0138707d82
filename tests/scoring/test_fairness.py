from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from fairlearn.metrics import MetricFrame, false_negative_rate, false_positive_rate, selection_rate
from scipy.stats import binomtest
from scipy.stats.contingency import relative_risk

from credit_panel.scoring import Policy, Scorer, Scores
from credit_panel.scoring.fairness import MINIMUM_CELL, Rate, acceptance_ratio, age_bands, fairness, rising, wilson


@pytest.mark.parametrize(("successes", "count"), [(0, 30), (3, 40), (500, 1_000), (60, 60)])
def test_interval_is_wilsons(successes: int, count: int) -> None:
    rate, oracle = wilson(successes, count), binomtest(successes, count).proportion_ci(method="wilson")
    assert rate.value == successes / count
    assert (rate.low, rate.high) == pytest.approx((oracle.low, oracle.high), abs=1e-9)


def test_small_cells_show_nothing() -> None:
    assert wilson(1, MINIMUM_CELL - 1).value is None
    assert wilson(1, MINIMUM_CELL).value is not None
    p = np.full(MINIMUM_CELL - 1, 0.05)
    (group,) = fairness(pl.Series(["few"] * len(p)), scored(p), np.zeros(len(p)))
    assert (group.predicted, group.acceptance.value, group.acceptance_ratio.value) == (None, None, None)
    assert group.count == len(p)


def scored(p: np.ndarray) -> Scores:
    policy = Policy()
    return Scores(p, p, p, p, policy.outcomes(p, p, p), policy.grades(p), p, np.full(len(p), ""))


def test_the_interval_of_a_ratio_is_that_of_relative_risk() -> None:
    one, best = wilson(60, 100), wilson(170, 200)
    oracle = relative_risk(60, 100, 170, 200).confidence_interval(0.95)
    ratio = acceptance_ratio(one, best)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((0.6 / 0.85, oracle.low, oracle.high))
    assert acceptance_ratio(best, best) == Rate(1, None, None, 200)
    assert acceptance_ratio(wilson(0, 100), best) == Rate(0, None, None, 100)
    assert acceptance_ratio(wilson(0, 100), wilson(0, 100)).value is None


def test_figures_of_groups_are_those_of_a_plain_count(scorer: Scorer, features: pl.DataFrame) -> None:
    scores = scorer.score(features)
    target = features["TARGET"].to_numpy().astype(float)
    found = {g.group: g for g in fairness(features["CODE_GENDER"], scores, target)}
    assert {"F", "M"} <= set(found)
    for gender in ("F", "M"):
        member = (features["CODE_GENDER"] == gender).fill_null(False).to_numpy()
        refused = scores.outcome[member] == "refuse"
        y = target[member]
        group = found[gender]
        assert group.count == member.sum()
        assert group.acceptance.value == pytest.approx(1 - refused.mean())
        assert group.false_positive.value == pytest.approx(refused[y == 0].mean())
        assert group.false_negative.value == pytest.approx((~refused)[y == 1].mean())
        assert group.observed.value == pytest.approx(y.mean())
        assert group.predicted == pytest.approx(scores.probability[member].mean())
    ratios = [g.acceptance_ratio.value for g in found.values() if g.acceptance_ratio.value is not None]
    assert max(ratios) == 1


def test_unknown_outcomes_and_unknown_groups_are_left_out() -> None:
    p = np.full(100, 0.2)
    groups = pl.Series(["a"] * 60 + [None] * 40)
    target = np.array([1.0] * 20 + [0.0] * 20 + [np.nan] * 60)
    (group,) = fairness(groups, scored(p), target)
    assert (group.count, group.observed.count, group.observed.value) == (60, 40, 0.5)


def test_bands_of_age_begin_at_their_lower_limit() -> None:
    years = [18, 29.99, 30, 39.99, 40, 60, 70]
    bands = age_bands(pl.Series([-y * 365.25 for y in years] + [None, float("nan")]))
    assert bands.to_list() == ["<30", "<30", "30-39", "30-39", "40-49", "60+", "60+", None, None]
    assert sorted({"60+", "30-39", "<30"}, key=rising) == ["<30", "30-39", "60+"]


def test_rates_by_group_are_those_of_fairlearn(scorer: Scorer, features: pl.DataFrame) -> None:
    scores = scorer.score(features)
    target = features["TARGET"].to_numpy().astype(float)
    bands = age_bands(features["DAYS_BIRTH"])
    accepted = scores.outcome != "refuse"
    oracle = MetricFrame(
        metrics={"acceptance": selection_rate, "missed": false_positive_rate, "turned_away": false_negative_rate},
        y_true=(target == 0).astype(int),
        y_pred=accepted.astype(int),
        sensitive_features=bands.to_numpy(),
    )
    found = fairness(bands, scores, target)
    assert [g.group for g in found] == sorted(oracle.by_group.index, key=rising)
    for group in found:
        expected = oracle.by_group.loc[group.group]
        assert group.acceptance.value == pytest.approx(expected["acceptance"])
        # fairlearn's positive is the good outcome, acceptance; ours is the refusal that a default calls for
        assert group.false_positive.value == pytest.approx(expected["turned_away"])
        assert group.false_negative.value in (None, pytest.approx(expected["missed"]))
    ratios = [group.acceptance_ratio.value for group in found if group.acceptance_ratio.value is not None]
    assert min(ratios) == pytest.approx(oracle.ratio(method="between_groups")["acceptance"])
