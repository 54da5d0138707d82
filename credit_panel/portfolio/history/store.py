"""Each client's events of the six history tables, read from disk one client at a time.

The clients, in the order of their numbers, are cut into blocks of a few thousand; each table has one Parquet file a
block, sorted by client and time, in small row groups. A client's events are then in one short file, whose statistics
say which row groups to read: the time does not depend on how many other clients there are.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl

from credit_panel.errors import PortfolioError, ReplacedError
from credit_panel.home_credit import CLIENT, HISTORY_TABLES, SCHEMA
from credit_panel.portfolio.file_seals import FileSeal
from credit_panel.portfolio.opened_file import OpenedFile

logger = logging.getLogger("credit_panel")

INDEX = "history.json"

TIME_ORDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "bureau": ("DAYS_CREDIT", "SK_ID_BUREAU"),
        "bureau_balance": ("MONTHS_BALANCE", "SK_ID_BUREAU"),
        "previous_application": ("DAYS_DECISION", "SK_ID_PREV"),
        "POS_CASH_balance": ("MONTHS_BALANCE", "SK_ID_PREV"),
        "installments_payments": (
            "DAYS_INSTALMENT",
            "SK_ID_PREV",
            "NUM_INSTALMENT_NUMBER",
            "DAYS_ENTRY_PAYMENT",
            "NUM_INSTALMENT_VERSION",
            "AMT_PAYMENT",
        ),
        "credit_card_balance": ("MONTHS_BALANCE", "SK_ID_PREV"),
    }
)
"""The columns by which the events of one client are ordered, oldest first; a missing time comes last."""

EVENT_SCHEMA: Mapping[str, pl.Schema] = MappingProxyType(
    {
        name: pl.Schema({CLIENT: SCHEMA["application"].columns[CLIENT], **SCHEMA[name].columns})
        for name in HISTORY_TABLES
    }
)
"""Columns of the events by table; ``bureau_balance`` has the client's number too."""


def block_file(folder: Path, table: str, block: int) -> Path:
    """Return the file that holds the events of one block of clients."""
    return folder / table / f"{block:04d}.parquet"


@dataclass(frozen=True, slots=True)
class History:
    """The histories of a portfolio's clients; immutable, and nothing of them is kept in memory.

    Parameters
    ----------
    folder
        Where `write_histories` put them.
    rows
        How many events each table holds; an absent table is not named.
    missing
        Names of the tables that are absent: every client's events of these are empty.
    """

    folder: Path
    rows: Mapping[str, int]
    missing: tuple[str, ...]
    _first_clients: np.ndarray
    _opened: Mapping[Path, OpenedFile]

    @classmethod
    def open(cls, folder: Path, seals: Mapping[str, FileSeal] = MappingProxyType({})) -> History:
        """Open the histories in `folder`.

        Parameters
        ----------
        folder
            Where they are.
        seals
            Of the files of their portfolio, by their paths from its folder.

        Raises
        ------
        PortfolioError
            When there are none, or files of them are gone.
        """
        try:
            content = json.loads((folder / INDEX).read_text(encoding="utf-8"))
            rows = {str(name): int(count) for name, count in content["rows"].items()}
            first_clients = np.asarray(content["first_clients"], dtype=np.int64)
            blocks = range(len(first_clients))
            files = [folder / INDEX, *(block_file(folder, name, block) for name in rows for block in blocks)]
            names = {path: path.relative_to(folder.parent).as_posix() for path in files}
            opened = {
                path: OpenedFile(path, seals[name].sha256 if name in seals else "") for path, name in names.items()
            }
            if not all(file.is_there for file in opened.values()) or not rows.keys() <= set(HISTORY_TABLES):
                raise FileNotFoundError
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise PortfolioError(
                f"The histories in {folder} are absent or incomplete: build the portfolio again."
            ) from error
        missing = tuple(name for name in HISTORY_TABLES if name not in rows)
        return cls(folder, MappingProxyType(rows), missing, first_clients, opened)

    def events(self, client_id: int) -> Mapping[str, pl.DataFrame]:
        """Return the events of a client, oldest first, by the name of their table.

        Every history table is there; a client without events, or one the portfolio does not know, and a table that is
        absent give an empty frame with the columns of `EVENT_SCHEMA`.

        Raises
        ------
        PortfolioError
            When a file can no longer be read.
        """
        block = int(np.searchsorted(self._first_clients, client_id, side="right")) - 1
        return {
            name: self._read(name, block, client_id)
            if block >= 0 and name in self.rows
            else EVENT_SCHEMA[name].to_frame()
            for name in HISTORY_TABLES
        }

    def is_current(self) -> bool:
        """Return whether every file is still the one that was opened; takes a few microseconds a file."""
        return all(file.is_current() for file in self._opened.values())

    def _read(self, table: str, block: int, client_id: int) -> pl.DataFrame:
        file = block_file(self.folder, table, block)
        try:
            if not all(self._opened[path].is_current() for path in (self.folder / INDEX, file)):
                raise FileNotFoundError(self.folder)
            events = pl.scan_parquet(file, glob=False)
            return events.filter(pl.col(CLIENT) == client_id).collect()
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            logger.error("The history %s in %s cannot be read, or was replaced", table, self.folder)
            raise ReplacedError from error
