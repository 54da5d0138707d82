"""The portfolio on disk: one Parquet file of scored applications, one of contributions, one small manifest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import polars as pl

from credit_panel.errors import PortfolioError, UnknownClientError

FORMAT = 1
APPLICATIONS = "applications.parquet"
CONTRIBUTIONS = "contributions.parquet"
MANIFEST = "portfolio.json"
_LONGEST = 18
"""Digits of the longest number that fits in 64 bits."""

ROW_GROUP = 2_000
"""Rows of a Parquet row group: small, so that one client is read without its neighbours."""


@dataclass(frozen=True, slots=True)
class PortfolioManifest:
    """What a portfolio says of itself.

    Parameters
    ----------
    name
        Its name, that of the model that scored it.
    model_version
        Version of that model; a portfolio is only shown with the model that scored it.
    synthetic
        Whether its clients are invented.
    applications
        How many it holds.
    notes
        What reading the tables had to leave out or repair, one sentence each.
    """

    name: str
    model_version: str
    synthetic: bool
    applications: int
    notes: tuple[str, ...] = ()


class Portfolio:
    """The scored applications of one portfolio; immutable, so that all visitors of a process may share it.

    Parameters
    ----------
    folder
        Where `write_portfolio` put it.

    Raises
    ------
    PortfolioError
        When the folder holds no portfolio, or one of another format.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = _read_manifest(folder)
        self._applications = pl.scan_parquet(folder / APPLICATIONS)
        columns = self._applications.select("SK_ID_CURR", pl.col("probability").cast(pl.Float32)).collect()
        self._ids = columns["SK_ID_CURR"].to_numpy()
        self._sorted_probabilities = columns["probability"].sort().to_numpy()

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> np.ndarray:
        """The client numbers in rising order, shape (applications,)."""
        return self._ids

    def client(self, client_id: int) -> pl.DataFrame:
        """Return the one row of a client: raw fields, features and scores.

        Raises
        ------
        UnknownClientError
            When the portfolio has no such client.
        """
        if not 0 < client_id <= self._ids[-1]:
            raise UnknownClientError(client_id)
        position = int(np.searchsorted(self._ids, client_id))
        if self._ids[position] != client_id:
            raise UnknownClientError(client_id)
        return self._applications.slice(position, 1).collect()

    def clients(self, client_ids: Sequence[int]) -> pl.DataFrame:
        """Return the rows of several clients, in rising order of their numbers."""
        return self._applications.filter(pl.col("SK_ID_CURR").is_in(list(client_ids))).collect()

    def risk_percentile(self, probability: float) -> int:
        """Return the client's rank by risk, 1 to 100: the share in per cent of applications that are less risky."""
        below = np.searchsorted(self._sorted_probabilities, np.float32(probability), side="right")
        return int(min(max(round(100 * below / len(self)), 1), 100))

    def search(self, prefix: str, limit: int = 10) -> list[int]:
        """Return the client numbers that begin with the digits of `prefix`, shortest and lowest first.

        Numbers with k more digits than the prefix p lie between p·10^k and (p + 1)·10^k, so the sorted numbers are
        cut by binary search and never scanned.
        """
        digits = prefix.strip()
        if not (digits.isascii() and digits.isdigit()) or digits.startswith("0") or len(digits) > _LONGEST:
            return []
        found: list[int] = []
        low, high = int(digits), int(digits) + 1
        while low <= self._ids[-1] and len(found) < limit:
            start, stop = np.searchsorted(self._ids, (low, high))
            found.extend(int(i) for i in self._ids[start : min(stop, start + limit - len(found))])
            low, high = low * 10, high * 10
        return found


def write_portfolio(
    folder: Path, manifest: PortfolioManifest, applications: pl.DataFrame, contributions: pl.DataFrame
) -> None:
    """Write a portfolio into the empty folder `folder`.

    Parameters
    ----------
    applications
        One row an application, with ``SK_ID_CURR``; written in its order.
    contributions
        The same clients, one Float32 column of points a feature of the model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for frame, name in ((applications, APPLICATIONS), (contributions, CONTRIBUTIONS)):
        frame.sort("SK_ID_CURR").write_parquet(folder / name, row_group_size=ROW_GROUP, statistics=True)
    text = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _read_manifest(folder: Path) -> PortfolioManifest:
    path = folder / MANIFEST
    if not path.is_file():
        raise PortfolioError(
            f"There is no portfolio in {folder}: build it with 'credit-panel build --tables PATH --name {folder.name}'."
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.pop("format") != FORMAT:
            raise PortfolioError(f"The portfolio in {folder} is of another format: build it again.")
        return PortfolioManifest(**{**content, "notes": tuple(content["notes"])})
    except (ValueError, KeyError, TypeError) as error:
        raise PortfolioError(f"{path} cannot be read as a portfolio's manifest: build the portfolio again.") from error
