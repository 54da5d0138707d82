"""Which Parquet files or folders of a place hold which table: on a local disk, in HDFS or in an object store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from credit_panel.engines.spark.faults import fault_of
from credit_panel.errors import TablesError
from credit_panel.home_credit.headings import renamed
from credit_panel.home_credit.schema import APPLICATION, SCHEMA, TableSchema
from credit_panel.home_credit.sources import check_columns
from credit_panel.home_credit.table_files import SYNTHETIC_MARKER, TableFile, choose, table_file

_PARQUET = (".parquet", ".pq")


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file or folder of a table.

    Parameters
    ----------
    table
        The table.
    name, uri
        How the user knows it, and where it lies.
    columns
        Its columns, by the names of the table's where they are meant.
    raw
        A Spark frame of what it holds, under the names that stand there.
    """

    table: TableSchema
    name: str
    uri: str
    columns: tuple[str, ...]
    raw: Any

    @property
    def named(self) -> Any:
        """The same rows under the names of the table's columns."""
        return self.raw.toDF(*self.columns)

    @property
    def with_places(self) -> Any:
        """The same rows with ``_file``, the name of the file that holds each, and ``_row``, its number from 1."""
        names = [f"`{old}` AS `{new}`" for old, new in zip(self.raw.columns, self.columns, strict=True)]
        return self.raw.selectExpr(*names, "_metadata.file_name AS `_file`", "_metadata.row_index + 1 AS `_row`")


@dataclass(frozen=True, slots=True)
class Found:
    """The parts of each table, notes of how they were chosen, and whether the generator drew them."""

    parts: Mapping[str, tuple[Part, ...]]
    notes: tuple[str, ...]
    synthetic: bool


def find_parts(session: Any, place: str) -> Found:
    """Return the tables of the folder `place`.

    Raises
    ------
    TablesError
        When it is no folder of Parquet tables, holds two versions of one, or a table lacks a column.
    EngineError
        When Spark cannot look into it.
    """
    entries = _entries(session, place)
    files = [_table_file(name, folder=folder) for name, folder in entries]
    known = [file for file in files if file is not None]
    others = [name for name, _ in entries if not name.startswith((".", "_")) and table_file(Path(name), name)]
    left_out = [name for name in others if not name.lower().endswith(_PARQUET)]
    chosen, notes = choose(place, known)
    parts = {
        name: tuple(
            _open(session, table, path.name, f"{place.rstrip('/')}/{path.name}")
            for stem in table.files
            for path in chosen.get(stem, ())
        )
        for name, table in SCHEMA.items()
        if any(stem in chosen for stem in table.files)
    }
    if APPLICATION.name not in parts:
        hint = f" It holds {left_out[0]}, and Spark reads Parquet alone: write that." if left_out else ""
        raise TablesError(
            f"{place} holds neither application_train nor application_test as Parquet (a file or a folder of that "
            f"name): one of them is needed.{hint}"
        )
    unread = [f"{name} is not read: Spark reads Parquet alone." for name in left_out]
    return Found(parts, (*notes, *unread), any(name == SYNTHETIC_MARKER for name, _ in entries))


def _entries(session: Any, place: str) -> list[tuple[str, bool]]:
    """Return name, and whether it is a folder, of all that lies in `place`."""
    try:
        path = session._jvm.org.apache.hadoop.fs.Path(place)
        files = path.getFileSystem(session._jsc.hadoopConfiguration())
        if not files.exists(path):
            raise TablesError(f"{place} does not exist: give a folder of Parquet files, as Spark sees it.")
        if not files.getFileStatus(path).isDirectory():
            raise TablesError(f"{place} is no folder: give one that holds the tables as Parquet.")
        return sorted((each.getPath().getName(), each.isDirectory()) for each in files.listStatus(path))
    except Exception as error:
        raise fault_of(error) from error


def _table_file(name: str, *, folder: bool) -> TableFile | None:
    if folder:
        found = table_file(Path(name), f"{name.removesuffix('.parquet')}.parquet")
        return None if found is None else TableFile(found.stem, Path(name), name, found.part, found.copy)
    return table_file(Path(name), name) if name.lower().endswith(_PARQUET) else None


def _open(session: Any, table: TableSchema, name: str, uri: str) -> Part:
    try:
        raw = session.read.parquet(uri)
    except Exception as error:
        if "UNABLE_TO_INFER_SCHEMA" in str(error):
            raise TablesError(f"{name} is empty: write its rows as Parquet into it.") from error
        raise fault_of(error) from error
    columns = renamed(tuple(raw.columns), table.columns)
    check_columns(table, name, columns)
    _check_types(table, name, columns, [kind for _, kind in raw.dtypes])
    return Part(table, name, uri, columns, raw)


def _check_types(table: TableSchema, name: str, columns: Sequence[str], kinds: Sequence[str]) -> None:
    """Refuse what a cast would turn into numbers that mean something else, or cannot read at all."""
    for column, kind in zip(columns, kinds, strict=True):
        if column in table.columns and kind.startswith(("date", "timestamp", "array", "map", "struct", "binary")):
            wanted = "numbers" if table.columns[column].is_numeric() else "text"
            raise TablesError(f"{name}, column {column}: it holds {kind}, where {wanted} belong: write those there.")
