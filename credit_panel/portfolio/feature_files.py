"""The features of a book while it is built: on disk part by part where those of millions do not fit in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import polars as pl

from credit_panel.features import build_features
from credit_panel.home_credit import CLIENT, TARGET, Tables
from credit_panel.portfolio.batch import CLIENTS_AT_ONCE, feature_parts
from credit_panel.scoring import TrainingSample


class Features(Protocol):
    """The features of every application of a book, by rising client number."""

    @property
    def clients(self) -> pl.DataFrame:
        """``SK_ID_CURR`` and ``TARGET`` of each client."""

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield the features, some clients at a time."""


class FeatureFrame:
    """Features that are in memory.

    Parameters
    ----------
    frame
        What `build_features` returns, collected, by rising client number.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.clients = frame.select(CLIENT, TARGET)
        self._frame = frame

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield them all."""
        yield self._frame


class FeatureFiles:
    """The features of every application of some tables, by rising client number.

    Parameters
    ----------
    tables
        The tables, open.
    folder
        Where they are written; made here.
    whole
        Whether they are all made at once, which takes the memory of all and reads no table twice.

    Raises
    ------
    TablesError
        When a history cannot be read.
    """

    def __init__(self, tables: Tables, folder: Path, *, whole: bool) -> None:
        folder.mkdir()
        parts = (tables.collect(build_features(tables)),) if whole else feature_parts(tables, CLIENTS_AT_ONCE)
        self._files: list[Path] = []
        for number, part in enumerate(parts):
            self._files.append(folder / f"{number:05d}.parquet")
            part.sort(CLIENT).write_parquet(self._files[-1], compression="lz4")
        self._all = pl.scan_parquet(self._files, glob=False)
        self.clients = self._all.select(CLIENT, TARGET).collect()
        """``SK_ID_CURR`` and ``TARGET`` of each client."""

    def of(self, sample: TrainingSample | None) -> pl.DataFrame:
        """Return the features of the clients of a sample, or of all."""
        if sample is None:
            return self._all.collect()
        own = pl.LazyFrame({CLIENT: sample.ids}, schema={CLIENT: self.clients.schema[CLIENT]})
        return self._all.join(own, on=CLIENT, how="semi", maintain_order="left").collect(engine="streaming")

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield the features, a file at a time."""
        return (pl.read_parquet(file, glob=False) for file in self._files)
