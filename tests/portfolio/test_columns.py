"""Columns are read when asked for and the ones asked for last are kept, within a bound."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from credit_panel.errors import PortfolioError
from credit_panel.portfolio.columns import ROWS_OF_BLOCK, Columns

FRAME = pl.DataFrame({name: pl.arange(k, k + 1_000, eager=True) for k, name in enumerate("abcdef")})


@pytest.fixture
def columns(tmp_path: Path) -> Columns:
    """Six columns of 8,000 bytes, with room for three."""
    FRAME.write_parquet(tmp_path / "columns.parquet", row_group_size=100)
    return Columns(tmp_path / "columns.parquet", kept_bytes=24_000)


def test_the_ones_asked_for_last_are_kept(columns: Columns) -> None:
    assert columns.kept == ()
    assert columns.select(("a", "b", "c")).equals(FRAME.select("a", "b", "c"))
    assert columns["a"].equals(FRAME["a"])
    assert columns["d"].equals(FRAME["d"])
    assert columns.kept == ("c", "a", "d")


def test_more_than_there_is_room_for_is_still_read(columns: Columns) -> None:
    assert columns.select(("f", "e", "d", "c", "b", "a", "f")).equals(FRAME.select("f", "e", "d", "c", "b", "a"))
    assert len(columns.kept) == 3


def test_visitors_at_the_same_time_read_the_same(columns: Columns) -> None:
    with ThreadPoolExecutor(8) as visitors:
        for name, read in visitors.map(lambda name: (name, columns[name]), "abcdef" * 20):
            assert read.equals(FRAME[name])
    assert len(columns.kept) == 3


def test_rows_that_meet_a_condition(columns: Columns) -> None:
    assert columns.rows(pl.col("a") < 2)["f"].to_list() == [5, 6]
    assert columns.rows(pl.col("a") < 2, ("b",)).to_dict(as_series=False) == {"b": [1, 2]}
    assert columns.row(999).row(0) == FRAME.row(999)
    assert columns.kept == ()


def test_some_columns_of_a_row(tmp_path: Path) -> None:
    frame = pl.DataFrame({name: pl.arange(k, k + 9 * ROWS_OF_BLOCK + 7, eager=True) for k, name in enumerate("abc")})
    frame.write_parquet(tmp_path / "rows.parquet", row_group_size=300)
    columns = Columns(tmp_path / "rows.parquet")
    for position in [*range(0, len(frame), 997), len(frame) - 1, 0]:
        assert columns.row(position, ("c", "a")).equals(frame.select("c", "a")[position])
        assert columns.row(position, ("b",)).equals(frame.select("b")[position])
    others = columns.replaced(c=pl.col("c") + 1)
    assert others.row(5, ("c",)).item() == columns.row(5, ("c",)).item() + 1
    with pytest.raises(PortfolioError, match="'z'"):
        columns.row(0, ("z",))
    frame.write_parquet(tmp_path / "rows.parquet", row_group_size=301)
    with pytest.raises(PortfolioError):
        columns.row(0, ("b",))


def test_an_unknown_column_is_named(columns: Columns) -> None:
    for ask in (lambda: columns["z"], lambda: columns.rows(pl.lit(True), ("a", "z"))):
        with pytest.raises(PortfolioError, match="'z'"):
            ask()


def test_a_file_that_is_gone_is_one_sentence(columns: Columns, tmp_path: Path) -> None:
    (tmp_path / "columns.parquet").unlink()
    with pytest.raises(PortfolioError, match="build the portfolio again"):
        columns.select(("a",))
    with pytest.raises(PortfolioError, match="build the portfolio again"):
        Columns(tmp_path / "nothing.parquet")
