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
from credit_panel.portfolio.opened_file import OpenedFile

logger = logging.getLogger("credit_panel")

KEPT_BYTES = 64_000_000
"""Memory of the columns that are kept: some twenty columns of numbers at 356,255 applications."""

ROWS_OF_BLOCK = 2_000
"""Rows that lie together in the file of the applications: one of them is read by reading all."""

_KEPT_BLOCKS = 8
"""Blocks that are kept for whoever is asked for next: some 15 MB of the columns that an explanation reads."""

_UNREADABLE = "%s cannot be read, or was replaced since it was opened"


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

    def __init__(self, path: Path, sha256: str = "", *, kept_bytes: int = KEPT_BYTES) -> None:
        self._path = path
        self._kept_bytes = kept_bytes
        self._kept: OrderedDict[str, pl.Series] = OrderedDict()
        self._lock = threading.Lock()
        self._blocks: OrderedDict[tuple[int, tuple[str, ...]], pl.DataFrame] = OrderedDict()
        self._opened = OpenedFile(path, sha256)
        self.frame = pl.scan_parquet(path, glob=False)
        self.schema = self._read(self.frame.head(0)).schema

    def keep_at_most(self, kept_bytes: int) -> None:
        """Let kept columns take another amount of memory from now on."""
        self._kept_bytes = kept_bytes

    def replaced(self, **expressions: pl.Expr) -> Columns:
        """Return the same columns of the same file, some worked out from its rows, one by one, in place of its own."""
        others = copy(self)
        others._kept, others._blocks, others._lock = OrderedDict(), OrderedDict(), threading.Lock()
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

    def row(self, position: int, names: tuple[str, ...] | None = None) -> pl.DataFrame:
        """Return all columns of the row at `position`, or some."""
        if names is None:
            return self._read(self.frame.slice(position, 1))
        number, place = divmod(position, ROWS_OF_BLOCK)
        return self._block(number, names).slice(place, 1)

    def _block(self, number: int, names: tuple[str, ...]) -> pl.DataFrame:
        """Return some columns of rows that lie together: they are read from the file at once, whoever is asked for."""
        self._check_current()
        with self._lock:
            block = self._blocks.get((number, names))
            if block is not None:
                self._blocks.move_to_end((number, names))
                return block
        self.check(names)
        block = self._read(self.frame.select(names).slice(number * ROWS_OF_BLOCK, ROWS_OF_BLOCK)).rechunk()
        with self._lock:
            self._blocks[number, names] = block
            while len(self._blocks) > _KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        return block

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
        self._check_current()
        try:
            return query.collect()
        except (pl.exceptions.ComputeError, pl.exceptions.PanicException, OSError) as error:
            logger.error(_UNREADABLE, self._path)
            raise ReplacedError from error

    def _check_current(self) -> None:
        if not self._opened.is_current():
            logger.error(_UNREADABLE, self._path)
            raise ReplacedError
