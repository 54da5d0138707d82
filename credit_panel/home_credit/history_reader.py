"""Read a file of credit histories that somebody sends: CSV, Parquet, or an archive of some."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

import polars as pl

from credit_panel.errors import ApplicationFileError
from credit_panel.home_credit.application_sheet import implied_decimal, sheet_of
from credit_panel.home_credit.delimited import MOST_COLUMNS, delimited_rows
from credit_panel.home_credit.file_notes import TOTALS, FileNote
from credit_panel.home_credit.headings import meant
from credit_panel.home_credit.history_cells import typed_history_cells
from credit_panel.home_credit.history_columns import HistoryColumns, columns_named, columns_of_file
from credit_panel.home_credit.history_file import (
    MOST_BYTES,
    MOST_ROWS,
    Cells,
    HistoryFault,
    HistoryFile,
    HistoryFileError,
    HistoryUpload,
)
from credit_panel.home_credit.history_types import check_types, plain_cells
from credit_panel.home_credit.repairs import MISSING_LEVELS
from credit_panel.home_credit.schema import SCHEMA

_MOST_UNPACKED = 60_000_000
_MOST_MEMBERS = 50
_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
_ENDINGS = (".csv", ".tsv", ".txt", ".parquet", ".pq")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What zipfile raises of an archive; RuntimeError where it has a password or is packed in a way it does not know."""

_FAULTS: dict[str, HistoryFault] = {"empty": "empty", "too_wide": "too_wide", "too_many_rows": "too_many_rows"}


def read_histories(name: str, content: bytes) -> HistoryUpload:
    """Read a file that holds a history table, or an archive of such files.

    The table shows in the name of the file or in its columns, which may differ from those of the table by letter case,
    spaces and signs; columns that a file lacks count as missing. What a cell means, `credit_panel.home_credit.cells`
    says; what it can be is what the API takes. A row with a cell that means nothing is told, and left out.

    Parameters
    ----------
    name, content
        Of the file, at most `MOST_BYTES`.

    Raises
    ------
    HistoryFileError
        When it is an archive that cannot be opened; what is wrong with one file is told in the upload.
    """
    if len(content) > MOST_BYTES:
        raise _too_big()
    members = [(name, content)]
    passed_over: list[str] = []
    if content.startswith(_ZIP):
        members, passed_over = _members(content)
    files: list[HistoryFile] = []
    faults: list[tuple[str, HistoryFileError]] = []
    for member, held in members:
        try:
            found = _read(member, held)
            before = next((file.name for file in files if found.takes_the_place_of(file)), "")
            if before:
                names = [found.table, before, member]
                raise HistoryFileError("twice", f"{before} holds {found.table} already: keep one of them.", names)
            files.append(found)
        except HistoryFileError as error:
            faults.append((member, error))
    return HistoryUpload(tuple(files), tuple(faults), tuple(passed_over))


def _members(content: bytes) -> tuple[list[tuple[str, bytes]], list[str]]:
    """Return the tables of an archive, and the names of what is none."""
    members: list[tuple[str, bytes]] = []
    passed_over: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if any(part.filename == "[Content_Types].xml" for part in parts):
                raise HistoryFileError("excel", "This is a workbook: save each table as CSV or Parquet.")
            if len(parts) > _MOST_MEMBERS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise _too_big()
            for part in parts:
                path = PurePosixPath(part.filename)
                if part.is_dir() or "__MACOSX" in part.filename or path.name.startswith((".", "_", "~$")):
                    continue
                if path.suffix.lower() in _ENDINGS:
                    members.append((path.name[:120], archive.read(part)))
                else:
                    passed_over.append(path.name[:120])
    except _BROKEN as error:
        raise _no_table() from error
    return members, passed_over


