"""Open the files of the tables lazily, however their first lines are written, without judging their rows."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.headings import meant, renamed
from credit_panel.home_credit.schema import TableSchema

_PARQUET = (".parquet", ".pq")
_SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\s*", re.I)
_MISSING_WORDS = ("NA", "NaN", "nan", "NULL", "null")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HEAD_BYTES = 1 << 16
_HEAD_LINES = 20
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Source:
    """One file of one table, before its numbers are typed: every number of a CSV is still a Float64.

    Parameters
    ----------
    table, path
        Which table it belongs to, and the file.
    columns
        The names in its header; those that differ from a column of the table by case, spaces or signs alone are its.
    separator, decimal_comma, missing_words
        How a CSV is written: None, False and empty for Parquet. Words such as ``NA`` are looked for only in a file
        that begins with some, as comparing every cell with them costs a third of the reading.
    skipped
        Lines above the header of a CSV: titles, blank lines, ``sep=;``.
    eol
        What ends a line.
    undecoded
        The first line of a CSV that is not UTF-8, and for whose sake it is read as Windows-1252; 0 when there is none.
    """

    table: TableSchema
    path: Path
    columns: tuple[str, ...]
    separator: str | None = None
    decimal_comma: bool = False
    missing_words: tuple[str, ...] = ()
    skipped: int = 0
    eol: str = "\n"
    undecoded: int = 0

    def scan(self) -> pl.LazyFrame:
        """Return the file's own columns, lazily, in the order of the file."""
        if self.separator is None:
            return self._scan_parquet()
        types = {
            name: pl.Float64() if name in self.table.columns and self.table.columns[name].is_numeric() else pl.String()
            for name in self.columns
        }
        return self._scan_csv(types)

    def scan_text(self) -> pl.LazyFrame:
        """Return every column as the text that the file holds, to look for the cell that cannot be read."""
        if self.separator is None:
            return self._scan_parquet().select(pl.all().cast(pl.String))
        return self._scan_csv({name: pl.String() for name in self.columns})

    def _scan_parquet(self) -> pl.LazyFrame:
        frame = pl.scan_parquet(self.path, glob=False)
        written = frame.collect_schema().names()
        return frame.rename({old: new for old, new in zip(written, self.columns, strict=True) if old != new})

    def _scan_csv(self, types: Mapping[str, pl.DataType]) -> pl.LazyFrame:
        return pl.scan_csv(
            self.path,
            schema=dict(types),
            separator=self.separator or ",",
            decimal_comma=self.decimal_comma,
            null_values=list(self.missing_words) or None,
            has_header=False,
            skip_lines=self.skipped + 1,
            eol_char=self.eol,
            glob=False,
        )


def open_source(table: TableSchema, path: Path, extraction: Path) -> Source:
    """Read the header of `path` and return it as a source of `table`.

    Parameters
    ----------
    extraction
        Where the text of another encoding is written again.

    Raises
    ------
    TablesError
        When the file is empty or unreadable, lacks a required column, has one twice, or dates where days are counted.
    """
    source = _open_parquet(table, path) if path.suffix.lower() in _PARQUET else _open_csv(table, path, extraction)
    check_columns(table, path.name, source.columns)
    if source.separator is None:
        _check_types(source)
    return source


def check_columns(table: TableSchema, file: str, columns: Sequence[str]) -> None:
    """Raise `TablesError` when a file has a column twice, or lacks one that its table needs."""
    repeated = [name for name, times in Counter(columns).items() if times > 1]
    if repeated:
        raise TablesError(f"{file} has the column {repeated[0]!r} more than once: keep one of them.")
    absent = [column for column in table.required_columns() if column not in columns]
    if absent:
        raise TablesError(f"{file} lacks {_lacking(table, columns, absent)}")


def _lacking(table: TableSchema, columns: Sequence[str], absent: list[str]) -> str:
    """Return what a file lacks, what it has in its place, and what to do, shortly."""
    unknown = [name for name in columns if name and name not in table.columns]
    hints = {close: name for name in unknown if (close := meant(name, absent))}
    near = "".join(f" (is {hints[name]!r} meant to be {name}?)" for name in absent if name in hints)
    some = ", ".join(absent[:_SHOWN]) + (f" and {len(absent) - _SHOWN} more columns" if len(absent) > _SHOWN else "")
    has = ", ".join(repr(name[:30]) for name in columns[:3])
    found = f"; its names begin with {has}" if len(absent) > _SHOWN else ""
    return (
        f"{some}{near}, which the table {table.name} needs{found}: "
        "take the file as the competition gives it, its names of columns in one line."
    )


