"""Write the applications and contributions part by part, so that only one part is in memory at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from credit_panel.home_credit import CLIENT
from credit_panel.portfolio.columns import ROWS_OF_BLOCK
from credit_panel.portfolio.store import APPLICATIONS, CONTRIBUTIONS

_ROW_GROUPS = {
    # Small, so that one client's row is read without its neighbours'.
    APPLICATIONS: ROWS_OF_BLOCK,
    # Read by whole columns.
    CONTRIBUTIONS: 20_000,
}


def write_applications(folder: Path, parts: Iterable[tuple[pl.DataFrame, pl.DataFrame]]) -> int:
    """Write scored applications and their contributions into `folder`.

    Parameters
    ----------
    parts
        Some applications, with ``SK_ID_CURR``, and the same clients' contributions, one Float32 column of points a
        feature of the model. Numbers rise from part to part; within one they may stand in any order.

    Returns
    -------
    int
        How many applications were written.

    Raises
    ------
    ValueError
        When the numbers do not rise from one part to the next.
    """
    scratch = {name: folder / f".{name}" for name in _ROW_GROUPS}
    for place in scratch.values():
        place.mkdir(parents=True)
    written, last = 0, None
    for number, part in enumerate(parts):
        ordered = [frame.sort(CLIENT) for frame in part]
        first = ordered[0][CLIENT][0]
        if last is not None and first <= last:
            raise ValueError(f"client {first} comes after client {last}: give the parts in rising order")
        last = ordered[0][CLIENT][-1]
        written += len(ordered[0])
        for frame, place in zip(ordered, scratch.values(), strict=True):
            frame.write_parquet(place / f"{number:05d}.parquet", compression="lz4")
    for name, place in scratch.items():
        files = sorted(place.iterdir())
        write_table(pl.scan_parquet(files, glob=False), folder / name)
        shutil.rmtree(place)
    return written


def write_table(rows: pl.LazyFrame, path: Path) -> None:
    """Write a table of a portfolio as the file of its name is written, a part at a time."""
    rows.sink_parquet(path, row_group_size=_ROW_GROUPS[path.name], statistics=True, maintain_order=True)
