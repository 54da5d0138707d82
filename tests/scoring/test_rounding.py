"""Whole points add up at every level, and stay near the exact ones."""

from __future__ import annotations

import math

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring import Scorer
from credit_panel.scoring.rounding import rounded_shares, rounded_to_total, whole_points
from credit_panel.scoring.themes import may_be_told, told_by_theme


@given(st.lists(st.floats(-80, 80), min_size=1, max_size=30), st.floats(500, 700))
def test_rounded_values_add_up_and_stay_close(values: list[float], base: float) -> None:
    total = round(base + math.fsum(values)) - round(base)
    rounded = rounded_to_total(values, total)
    assert sum(rounded) == total
    assert all(abs(r - v) < 2 for r, v in zip(rounded, values, strict=True))


def test_features_add_up_to_themes_and_all_to_the_points(scorer: Scorer, features: pl.DataFrame) -> None:
    for i in range(0, 3_000, 60):
        explanation = scorer.explain_one(features[i])
        whole = whole_points(explanation)
        assert whole.base + sum(whole.themes.values()) + whole.untold == whole.total == round(explanation.points)
        assert set(whole.features) == set(scorer.features)
        for theme, points in whole.themes.items():
            own = [name for name in whole.features if FIELDS[name].theme == theme and may_be_told(name)]
            assert sum(whole.features[name] for name in own) == points
        assert sum(p for name, p in whole.features.items() if not may_be_told(name)) == whole.untold
        for told in told_by_theme(explanation):
            assert abs(whole.themes[told.theme] - told.points) < 2
            assert all(abs(whole.features[c.feature] - c.points) < 2 for c in told.contributions)


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=12).filter(any), st.integers(0, 2))
def test_shares_that_stand_together_add_up_to_all(counts: list[int], digits: int) -> None:
    shares = [count / sum(counts) for count in counts]
    rounded = rounded_shares(shares, digits)
    assert sum(round(share * 100 * 10**digits) for share in rounded) == 100 * 10**digits
    assert all(abs(r - s) < 0.01 / 10**digits for r, s in zip(rounded, shares, strict=True))


def test_shares_that_are_not_known_stay() -> None:
    assert math.isnan(rounded_shares([0.2, math.nan])[1])
