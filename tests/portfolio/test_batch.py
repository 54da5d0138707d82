"""A batch is read and scored part by part, and comes to the same as at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from credit_panel.errors import TablesError
from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.portfolio.batch import feature_parts


@pytest.mark.parametrize("clients", [1_000, 2_499, 2_500])
def test_parts_are_the_whole(synthetic_tables: Path, clients: int) -> None:
    with read_tables(synthetic_tables) as tables:
        wanted = build_features(tables).collect().sort("SK_ID_CURR")
        parts = [part.sort("SK_ID_CURR") for part in feature_parts(tables, clients)]
    assert len(parts) == -(-2_500 // clients)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert_frame_equal(pl.concat(parts), wanted, check_exact=True)


def test_a_value_that_cannot_be_is_named_in_whichever_part(synthetic_tables: Path, tmp_path: Path) -> None:
    for path in synthetic_tables.glob("*.parquet"):
        (tmp_path / path.name).symlink_to(path)
    bureau = pl.read_parquet(synthetic_tables / "bureau.parquet")
    (tmp_path / "bureau.parquet").unlink()
    last = pl.col("SK_ID_CURR") == bureau["SK_ID_CURR"].max()
    bureau.with_columns(DAYS_CREDIT=pl.when(last).then(7).otherwise("DAYS_CREDIT")).write_parquet(
        tmp_path / "bureau.parquet"
    )
    with read_tables(tmp_path) as tables:
        parts = feature_parts(tables, 1_000)
        next(parts)
        with pytest.raises(TablesError, match=r"bureau.parquet holds values that cannot be: DAYS_CREDIT"):
            list(parts)
    with read_tables(tmp_path, allow_out_of_bounds=True) as tables:
        assert sum(map(len, feature_parts(tables, 1_000))) == 2_500
