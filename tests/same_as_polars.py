"""What Spark wrote, held against what Polars makes of the same tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal, assert_series_equal

from credit_panel.features import build_features
from credit_panel.home_credit import read_tables

SUMS, PROBABILITIES = 1e-6, 1e-9


def written(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "*.parquet").sort("SK_ID_CURR")


def features_of(tables: Path) -> pl.DataFrame:
    with read_tables(tables) as opened:
        return opened.collect(build_features(opened)).sort("SK_ID_CURR")


def assert_equal(found: pl.DataFrame, wanted: pl.DataFrame, columns: Iterable[str] | None = None) -> None:
    assert found.schema == wanted.schema
    for name in columns or wanted.columns:
        floating = wanted.schema[name].is_float()
        bounds = {"rel_tol": SUMS, "abs_tol": 0.0} if floating else {}
        assert_series_equal(found[name], wanted[name], check_exact=not floating, **bounds)


def assert_scores_equal(found: pl.DataFrame, wanted: pl.DataFrame) -> None:
    assert_frame_equal(found, wanted, rel_tol=0, abs_tol=1e-6)  # points and texts
    for name in ("probability", "low", "high"):
        assert (found[name] - wanted[name]).abs().max() <= PROBABILITIES
