"""Single columns of the portfolio, read when asked for; the ones asked for last are kept."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from copy import copy
from pathlib import Path

import polars as pl

from credit_panel.errors import PortfolioError, ReplacedError

logger = logging.getLogger("credit_panel")

KEPT_BYTES = 64_000_000
"""Memory of the columns that are kept: some twenty columns of numbers at 356,255 applications."""


class Columns:
    """The columns of one Parquet file, shared by all visitors of a process.

    Parameters
    ----------
    path
        The file.
    kept_bytes
        Memory that kept columns may take; the one not asked for the longest goes first.

    Raises
    ------
    PortfolioError
        When the file cannot be read.
    """

    def __init__(self, path: Path, *, kept_bytes: int = KEPT_BYTES) -> None:
        self._path = path
        self._kept_bytes = kept_bytes
        self._kept: OrderedDict[str, pl.Series] = OrderedDict()
        self._lock = threading.Lock()
        self._opened = identity(path)
        self.frame = pl.scan_parquet(path, glob=False)
        self.schema = self._read(self.frame.head(0)).schema

    def replaced(self, **expressions: pl.Expr) -> Columns:
        """Return the same columns of the same file, some worked out from its rows, one by one, in place of its own."""
        others = copy(self)
        others._kept, others._lock = OrderedDict(), threading.Lock()
        others.frame = self.frame.with_columns(**expressions)
        return others

    def __getitem__(self, name: str) -> pl.Series:
        return self.select((name,)).to_series()

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of the columns in memory, the one asked for last at the end."""
        with self._lock:
            return tuple(self._kept)

    def select(self, names: Sequence[str]) -> pl.DataFrame:
        """Return some columns, whole.

        Raises
        ------
        PortfolioError
            When the portfolio has no such column, or its file can no longer be read.
        """
        self.check(names)
        with self._lock:
            found = {name: self._kept[name] for name in names if name in self._kept}
        absent = [name for name in dict.fromkeys(names) if name not in found]
        if absent:
            # Read outside the lock: two visitors may read one column twice, and none waits for the other.
            found |= {column.name: column for column in self._read(self.frame.select(absent)).rechunk()}
        self._keep(found)
        return pl.DataFrame([found[name] for name in dict.fromkeys(names)])

    def row(self, position: int) -> pl.DataFrame:
        """Return all columns of the row at `position`."""
        return self._read(self.frame.slice(position, 1))

    def rows(self, condition: pl.Expr, names: Sequence[str] | None = None) -> pl.DataFrame:
        """Return the rows that meet a condition, all columns or some, and keep nothing."""
        self.check(names or ())
        chosen = self.frame.filter(condition)
        return self._read(chosen if names is None else chosen.select(names))

    def check(self, names: Iterable[str]) -> None:
        """Raise `PortfolioError` when one of `names` is no column."""
        for name in names:
            if name not in self.schema:
                raise PortfolioError(f"The portfolio has no column {name!r}: check the spelling, or build it again.")

    def _keep(self, columns: dict[str, pl.Series]) -> None:
        with self._lock:
            for name, column in columns.items():
                self._kept[name] = column
                self._kept.move_to_end(name)
            size = sum(column.estimated_size() for column in self._kept.values())
            while size > self._kept_bytes:
                size -= self._kept.popitem(last=False)[1].estimated_size()

    def _read(self, query: pl.LazyFrame) -> pl.DataFrame:
        """Run a query; what another build has put in the place of the file is not mixed with what was read before."""
        try:
            if identity(self._path) != self._opened:
                raise FileNotFoundError(self._path)
            return query.collect()
        except (pl.exceptions.ComputeError, pl.exceptions.PanicException, OSError) as error:
            logger.error("%s cannot be read, or was replaced since it was opened", self._path)
            raise ReplacedError from error


def identity(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file is written anew; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
