"""The cells of a CSV or Excel file that somebody sends, as texts, with limits on all that such a file can be."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from credit_panel.errors import ApplicationFileError
from credit_panel.home_credit.workbook import sheet_rows

MOST_BYTES = 10_000_000
"""Bytes of the largest file that is read."""

MOST_ROWS = 1_000
"""Applications of the longest file that is read."""

_MOST_UNPACKED = 60_000_000
_MOST_TAGS = 1_000_000
"""Tags of a workbook: one of `MOST_ROWS` applications with all fields has half as many, and 100 kB can unpack to ten
million, over which the reader would sit for a minute."""
_MOST_COLUMNS = 500
_LONGEST_LINE = 100_000
_DELIMITERS = ",;\t|"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts.

    Parameters
    ----------
    header
        The names of its columns, as they stand in the first row that is not empty.
    rows
        The number of each row in the file, from 1 (which is the header, as a rule), and its cells, as many as the
        header's; rows without any text are left out.
    decimal_comma
        Whether numbers are written ``12,5``, as in files that semicolons or tabs divide.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    decimal_comma: bool


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
        rows, decimal_comma = _excel(content), False
    else:
        rows, decimal_comma = _delimited(content)
    filled = ((number, cells) for number, cells in rows if any(cells))
    _, header = next(filled, (0, ()))
    width = max((place for place, name in enumerate(header, 1) if name), default=0)
    if not width:
        raise ApplicationFileError("empty", "The file is empty: it needs a row of column names, then one a client.")
    if width > _MOST_COLUMNS:
        raise ApplicationFileError("too_wide", f"The file has more than {_MOST_COLUMNS} columns: keep the fields.")
    kept: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in filled:
        if len(kept) == MOST_ROWS:
            raise ApplicationFileError(
                "too_many_rows", f"The file has more than {MOST_ROWS:,} applications: split it into several."
            )
        kept.append((number, (*cells[:width], *[""] * (width - len(cells)))))
    if not kept:
        raise ApplicationFileError("empty", "The file has column names and no application: give one in each row.")
    return Sheet(tuple(header[:width]), tuple(kept), decimal_comma)


def _delimited(content: bytes) -> tuple[Iterator[tuple[int, list[str]]], bool]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")[:_LONGEST_LINE]
    delimiter = max(_DELIMITERS, key=first.count)
    return enumerate(_parsed(text, delimiter), 1), delimiter in ";\t"


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(_lines(text), delimiter=delimiter)
    try:
        for cells in reader:
            yield [cell.strip() for cell in cells]
    except csv.Error as error:
        raise _no_table() from error


def _lines(text: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        _check_length(len(line))
        yield line


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(character < " " and character not in "\t\r\n" for character in set(text)):
            return text
    raise _no_table()


def _excel(content: bytes) -> Iterator[tuple[int, list[str]]]:
    _check_archive(content)
    rows = sheet_rows(content, _MOST_COLUMNS + 1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except Exception as error:  # whatever the reader stumbles over, this is no workbook
            raise _no_table() from error
        _check_length(sum(map(len, cells)))
        yield number, cells


def _check_archive(content: bytes) -> None:
    """Refuse what unpacks to too much; a part that holds more than it declares is found damaged when it is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            much = sum(part.file_size for part in parts) > _MOST_UNPACKED
            much = much or sum(_tags(archive, part) for part in parts) > _MOST_TAGS
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise _no_table() from error
    if much:
        raise ApplicationFileError("too_big", "The workbook unpacks to more than 60 MB: split it.")


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Count what begins an element or ends it."""
    with archive.open(part) as file:
        return sum(chunk.count(b"<") for chunk in iter(lambda: file.read(1 << 20), b""))


def _check_length(characters: int) -> None:
    if characters > _LONGEST_LINE:
        raise ApplicationFileError("too_wide", f"A line has more than {_LONGEST_LINE:,} characters: shorten it.")


def _no_table() -> ApplicationFileError:
    return ApplicationFileError("no_table", "The file is no table that can be read: save it as CSV or Excel (.xlsx).")
