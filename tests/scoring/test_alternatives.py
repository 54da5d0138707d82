"""The search for less discriminatory alternatives: bounded, the same again, and told on clients that chose nothing."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import BundleError, TablesError
from credit_panel.scoring import read_bundle, verify_bundle
from credit_panel.scoring.alternatives import Search, frontier_of
from credit_panel.scoring.alternatives_file import ALTERNATIVES, read_search, write_search
from credit_panel.scoring.alternatives_search import search_alternatives

DIRECTIONS = {"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1, "DAYS_EMPLOYED": 1, "DAYS_BIRTH": 0, "NAME_INCOME_TYPE": 0}
THRESHOLD = 1 / 11


pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def some(synthetic_features: pl.DataFrame) -> pl.DataFrame:
    return synthetic_features[:1_600]


@pytest.fixture(scope="module")
def search(some: pl.DataFrame) -> Search:
    return search_alternatives(some, DIRECTIONS, threshold=THRESHOLD, version="0123456789ab", max_trials=6, seed=1)


points = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12)


@given(points)
def test_the_frontier_holds_what_nothing_beats_and_nothing_else(pairs: list[tuple[int, int]]) -> None:
    worth, equality = (np.array(values, dtype=float) for values in zip(*pairs, strict=True))
    chosen = frontier_of(worth, equality)
    assert chosen.any()
    for one, on in zip(pairs, chosen, strict=True):
        beaten = any(other[0] >= one[0] and other[1] >= one[1] and other != one for other in pairs)
        assert on != beaten


def test_the_model_itself_comes_first_and_each_other_changes_something(search: Search) -> None:
    assert len(search.alternatives) == 6
    assert (search.trained.dropped, search.trained.bound, search.trained.gain.value) == ((), (), 0.0)
    changes = [(one.dropped, one.bound, tuple(one.settings.items())) for one in search.alternatives]
    assert len(set(changes)) == len(changes)
    assert {name for one in search.alternatives for name in (*one.dropped, *one.bound)} <= set(DIRECTIONS)


def test_figures_are_of_the_clients_that_chose_nothing(search: Search, some: pl.DataFrame) -> None:
    assert search.choosing + search.measured == len(some)
    for one in search.alternatives:
        assert sum(group.count for group in one.groups) == one.acceptance.count == search.measured
        assert one.ratio == min(g.acceptance_ratio.value for g in one.groups if g.acceptance_ratio.value is not None)
        assert 0 <= one.gap <= 1
        assert one.gain.low <= one.gain.value + 0.02
    assert search.best.admissible
    assert search.best in search.frontier


def test_the_same_seed_finds_the_same(search: Search, some: pl.DataFrame) -> None:
    again = search_alternatives(some, DIRECTIONS, threshold=THRESHOLD, max_trials=3, seed=1)
    assert [one.dropped for one in again.alternatives] == [one.dropped for one in search.alternatives[:3]]
    assert [one.auc for one in again.alternatives] == [one.auc for one in search.alternatives[:3]]


def test_without_time_only_the_model_itself_is_measured(some: pl.DataFrame) -> None:
    found = search_alternatives(some, DIRECTIONS, threshold=THRESHOLD, seconds=0)
    assert len(found.alternatives) == 1
    assert found.preferred == 0


def test_too_few_clients_are_told(some: pl.DataFrame) -> None:
    with pytest.raises(TablesError, match="too few clients of either outcome"):
        search_alternatives(some.filter(pl.col("TARGET") == 0), DIRECTIONS, threshold=THRESHOLD)
    same_age = some.with_columns(pl.lit(-12_000).cast(pl.Int32).alias("DAYS_BIRTH"))
    with pytest.raises(TablesError, match="two bands of age"):
        search_alternatives(same_age, DIRECTIONS, threshold=THRESHOLD, max_trials=1)


def test_a_search_is_kept_beside_its_model_and_sealed(search: Search, folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    version = read_bundle(copy).manifest.version
    assert read_bundle(copy).search is None
    path = write_search(replace(search, version=version), copy)
    assert path.name == ALTERNATIVES
    assert read_bundle(copy).search == replace(search, version=version)
    assert verify_bundle(copy) == 0
    path.write_text(path.read_text().replace('"auc_loss": 0.005', '"auc_loss": 0.5'))
    with pytest.raises(BundleError, match="changed after the search"):
        verify_bundle(copy)
    path.write_text("{}")
    with pytest.raises(BundleError, match="cannot be read"):
        read_bundle(copy)
    write_search(search, copy)
    with pytest.raises(BundleError, match="tells of version 0123456789ab"):
        read_search(copy, version)


def test_a_search_survives_json(search: Search) -> None:
    assert Search.from_json(json.loads(json.dumps(asdict(search)))) == search
