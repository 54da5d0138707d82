"""Write tables that come in parts, one file a table, in the order of the parts."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import polars as pl

ROW_GROUP = 262_144


class TableWriter:
    """One table that grows part by part.

    Parts are kept beside the table until `close` joins them, so that memory holds one part only.

    Parameters
    ----------
    path
        The table's file, without suffix.
    format
        ``parquet`` or ``csv``.
    """

    def __init__(self, path: Path, format: Literal["csv", "parquet"]) -> None:
        self._target = path.with_name(f"{path.name}.{format}")
        self._parts: list[Path] = []
        self._format = format

    def append(self, part: pl.DataFrame) -> None:
        """Add the rows of `part` after those given before."""
        if self._format == "csv":
            with self._target.open("ab") as file:
                part.write_csv(file, include_header=not self._parts)
            self._parts.append(self._target)
            return
        path = self._target.with_suffix(f".part{len(self._parts):04d}")
        part.write_parquet(path, compression="lz4", statistics=False)
        self._parts.append(path)

    def close(self) -> None:
        """Join the parts into the table and remove them."""
        if self._format == "csv":
            return
        pl.scan_parquet(self._parts).sink_parquet(
            self._target, compression="zstd", compression_level=1, row_group_size=ROW_GROUP, maintain_order=True
        )
        for path in self._parts:
            path.unlink()