def _open_parquet(table: TableSchema, path: Path) -> Source:
    try:
        written = tuple(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TablesError(f"{path.name} is not a readable Parquet file: write or copy it again.") from error
    return Source(table, path, renamed(written, table.columns))


def _check_types(source: Source) -> None:
    """Refuse what a cast would turn into numbers that mean something else: a date into the days since 1970."""
    for name, held in source.scan().collect_schema().items():
        wanted = source.table.columns.get(name)
        if wanted is None:
            continue
        if held.is_temporal():
            right = (
                "it counts days from the application, negative before it: write those"
                if name.startswith("DAYS")
                else f"write {'numbers' if wanted.is_numeric() else 'text'} there"
            )
            raise TablesError(f"{source.path.name}, column {name}: it holds dates or times ({held}); {right}.")
        if held.is_nested() or held in (pl.Binary, pl.Object):
            raise TablesError(f"{source.path.name}, column {name}: it holds {held}, and needs one value in each row.")
        yes_or_no = "FLAG" in name or (name in FIELDS and FIELDS[name].unit == "flag")
        if held == pl.Boolean and wanted.is_numeric() and not yes_or_no:
            raise TablesError(f"{source.path.name}, column {name}: it holds true and false where numbers belong.")


def _open_csv(table: TableSchema, path: Path, extraction: Path) -> Source:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip():
        raise TablesError(f"{path.name} is empty: take the file as the competition gives it.")
    if head.startswith(_UTF16_MARKS):
        return _open_csv(table, _in_utf8(path, extraction, "utf-16"), extraction)
    if b"\x00" in head:
        raise TablesError(f"{path.name} is not UTF-8 text: save it again as a CSV file in UTF-8.")
    if undecoded := _first_undecodable_line(path):
        try:
            written = _in_utf8(path, extraction, "cp1252")
        except TablesError as error:
            where = f"{path.name}, row {undecoded - 1}"
            raise TablesError(f"{where}: not UTF-8 text; save the file again in UTF-8.") from error
        return replace(_open_csv(table, written, extraction), undecoded=undecoded)
    text = head.decode("utf-8-sig", errors="replace")
    eol = "\n" if "\n" in text else "\r"
    lines = [line.removesuffix("\r") for line in text.split(eol)]
    said = _SEPARATOR_LINE.fullmatch(lines[0].strip())
    separators = (said[1],) if said else _SEPARATORS
    place, separator = max(
        ((place, separator) for place in range(min(_HEAD_LINES, len(lines))) for separator in separators),
        key=lambda at: (_known(table, lines[at[0]], at[1]), bool(lines[at[0]].strip()) and not said, -at[0]),
    )
    rows = lines[place + 1 :]
    # A comma inside a number is only possible where it does not separate the columns.
    decimal_comma = separator != "," and any(re.search(r"\d,\d", line) for line in rows)
    cells = {cell.strip('"') for line in rows for cell in line.split(separator)}
    words = tuple(word for word in _MISSING_WORDS if word in cells)
    columns = renamed(_header(lines[place], separator), table.columns)
    return Source(table, path, columns, separator, decimal_comma, words, place, eol)


def _first_undecodable_line(path: Path) -> int:
    """Return the number of the first line that is not UTF-8, from 1; 0 when all are, as a fast decoder tells."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if "\ufffd" in line.decode("utf-8", errors="replace"):
                    return number
    return 0


def _in_utf8(path: Path, extraction: Path, encoding: str) -> Path:
    target = extraction / path.name
    target = target if not target.exists() else extraction / f"utf8-{path.name}"
    try:
        with path.open(encoding=encoding, newline="") as source, target.open("w", encoding="utf-8", newline="") as sink:
            while text := source.read(1 << 20):
                sink.write(text)
    except UnicodeError as error:
        raise TablesError(f"{path.name} is no text that can be read: save it again as a CSV file in UTF-8.") from error
    return target


def _known(table: TableSchema, line: str, separator: str) -> int:
    return len(set(renamed(_header(line, separator), table.columns)).intersection(table.columns))


def _header(line: str, separator: str) -> tuple[str, ...]:
    return tuple(name.strip().strip('"') for name in next(csv.reader([line], delimiter=separator), []))
