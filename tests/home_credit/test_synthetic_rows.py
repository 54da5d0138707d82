"""The arithmetic by which clients become rows of a history."""

from __future__ import annotations

import numpy as np
import pytest

from credit_panel.home_credit.synthetic.rows import draw_kinds, repeated, spells


def test_rows_are_repeated_per_owner_in_order() -> None:
    owner, place = repeated(np.array([2, 0, 3]))
    assert owner.tolist() == [0, 0, 2, 2, 2]
    assert place.tolist() == [0, 1, 0, 1, 2]


def test_a_spell_ends_with_its_owner() -> None:
    owner = np.array([0, 0, 0, 1, 1])
    at, depth = spells(owner, np.array([False, True, False, False, True]), np.array([5, 5]))
    assert at.tolist() == [1, 2, 4]
    assert depth.tolist() == [0, 1, 0]


def test_kinds_keep_their_shares_and_follow_the_risk() -> None:
    rng = np.random.default_rng(0)
    risk = rng.standard_normal(60_000).astype(np.float32)
    kinds = draw_kinds([0.7, 0.3], [0.0, 0.5], risk, rng)
    assert kinds.mean() == pytest.approx(0.3, abs=0.015)
    assert kinds[risk > 1].mean() > kinds[risk < -1].mean() + 0.2
