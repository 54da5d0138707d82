from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from credit_panel.errors import TablesError
from credit_panel.scoring import Scorer
from credit_panel.scoring.drift import DriftState, critical_value, drift, stability_index


def test_index_by_hand() -> None:
    assert stability_index(np.array([10.0, 20.0]), np.array([10.0, 20.0])) == 0
    p, q = np.array([999.5, 0.5]) + 0.5, np.array([0.5, 999.5]) + 0.5
    expected = float(((q - p) / 1001 * np.log(q / p)).sum())
    assert stability_index(np.array([999.5, 0.5]), np.array([0.5, 999.5])) == pytest.approx(expected)
    assert np.isfinite(stability_index(np.array([5.0, 0.0]), np.array([0.0, 5.0])))


@pytest.mark.parametrize("size", [100, 1_000])
def test_chance_passes_the_critical_value_once_in_a_hundred_times(size: int) -> None:
    random = np.random.default_rng(3)
    draws = [random.multinomial(size, [0.1] * 10, size=2).astype(float) for _ in range(3_000)]
    passed = np.mean([stability_index(a, b) > critical_value(size, size, 10) for a, b in draws])
    assert passed == pytest.approx(0.01, abs=0.008)


def test_two_halves_of_one_portfolio_are_stable(scorer: Scorer, features: pl.DataFrame) -> None:
    half = len(features) // 2
    found = drift(scorer, features[:half], features[half:])
    assert found[0].feature == "points"
    assert {f.state for f in found} == {DriftState.STABLE}
    assert [f.feature for f in found].count("EXT_SOURCE_2") == 1


def test_a_shift_is_found_ranked_first_and_told_in_points(scorer: Scorer, features: pl.DataFrame) -> None:
    worse = features.with_columns(EXT_SOURCE_3=pl.col("EXT_SOURCE_3") * 0.3)
    points, first, *_ = drift(scorer, features, worse)
    assert (first.feature, first.state) == ("EXT_SOURCE_3", DriftState.LARGE)
    assert first.points < -1
    assert points.points == pytest.approx((scorer.score(worse).points - scorer.score(features).points).mean())


def test_changes_by_feature_add_up_to_the_change_of_the_points(scorer: Scorer, features: pl.DataFrame) -> None:
    points, *others = drift(scorer, features[:1_000], features[1_000:2_500])
    assert sum(f.points for f in others) == pytest.approx(points.points, abs=1e-6)


def test_missing_values_are_a_bin_of_their_own(scorer: Scorer, features: pl.DataFrame) -> None:
    gone = features.with_columns(EXT_SOURCE_3=None)
    found = {f.feature: f for f in drift(scorer, features, gone)}["EXT_SOURCE_3"]
    assert found.missing_after == 1
    assert 0 < found.missing_before < 1
    assert found.state is DriftState.LARGE


def test_a_new_category_is_drift(scorer: Scorer, features: pl.DataFrame) -> None:
    name = next(iter(scorer.manifest.categories))
    found = {f.feature: f for f in drift(scorer, features, features.with_columns(pl.lit("New").alias(name)))}
    assert found[name].state is DriftState.LARGE


def test_fifty_clients_do_not_make_a_drift(scorer: Scorer, features: pl.DataFrame) -> None:
    found = drift(scorer, features, features.sample(50, seed=3))
    told = [f for f in found if f.state is not DriftState.STABLE]
    assert len(told) <= len(found) * 0.05


def test_nothing_to_compare_is_said(scorer: Scorer, features: pl.DataFrame) -> None:
    with pytest.raises(TablesError, match="one of them is empty"):
        drift(scorer, features, features.clear())
