"""The portfolio on disk: scored applications, contributions, histories, and a small manifest."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from credit_panel.errors import PortfolioError, ReplacedError, UnknownClientError
from credit_panel.home_credit import CLIENT
from credit_panel.portfolio import distribution
from credit_panel.portfolio.columns import Columns
from credit_panel.portfolio.conditions import Conditions, all_of
from credit_panel.portfolio.distribution import BINS, Histogram
from credit_panel.portfolio.file_seals import check_files
from credit_panel.portfolio.history.store import History
from credit_panel.portfolio.manifest import MANIFEST, read_manifest
from credit_panel.portfolio.memory import MemoryPlan
from credit_panel.portfolio.opened_file import OpenedFile
from credit_panel.portfolio.prefix_search import numbers_beginning
from credit_panel.scoring.sealing import digest
from credit_panel.settings import DEFAULT_MEMORY

logger = logging.getLogger("credit_panel")

APPLICATIONS = "applications.parquet"
CONTRIBUTIONS = "contributions.parquet"
HISTORIES = "histories"
_FEW_COLUMNS = 16
"""More columns than these are read for one answer and not kept for the next."""

Among = pl.Expr | Conditions | Sequence[int] | np.ndarray | None
"""Which clients: those that meet an expression or conditions, those with given numbers, or all (None)."""


class Portfolio:
    """The scored applications of one portfolio; immutable, so that all visitors of a process may share it.

    Parameters
    ----------
    folder
        Where `build` put it.
    memory
        Bytes that its server may take.

    Raises
    ------
    PortfolioError
        When the folder holds no portfolio, or one of another format.
    """

    def __init__(self, folder: Path, *, memory: int = DEFAULT_MEMORY) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self._opened = [
            OpenedFile(folder / MANIFEST, digest(folder / MANIFEST)),
            *(OpenedFile(folder / name, self._sha256(name)) for name in (APPLICATIONS, CONTRIBUTIONS)),
        ]
        check_files(folder, self.manifest.files)
        self.history = History.open(folder / HISTORIES, self.manifest.files)
        self._columns = Columns(folder / APPLICATIONS, self._sha256(APPLICATIONS))
        read = self._columns.rows(pl.lit(True), (CLIENT, "probability"))
        self._ids = read[CLIENT].to_numpy()
        self.memory = MemoryPlan(memory, len(self._ids))
        self._columns.keep_at_most(self.memory.columns)
        self._sorted_probabilities = read["probability"].cast(pl.Float32).sort().to_numpy()

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> np.ndarray:
        """The client numbers in rising order, shape (applications,)."""
        return self._ids

    @property
    def schema(self) -> pl.Schema:
        """The columns of an application: raw fields, features and scores, with their types."""
        return self._columns.schema

    def scan(self) -> pl.LazyFrame:
        """Return all applications, by rising number, unread."""
        return self._columns.frame

    @cached_property
    def contributions(self) -> pl.LazyFrame:
        """``SK_ID_CURR`` and the points of each feature of the model (Float32), by rising number, unread."""
        return pl.scan_parquet(self.folder / CONTRIBUTIONS, glob=False)

    def verify(self) -> None:
        """Read every file whole and hold it against its seal.

        Raises
        ------
        PortfolioError
            When a file is missing, cut or changed, or none that the build wrote.
        """
        check_files(self.folder, self.manifest.files, whole=True)
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            folder = path.is_dir() and not path.is_symlink()
            if not folder and name != MANIFEST and name not in self.manifest.files:
                raise PortfolioError(f"{path} is no file that the build wrote: move it elsewhere.")

    def check_current(self, *, histories: bool = False) -> None:
        """Raise `ReplacedError` when what is on disk is no longer what was opened; a millisecond with the histories."""
        if not all(file.is_current() for file in self._opened) or (histories and not self.history.is_current()):
            logger.error("The portfolio in %s was replaced or changed since it was opened", self.folder)
            raise ReplacedError

    def _sha256(self, name: str) -> str:
        seal = self.manifest.files.get(name)
        return seal.sha256 if seal else ""

    def read(self, query: pl.LazyFrame) -> pl.DataFrame:
        """Run a query over what is unread, such as `contributions`.

        Raises
        ------
        ReplacedError
            When the portfolio on disk is no longer the one that was opened, or cannot be read.
        """
        self.check_current()
        try:
            return query.collect(engine="streaming")
        except (pl.exceptions.ComputeError, pl.exceptions.PanicException, OSError) as error:
            logger.error("The portfolio in %s cannot be read", self.folder)
            raise ReplacedError from error

    def client(self, client_id: int, columns: tuple[str, ...] | None = None) -> pl.DataFrame:
        """Return the one row of a client: raw fields, features and scores, or some `columns`, each named once.

        Raises
        ------
        UnknownClientError
            When the portfolio has no such client.
        ReplacedError
            When the portfolio on disk is no longer the one that was opened.
        """
        return self._columns.row(self._position(client_id), columns)

    def clients(self, client_ids: Sequence[int]) -> pl.DataFrame:
        """Return the rows of several clients, in rising order of their numbers; unknown numbers are passed over."""
        return self._columns.rows(pl.col(CLIENT).is_in(list(client_ids)))

    def select(self, among: Among = None, columns: Sequence[str] | None = (CLIENT,)) -> pl.DataFrame:
        """Return chosen columns of chosen clients, by rising number.

        Parameters
        ----------
        among
            Which clients; an expression or conditions that come to null leave a client out.
        columns
            Names of columns, each once; None is all of them.

        Raises
        ------
        PortfolioError
            When a column does not exist.
        UnknownClientError
            When numbers are given and one is of no client.
        """
        names = list(self.schema if columns is None else dict.fromkeys(columns))
        if isinstance(among, Mapping):
            among = all_of(among)
        if isinstance(among, pl.Expr):
            asked = among.meta.root_names()
            self._columns.check(asked)
            if len({*names, *asked}) > _FEW_COLUMNS:
                return self._columns.rows(among, names)
            return self._columns.select((CLIENT, *asked, *names)).filter(among).select(names)
        positions = None if among is None else self._positions(among)
        if len(names) > _FEW_COLUMNS:
            return self._columns.rows(
                pl.lit(True) if positions is None else pl.col(CLIENT).is_in(self._ids[positions]), names
            )
        frame = self._columns.select(names)
        return frame if positions is None else frame[positions]

    def ids_of(self, among: Among) -> np.ndarray:
        """Return the numbers of chosen clients in rising order; see `select`."""
        return self.select(among)[CLIENT].to_numpy()

    def column(self, name: str, among: Among = None) -> pl.Series:
        """Return one column of chosen clients; see `select`."""
        return self.select(among, (name,)).to_series()

    def quantiles(self, column: str, shares: Sequence[float], among: Among = None) -> np.ndarray:
        """Return quantiles of a numeric column, shape (shares,); NaN when no chosen client has a value."""
        return distribution.quantiles(self.column(column, among), shares)

    def share_at_most(self, column: str, value: float, among: Among = None) -> float:
        """Return the share of the chosen clients with a value whose value is at most `value`; NaN without any."""
        return distribution.share_at_most(self.column(column, among), value)

    def histogram(
        self, column: str, edges: Sequence[float] | np.ndarray | None = None, among: Among = None, *, bins: int = BINS
    ) -> Histogram:
        """Count chosen clients per bin of a numeric column.

        Parameters
        ----------
        edges
            Rising edges; None takes about `bins` round ones from the whole portfolio, whoever is chosen, so that
            two groups are counted in the same bins.

        Raises
        ------
        PortfolioError
            When the column does not exist or holds categories.
        """
        cut = distribution.automatic_edges(self.column(column), bins) if edges is None else np.asarray(edges, float)
        return distribution.histogram(self.column(column, among), cut)

    def level_counts(self, column: str, among: Among = None) -> pl.DataFrame:
        """Count chosen clients per ``level`` of a column, the most frequent first; null is a level."""
        return distribution.level_counts(self.column(column, among))

    def risk_percentile(self, probability: float) -> int:
        """Return the client's rank by risk, 1 to 100: the share in per cent of applications that are less risky."""
        below = np.searchsorted(self._sorted_probabilities, np.float32(probability), side="right")
        return int(min(max(round(100 * below / len(self)), 1), 100))

    def search(self, prefix: str, limit: int = 10) -> list[int]:
        """Return the client numbers that begin with the digits of `prefix`, shortest and lowest first."""
        return numbers_beginning(self._ids, prefix, limit)

    def check_client(self, client_id: int) -> None:
        """Raise `UnknownClientError` when the portfolio has no such client."""
        self._position(client_id)

    def _position(self, client_id: int) -> int:
        if not 0 < client_id <= self._ids[-1]:
            raise UnknownClientError(client_id)
        position = int(np.searchsorted(self._ids, client_id))
        if self._ids[position] != client_id:
            raise UnknownClientError(client_id)
        return position

    def _positions(self, client_ids: Sequence[int] | np.ndarray) -> np.ndarray:
        wanted = np.unique(np.asarray(client_ids, dtype=np.int64))
        positions = np.searchsorted(self._ids, wanted)
        known = self._ids[np.minimum(positions, len(self) - 1)] == wanted
        if not known.all():
            raise UnknownClientError(int(wanted[~known][0]))
        return positions
