from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from credit_panel.errors import TablesError
from credit_panel.scoring import Gain, Policy, Scorer, Scores, read_bundle, train, write_bundle
from credit_panel.scoring.comparison import compare


@pytest.fixture(scope="module")
def pair(features: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> tuple[Scorer, Scorer]:
    weak = {"DAYS_BIRTH": 0, "AMT_CREDIT": 0, "DAYS_EMPLOYED": 0}
    strong = weak | {"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1}
    scorers = []
    for name, candidates in (("weak", weak), ("strong", strong)):
        folder = Path(tmp_path_factory.mktemp("models")) / name
        write_bundle(train(features[:3_500], candidates=candidates, folds=2), folder)
        scorers.append(Scorer(read_bundle(folder)))
    return scorers[0], scorers[1]


def held_out(pair: tuple[Scorer, Scorer], features: pl.DataFrame) -> tuple[Scores, Scores, np.ndarray]:
    rest = features[3_500:]
    return pair[0].score(rest), pair[1].score(rest), rest["TARGET"].to_numpy().astype(float)


def test_the_better_model_gains_with_an_interval_above_nothing(
    pair: tuple[Scorer, Scorer], features: pl.DataFrame
) -> None:
    first, second, target = held_out(pair, features)
    found = compare(first, second, target)
    assert found.auc.value == pytest.approx(found.second.auc - found.first.auc)
    assert 0 < found.auc.low < found.auc.value < found.auc.high
    assert found.auc.beyond_chance
    assert found.brier.value == pytest.approx(found.first.brier - found.second.brier)
    cost = [np.where(side.probability > 1 / 6, 1 - target, 5 * target).mean() for side in (first, second)]
    assert compare(first, second, target, cost_ratio=5).cost.value == pytest.approx(cost[0] - cost[1])
    moved = (first.outcome != second.outcome).sum()
    assert sum(swap.count for swap in found.swaps) == moved


def test_a_model_gains_nothing_on_itself(pair: tuple[Scorer, Scorer], features: pl.DataFrame) -> None:
    _, second, target = held_out(pair, features)
    found = compare(second, second, target)
    assert found.auc == found.brier == found.cost == Gain(0, 0, 0)
    assert not found.auc.beyond_chance
    assert not any(swap.count for swap in found.swaps)


def test_one_outcome_compares_nothing(pair: tuple[Scorer, Scorer], features: pl.DataFrame) -> None:
    first, second, target = held_out(pair, features)
    with pytest.raises(TablesError, match="both outcomes"):
        compare(first, second, np.where(target == 0, 0, np.nan))


def test_clients_of_unknown_outcome_count_for_nothing(pair: tuple[Scorer, Scorer], features: pl.DataFrame) -> None:
    first, second, target = held_out(pair, features)
    half = np.arange(len(target)) % 2 == 0
    hidden = compare(first, second, np.where(half, target, np.nan))
    assert hidden == compare(first.take(half), second.take(half), target[half])


def test_two_policies_of_one_model_cost_what_a_hand_counts() -> None:
    """Refusing from 10 % and from 20 %: the clients between the two are all that differs."""
    probability = np.array([0.05, 0.08, 0.12, 0.15, 0.15, 0.15, 0.18, 0.25, 0.30, 0.50])
    outcome = np.array([0, 0, 1, 0, 1, np.nan, 0, 0, 1, 1])
    strict, lenient = Policy(cost_ratio=9), Policy(cost_ratio=4)

    def scores(policy: Policy) -> Scores:
        low, high = probability - 0.03, probability + 0.03
        outcomes = policy.outcomes(probability, low, high)
        return Scores(
            probability, low, high, -probability, outcomes, policy.grades(probability), probability, outcomes
        ).take(ten_times)

    ten_times = np.repeat(np.arange(len(probability)), 10)
    found = compare(
        scores(strict), scores(lenient), outcome[ten_times], cost_ratio=9, policies=(strict, lenient), seed=1
    )
    # of nine clients of known outcome the first refuses three good ones, the second one, and accepts two defaults
    figures = [(cost.cost_ratio, 9 * cost.first, 9 * cost.second, 9 * cost.gain.value) for cost in found.costs]
    np.testing.assert_allclose(figures, [(9, 3, 1 + 2 * 9, -16), (4, 3, 1 + 2 * 4, -6)])
    assert all(cost.gain.low < cost.gain.value < cost.gain.high < 0 for cost in found.costs)
    assert found.cost == found.auc == found.brier == Gain(0, 0, 0), "the model is the same"
    moved = {(swap.before.value, swap.after.value): swap for swap in found.swaps if swap.count}
    assert {sides: (swap.count, swap.default_rate) for sides, swap in moved.items()} == {
        ("review", "accept"): (20, 0.5),
        ("refuse", "accept"): (20, 0.5),
        ("refuse", "review"): (10, 0.0),
    }


def test_one_policy_for_both_is_told_once(pair: tuple[Scorer, Scorer], features: pl.DataFrame) -> None:
    first, second, target = held_out(pair, features)
    (cost,) = compare(first, second, target, cost_ratio=5).costs
    assert cost.cost_ratio == 5
    assert cost.gain == compare(first, second, target, cost_ratio=5).cost
