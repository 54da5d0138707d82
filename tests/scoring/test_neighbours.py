from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from credit_panel.scoring import Scorer
from credit_panel.scoring.neighbours import NeighbourIndex


@pytest.fixture(scope="module")
def contributions(scorer: Scorer, features: pl.DataFrame) -> np.ndarray:
    return scorer.explain(features).contributions


def test_the_nearest_are_those_of_a_plain_search(contributions: np.ndarray, features: pl.DataFrame) -> None:
    ids = features["SK_ID_CURR"].to_numpy()
    index = NeighbourIndex(ids, contributions)
    for i in (0, 77, 1_234):
        distances = np.sqrt(((contributions - contributions[i]) ** 2).sum(axis=1))
        distances[i] = np.inf
        expected = np.argsort(distances)[:50]
        found = index.nearest(contributions[i], 50, without=ids[i])
        assert set(found.ids) == set(ids[expected])
        assert np.allclose(found.distances, distances[expected], atol=1e-3)


def test_the_client_is_its_own_nearest_unless_left_out(contributions: np.ndarray, features: pl.DataFrame) -> None:
    ids = features["SK_ID_CURR"].to_numpy()
    index = NeighbourIndex(ids, contributions)
    assert index.nearest(contributions[5], 3).ids[0] == ids[5]
    assert ids[5] not in index.nearest(contributions[5], len(ids), without=int(ids[5])).ids


def test_a_small_portfolio_gives_what_it_has(contributions: np.ndarray) -> None:
    index = NeighbourIndex([3, 1, 2], contributions[:3])
    assert sorted(index.nearest(contributions[0], 50).ids) == [1, 2, 3]
    assert len(index.nearest(contributions[0], 50, without=3).ids) == 2


def test_equal_distances_keep_the_order_of_the_numbers() -> None:
    index = NeighbourIndex([9, 4, 7], np.ones((3, 2)))
    assert index.nearest(np.zeros(2), 3).ids.tolist() == [4, 7, 9]
