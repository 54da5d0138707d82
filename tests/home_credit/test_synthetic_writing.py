"""How a synthetic portfolio is written: same seed, same bytes, all or nothing, and what is refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from credit_panel.errors import TablesError
from credit_panel.home_credit.synthetic import generate, generation

TABLES = generation.TABLES


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "CHUNK", 300)
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        generate(700, seed=seed, out=tmp_path / name)
    for table in TABLES:
        one, two, other = ((tmp_path / name / f"{table}.parquet").read_bytes() for name in ("one", "two", "other"))
        assert one == two, table
        assert one != other, table
    ids = pl.read_parquet(tmp_path / "one" / "bureau.parquet")["SK_ID_BUREAU"]
    assert ids.is_unique().all()


def test_csv_holds_the_same_values_as_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "CHUNK", 150)
    generate(300, seed=1, out=tmp_path / "csv", format="csv")
    generate(300, seed=1, out=tmp_path / "parquet")
    for name in TABLES:
        parquet = pl.read_parquet(tmp_path / "parquet" / f"{name}.parquet")
        read = pl.read_csv(tmp_path / "csv" / f"{name}.csv", schema=parquet.schema)
        assert read.equals(parquet), name


def test_an_interrupted_run_leaves_the_earlier_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(50, seed=1, out=tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(generation, "draw_chunk", stop)
    with pytest.raises(KeyboardInterrupt):
        generate(50, seed=2, out=tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("count", [0, -5])
def test_a_portfolio_of_nobody_is_refused(tmp_path: Path, count: int) -> None:
    with pytest.raises(TablesError, match="ask for 1 or more"):
        generate(count, out=tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TablesError, match="'csv' or 'parquet'"):
        generate(10, out=tmp_path, format="xlsx")  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_smallest_portfolios_have_all_tables(tmp_path: Path, count: int) -> None:
    generate(count, seed=0, out=tmp_path)
    rows = {name: pl.read_parquet(tmp_path / f"{name}.parquet").height for name in TABLES}
    assert rows["application_train"] + rows["application_test"] == count
