"""The cells of a CSV or Excel file that somebody sends, as texts, with limits on all that such a file can be."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from credit_panel.errors import ApplicationFileError
from credit_panel.home_credit.delimited import (
    HEAD_ROWS,
    MOST_COLUMNS,
    Named,
    check_length,
    delimited_rows,
    fields_named,
    header_place,
    no_table,
)
from credit_panel.home_credit.numbers import Decimal
from credit_panel.home_credit.workbook import WorkbookSheet, cover_merged, workbook_sheets

MOST_BYTES = 10_000_000
"""Bytes of the largest file that is read."""

MOST_ROWS = 1_000
"""Applications of the longest file that is read."""

_MOST_UNPACKED = 60_000_000
_MOST_TAGS = 1_000_000
"""Tags of a workbook: one of `MOST_ROWS` applications with all fields has half as many, and 100 kB can unpack to ten
million, over which the reader would sit for a minute."""
_MOST_SHEETS = 50
_ZIP = b"PK\x03\x04"

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts.

    Parameters
    ----------
    header
        The names of its columns, as they stand in the first of the rows that name most fields.
    rows
        The number of each row in the file, from 1 (which is the header, as a rule), and its cells, as many as the
        header's, and more only where the row has more; rows without any text are left out.
    decimal
        The decimal sign that the kind of file implies: a comma where semicolons divide, a point where commas do.
    title
        Name of the sheet of a workbook; empty for another file.
    only
        Whether a workbook has no other sheet.
    others
        Names of the workbook's other sheets that hold applications, and are not read.
    passed_over
        Numbers of the rows above the header that hold something.
    hidden
        Numbers of the rows that the sheet hides.
    header_row
        Number of the row of the header.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    decimal: Decimal
    title: str = ""
    only: bool = True
    others: tuple[str, ...] = ()
    passed_over: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    header_row: int = 1


def read_sheet(content: bytes) -> Sheet:
    """Return the cells of a file: what it is shows in its content, whatever its name says.

    Raises
    ------
    ApplicationFileError
        When it is too large, no table, empty, too long or too wide.
    """
    if len(content) > MOST_BYTES:
        raise ApplicationFileError("too_big", "The file is larger than 10 MB: split it.")
    if content.startswith(_ZIP):
        return _excel(content)
    rows, delimiter = delimited_rows(content)
    return sheet_of(rows, implied_decimal(delimiter))


def implied_decimal(delimiter: str) -> Decimal:
    """Return the decimal sign that goes with the sign between cells; empty where neither does."""
    return "," if delimiter == ";" else "." if delimiter == "," else ""


def sheet_of(
    rows: Iterable[tuple[int, list[str]]],
    decimal: Decimal,
    sheet: WorkbookSheet | None = None,
    *,
    named: Named = fields_named,
    most_rows: int = MOST_ROWS,
    fewest_rows: int = 1,
) -> Sheet:
    """Return the table of some rows, whose first ones may be titles.

    Parameters
    ----------
    named
        Counts the columns that a row names, by which the header is told from titles.
    most_rows, fewest_rows
        Rows of the longest table, and of the shortest.

    Raises
    ------
    ApplicationFileError
        When it is empty, too long or too wide.
    """
    filled = ((number, cells) for number, cells in rows if any(cells))
    head = list(islice(filled, HEAD_ROWS))
    place = header_place([cells for _, cells in head], named)
    header_row, header = head[place] if head else (0, [])
    width = max((column for column, name in enumerate(header, 1) if name), default=0)
    if not width:
        raise ApplicationFileError("empty", "The file is empty: it needs a row of column names, then one a client.")
    if width > MOST_COLUMNS:
        raise ApplicationFileError("too_wide", f"The file has more than {MOST_COLUMNS} columns: keep the fields.")
    kept: list[tuple[int, list[str]]] = []
    for number, cells in (*head[place + 1 :], *filled):
        if len(kept) == most_rows:
            raise ApplicationFileError(
                "too_many_rows", f"The file has more than {most_rows:,} rows: split it into several."
            )
        while len(cells) > width and not cells[-1]:
            cells.pop()
        kept.append((number, [*cells, *[""] * (width - len(cells))]))
    if sheet is not None:
        cover_merged(kept, sheet.merged)
    if len(kept) < fewest_rows:
        raise ApplicationFileError("empty", "The file has column names and no application: give one in each row.")
    return Sheet(
        header=tuple(header[:width]),
        rows=tuple((number, tuple(cells)) for number, cells in kept),
        decimal=decimal,
        title=sheet.title if sheet else "",
        passed_over=tuple(number for number, _ in head[:place]),
        hidden=tuple(number for number in (sheet.hidden if sheet else ()) if number > header_row),
        header_row=header_row,
    )


def _excel(content: bytes) -> Sheet:
    """Return the first sheet that holds applications, and rows of them, of those that name as many fields or nearly."""
    _check_archive(content)
    try:
        sheets = workbook_sheets(content)[:_MOST_SHEETS]
    except Exception as error:  # whatever the reader stumbles over, this is no workbook
        raise no_table() from error
    named = [_fields_in(sheet) for sheet in sheets]
    holding = [sheet for sheet, fields in zip(sheets, named, strict=True) if fields and 2 * fields > max(named)]
    chosen = holding or [sheet for sheet, fields in zip(sheets, named, strict=True) if fields == 0] or sheets[:1]
    if not chosen:
        raise no_table()
    found = sheet_of(_rows(chosen[0]), "", chosen[0])
    return replace(found, others=tuple(sheet.title for sheet in holding[1:]), only=len(sheets) == 1)


def _fields_in(sheet: WorkbookSheet) -> int:
    """Return how many fields the head of a sheet names; -1 when it is empty, or holds nothing below its names."""
    head = list(islice(_rows(sheet), HEAD_ROWS))
    place = header_place([cells for _, cells in head])
    return fields_named(head[place][1]) if len(head) > place + 1 else -1


def _rows(sheet: WorkbookSheet) -> Iterator[tuple[int, list[str]]]:
    rows = sheet.rows(MOST_COLUMNS + 1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except Exception as error:
            raise no_table() from error
        check_length(sum(map(len, cells)))
        yield number, cells


def _check_archive(content: bytes) -> None:
    """Refuse what unpacks to too much; a part that holds more than it declares is found damaged when it is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            much = sum(part.file_size for part in parts) > _MOST_UNPACKED
            much = much or sum(_tags(archive, part) for part in parts) > _MOST_TAGS
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise no_table() from error
    if much:
        raise ApplicationFileError("too_big", "The workbook unpacks to more than 60 MB: split it.")


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Count what begins an element or ends it."""
    with archive.open(part) as file:
        return sum(chunk.count(b"<") for chunk in iter(lambda: file.read(1 << 20), b""))
