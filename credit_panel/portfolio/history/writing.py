"""Write the histories: rows are sent to their block of clients in one pass, then each block is sorted by itself.

Neither pass holds a table: memory depends on the size of a block, not on the length of the histories.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl

from credit_panel.home_credit import CLIENT, HISTORY_TABLES, Tables
from credit_panel.portfolio.history.store import EVENT_SCHEMA, INDEX, TIME_ORDER, block_file
from credit_panel.progress import track

BLOCK = 8_192
"""Clients of a block: some 600,000 rows of the longest table."""

ROW_GROUP = 10_000
"""Rows of a row group: some hundred clients of the longest table."""

_BLOCK = "block"
_UNKNOWN = -1
_CREDIT = "SK_ID_BUREAU"


def write_histories(
    tables: Tables, client_ids: np.ndarray, folder: Path, *, block_size: int = BLOCK
) -> tuple[str, ...]:
    """Write the events of the clients `client_ids` into the folder `folder`.

    Parameters
    ----------
    tables
        Open tables.
    client_ids
        Every client of the portfolio once, in rising order.
    block_size
        Clients of a block.

    Returns
    -------
    tuple of str
        What was left out, one sentence each.

    Raises
    ------
    TablesError
        When a cell of a table cannot be read.
    """
    folder.mkdir(parents=True)
    first_clients = client_ids[::block_size]
    blocks = pl.DataFrame({CLIENT: client_ids, _BLOCK: np.arange(len(client_ids), dtype=np.int32) // block_size})
    rows: dict[str, int] = {}
    notes: list[str] = []
    with track("Histories of the clients", total=len(HISTORY_TABLES)) as step:
        for name in HISTORY_TABLES:
            events = _events(tables, name)
            if events is not None:
                parted = folder / f".{name}"
                _part(tables, events, blocks, parted)
                unknown = _count(_parts(parted, _UNKNOWN))
                if unknown:
                    notes.append(f"{name}: {unknown} rows belong to no application and are left out of the histories.")
                rows[name] = sum(_sort(parted, folder, name, block) for block in range(len(first_clients)))
                shutil.rmtree(parted, ignore_errors=True)
            elif tables.get(name) is not None:
                notes.append(f"{name} is left out of the histories: bureau, which says whose its rows are, is absent.")
            step.advance()
    index = {"first_clients": first_clients.tolist(), "rows": rows}
    (folder / INDEX).write_text(json.dumps(index), encoding="utf-8")
    return tuple(notes)


def _events(tables: Tables, name: str) -> pl.LazyFrame | None:
    """Return the rows of a table with their client's number, or None when they cannot be had."""
    events = tables.get(name)
    if events is None or name != "bureau_balance":
        return events
    bureau = tables.get("bureau")
    if bureau is None:
        return None
    owners = bureau.group_by(_CREDIT).agg(pl.col(CLIENT).min())
    return events.join(owners, on=_CREDIT, how="left")


def _part(tables: Tables, events: pl.LazyFrame, blocks: pl.DataFrame, folder: Path) -> None:
    """Write the rows of each block, unsorted, to a folder of their own; those of unknown clients too."""
    parted = events.join(blocks.lazy(), on=CLIENT, how="left").with_columns(pl.col(_BLOCK).fill_null(_UNKNOWN))
    target = pl.PartitionBy(folder, key=_BLOCK, include_key=False)
    tables.collect(parted.sink_parquet(target, compression="lz4", mkdir=True, lazy=True))


def _parts(folder: Path, block: int) -> list[Path]:
    return sorted((folder / f"{_BLOCK}={block}").glob("*.parquet"))


def _count(files: list[Path]) -> int:
    return sum(pl.scan_parquet(file, glob=False).select(pl.len()).collect().item() for file in files)


def _sort(parted: Path, folder: Path, name: str, block: int) -> int:
    """Write one block of a table in its order, and return its number of rows."""
    files = _parts(parted, block)
    schema = EVENT_SCHEMA[name]
    events = pl.concat([pl.read_parquet(file, glob=False) for file in files]) if files else schema.to_frame()
    ordered = events.select(schema.names()).sort(CLIENT, *TIME_ORDER[name], nulls_last=True)
    path = block_file(folder, name, block)
    path.parent.mkdir(exist_ok=True)
    ordered.write_parquet(path, row_group_size=ROW_GROUP, statistics=True, compression_level=1)
    return ordered.height
