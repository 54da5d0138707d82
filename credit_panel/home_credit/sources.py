"""Find the files of the eight tables in a zip or a folder and open each lazily, without judging its rows."""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit.schema import SCHEMA, TableSchema

SYNTHETIC_MARKER = "SYNTHETIC.json"
_SUFFIXES = (".csv", ".parquet")
_SEPARATORS = (",", ";", "\t", "|")
_MISSING_WORDS = ("NA", "NaN", "nan", "NULL", "null")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Source:
    """One file of one table, before its numbers are typed: every number of a CSV is still a Float64.

    Parameters
    ----------
    table, path
        Which table it belongs to, and the file.
    columns
        The names in its header.
    separator, decimal_comma, missing_words
        How a CSV is written: None, False and empty for Parquet. Words such as ``NA`` are looked for only in a file
        that begins with some, as comparing every cell with them costs a third of the reading.
    """

    table: TableSchema
    path: Path
    columns: tuple[str, ...]
    separator: str | None = None
    decimal_comma: bool = False
    missing_words: tuple[str, ...] = ()

    def scan(self) -> pl.LazyFrame:
        """Return the file's own columns, lazily, in the order of the file."""
        if self.separator is None:
            return pl.scan_parquet(self.path)
        types = {
            name: pl.Float64() if name in self.table.columns and self.table.columns[name].is_numeric() else pl.String()
            for name in self.columns
        }
        return self._scan_csv(types)

    def scan_text(self) -> pl.LazyFrame:
        """Return every column as the text that the file holds, to look for the cell that cannot be read."""
        if self.separator is None:
            return pl.scan_parquet(self.path).select(pl.all().cast(pl.String))
        return self._scan_csv({name: pl.String() for name in self.columns})

    def _scan_csv(self, types: Mapping[str, pl.DataType]) -> pl.LazyFrame:
        return pl.scan_csv(
            self.path,
            schema=dict(types),
            separator=self.separator or ",",
            decimal_comma=self.decimal_comma,
            null_values=list(self.missing_words) or None,
            glob=False,
        )


def locate(path: Path, extraction: Path) -> dict[str, Path]:
    """Return the data files of `path` by stem, such as ``{"bureau": Path(".../bureau.csv")}``.

    Parameters
    ----------
    path
        A zip archive, or a folder of CSV or Parquet files. Files with other names are ignored.
    extraction
        Where the wanted members of a zip are written.

    Raises
    ------
    TablesError
        When `path` is absent, not a readable zip, or holds two versions of a table.
    """
    if path.is_dir():
        return _by_stem(path, (entry for entry in sorted(path.iterdir()) if entry.is_file()))
    if not path.exists():
        raise TablesError(
            f"{path} does not exist: give the competition's zip, or a folder of its CSV or Parquet files."
        )
    return _by_stem(path, _extract(path, extraction))


def _wanted_stems() -> frozenset[str]:
    return frozenset(stem for table in SCHEMA.values() for stem in table.files)


def _is_wanted(name: str) -> bool:
    entry = PurePosixPath(name)
    return entry.name == SYNTHETIC_MARKER or (entry.suffix.lower() in _SUFFIXES and entry.stem in _wanted_stems())


def _by_stem(origin: Path, files: Iterable[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for file in files:
        if not _is_wanted(file.name):
            continue
        if file.stem in found:
            raise TablesError(
                f"{origin} holds two versions of {file.stem} ({found[file.stem].name} and {file.name}): "
                "keep one of them."
            )
        found[file.stem] = file
    return found


def _extract(archive: Path, folder: Path) -> list[Path]:
    """Write the wanted members of `archive` into `folder`, under their own names without sub-folders."""
    try:
        with zipfile.ZipFile(archive) as content:
            members = [
                member
                for member in content.infolist()
                if not member.is_dir() and "__MACOSX" not in member.filename and _is_wanted(member.filename)
            ]
            files: list[Path] = []
            for member in members:
                target = folder / PurePosixPath(member.filename).name
                if target in files:
                    raise TablesError(f"{archive} holds {target.name} twice, in two sub-folders: keep one of them.")
                with content.open(member) as source, target.open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
                files.append(target)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise TablesError(f"{archive} is not a readable zip archive ({error}): download or copy it again.") from error
    except OSError as error:
        raise TablesError(f"{archive} could not be unpacked into {folder}: {error.strerror or error}.") from error
    return files


def open_source(table: TableSchema, path: Path) -> Source:
    """Read the header of `path` and return it as a source of `table`.

    Raises
    ------
    TablesError
        When the file is empty or unreadable, lacks a required column or has one twice.
    """
    source = _open_parquet(table, path) if path.suffix.lower() == ".parquet" else _open_csv(table, path)
    absent = [column for column in table.required_columns() if column not in source.columns]
    if absent:
        raise TablesError(
            f"{path.name} lacks {', '.join(absent)}, which the table {table.name} needs: "
            "take the file as the competition gives it."
        )
    return source


def _open_parquet(table: TableSchema, path: Path) -> Source:
    try:
        return Source(table, path, tuple(pl.read_parquet_schema(path)))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TablesError(f"{path.name} is not a readable Parquet file: write or copy it again.") from error


def _open_csv(table: TableSchema, path: Path) -> Source:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip():
        raise TablesError(f"{path.name} is empty: take the file as the competition gives it.")
    if head.startswith(_UTF16_MARKS) or b"\x00" in head:
        raise TablesError(f"{path.name} is not UTF-8 text: save it again as a CSV file in UTF-8.")
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    known = set(table.columns)
    headers = {separator: _header(lines[0], separator) for separator in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda candidate: len(known.intersection(headers[candidate])))
    repeated = [name for name, times in Counter(headers[separator]).items() if times > 1]
    if repeated:
        raise TablesError(f"{path.name} has the column {repeated[0]!r} more than once: keep one of them.")
    # A comma inside a number is only possible where it does not separate the columns.
    decimal_comma = separator != "," and any(re.search(r"\d,\d", line) for line in lines[1:])
    cells = {cell.strip('"') for line in lines[1:] for cell in line.split(separator)}
    words = tuple(word for word in _MISSING_WORDS if word in cells)
    return Source(table, path, headers[separator], separator, decimal_comma, words)


def _header(line: str, separator: str) -> tuple[str, ...]:
    return tuple(name.strip().strip('"') for name in line.split(separator))
