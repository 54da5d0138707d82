"""Files of histories as a lender exports them for some clients, from tables on disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from credit_panel.home_credit import CLIENT, HISTORY_TABLES
from credit_panel.home_credit.schema import BUREAU, SCHEMA, TARGET


def rows_of(tables: Path, clients: Sequence[int], names: Sequence[str] = HISTORY_TABLES) -> dict[str, pl.DataFrame]:
    """Return the raw rows of some clients in each table of a folder of Parquet files."""
    found: dict[str, pl.DataFrame] = {}
    credits = pl.Series(BUREAU, [], dtype=pl.Int64)
    for name in names:
        frame = pl.read_parquet(tables / f"{name}.parquet")
        key, among = (CLIENT, list(clients)) if CLIENT in frame.columns else (BUREAU, credits.to_list())
        found[name] = frame.filter(pl.col(key).is_in(among))
        if name == "bureau":
            credits = found[name][BUREAU]
    return found


def applications_of(tables: Path, clients: Sequence[int]) -> pl.DataFrame:
    """Return the raw applications of some clients, without what became of them."""
    parts = [pl.read_parquet(tables / f"{name}.parquet") for name in SCHEMA["application"].files]
    both = pl.concat([part.drop(TARGET, strict=False) for part in parts])
    return both.filter(pl.col(CLIENT).is_in(list(clients))).sort(CLIENT)


def csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


def archive(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return out.getvalue()


def as_json(rows: Mapping[str, pl.DataFrame], client: int) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a client as the API takes them."""
    own = {name: frame.filter(pl.col(CLIENT) == client) for name, frame in rows.items() if CLIENT in frame.columns}
    if "bureau_balance" in rows and "bureau" in own:
        own["bureau_balance"] = rows["bureau_balance"].join(own["bureau"].select(BUREAU).unique(), on=BUREAU)
    return {
        name: [
            {key: value for key, value in row.items() if value is not None and key != CLIENT}
            for row in frame.to_dicts()
        ]
        for name, frame in own.items()
        if len(frame)
    }