def _read(name: str, content: bytes) -> HistoryFile:
    if not content.strip():
        raise HistoryFileError("empty", "The file is empty: it needs a row of column names, then one row an event.")
    try:
        columns, cells, notes = _parquet(name, content) if content.startswith(_PARQUET) else _text(name, content)
    except ApplicationFileError as error:
        fault = _FAULTS.get(error.fault, "no_table")
        raise HistoryFileError(fault, str(error), count=max(MOST_ROWS.values())) from error
    typed = typed_history_cells(columns.table, cells)
    table = SCHEMA[columns.table].columns
    unknown = tuple(column[:40] or "?" for column in columns.names if column not in table)
    words = {word: count for word, count in typed.words.items() if word not in MISSING_LEVELS}
    notes += [FileNote("missing", (word[:60], str(count))) for word, count in words.items()]
    notes += [FileNote("near", (n, near)) for n in unknown if (near := meant(n, set(table) - set(columns.known)))]
    return HistoryFile(
        name,
        columns.table,
        columns.part,
        typed.rows,
        len(cells.rows),
        typed.problems,
        typed.untold,
        typed.left_out,
        tuple(notes),
        unknown,
        tuple(column for column in table if column not in columns.known),
    )


def _text(name: str, content: bytes) -> tuple[HistoryColumns, Cells, list[FileNote]]:
    rows, delimiter = delimited_rows(content, columns_named)
    most = max(MOST_ROWS.values())
    sheet = sheet_of(rows, implied_decimal(delimiter), named=columns_named, most_rows=most, fewest_rows=0)
    columns = columns_of_file(name, sheet.header)
    again = [number for number, cells in sheet.rows if cells[: len(sheet.header)] == sheet.header]
    totals = [number for number, cells in sheet.rows if any(_is_total(cell) for cell in cells[:3])]
    apart = {*again, *totals}
    kept = [(number, cells) for number, cells in sheet.rows if number not in apart]
    _check_length(columns.table, len(kept))
    width = len(sheet.header)
    across = list(zip(*(cells[:width] for _, cells in kept), strict=True)) or [()] * width
    places = {column: place for place, column in enumerate(columns.names) if column in SCHEMA[columns.table].columns}
    frame = pl.DataFrame([pl.Series(column, across[place], dtype=pl.String) for column, place in places.items()])
    wide = tuple(number for number, cells in kept if len(cells) > width)
    numbers = pl.Series("row", [number for number, _ in kept], dtype=pl.Int64)
    notes = [
        FileNote("above", rows=sheet.passed_over),
        FileNote("repeated_header", rows=tuple(again)),
        FileNote("totals", rows=tuple(totals)),
    ]
    return columns, Cells(frame, numbers, sheet.decimal, wide), [note for note in notes if note.rows]


def _is_total(cell: str) -> bool:
    return cell[:1].isalpha() and cell.strip(" :").casefold() in TOTALS


def _parquet(name: str, content: bytes) -> tuple[HistoryColumns, Cells, list[FileNote]]:
    try:
        lazy = pl.scan_parquet(io.BytesIO(content))
        schema = lazy.collect_schema()
        if len(schema) > MOST_COLUMNS:
            raise HistoryFileError("too_wide", f"The file has more than {MOST_COLUMNS} columns: keep the table's.")
        columns = columns_of_file(name, list(schema))
        check_types(columns.table, zip(columns.names, schema.dtypes(), strict=True))
        _check_length(columns.table, int(lazy.select(pl.len()).collect().item()))
        held = dict(zip(columns.names, schema, strict=True))
        frame = lazy.select(pl.col(held[column]).alias(column) for column in columns.known).collect()
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise _no_table() from error
    _check_length(columns.table, len(frame))
    return columns, Cells(plain_cells(columns.table, frame), pl.Series("row", range(1, len(frame) + 1)), "."), []


def _check_length(table: str, rows: int) -> None:
    if rows > MOST_ROWS[table]:
        raise HistoryFileError(
            "too_many_rows",
            f"The file has {rows:,} rows, and {MOST_ROWS[table]:,} of {table} are read at once: keep those of the "
            "applications.",
            count=MOST_ROWS[table],
        )


def _too_big() -> HistoryFileError:
    return HistoryFileError("too_big", "The file is larger than 10 MB, or unpacks to more than 60 MB: split it.")


def _no_table() -> HistoryFileError:
    return HistoryFileError("no_table", "The file is no table that can be read: save it as CSV or Parquet.")
