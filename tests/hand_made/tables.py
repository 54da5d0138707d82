"""Frames and files of hand-made rows."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from credit_panel.home_credit import SCHEMA

Row = dict[str, object]
WriteTable = Callable[..., Path]


def table_frame(table: str, rows: Sequence[Row], *, target: bool = True) -> pl.DataFrame:
    """Return `rows` with every column of `table`; what a row does not say is missing."""
    columns = {name: dtype for name, dtype in SCHEMA[table].columns.items() if target or name != "TARGET"}
    return pl.DataFrame([{name: row.get(name) for name in columns} for row in rows], schema=columns)


def bureau_row(**values: object) -> Row:
    """Return one credit at the bureau, changed by `values`."""
    return {"SK_ID_CURR": 100002, "SK_ID_BUREAU": 5, "CREDIT_ACTIVE": "Active", "DAYS_CREDIT": -10} | values


def zip_of(folder: Path, archive: Path, prefix: str = "") -> Path:
    """Pack the files of `folder` under ``prefix`` and return the archive."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as content:
        for file in sorted(folder.iterdir()):
            content.write(file, prefix + file.name)
    return archive


def replace_in(path: Path, old: str, new: str) -> None:
    """Replace the first `old` of a text file, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
