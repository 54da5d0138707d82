"""The cells of a text file whose signs divide them, and which row of a table names its columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from credit_panel.errors import ApplicationFileError
from credit_panel.home_credit.headings import field_of

HEAD_ROWS = 20
"""Rows among which the names of the columns are looked for, behind titles and notes."""

MOST_COLUMNS = 500
_LONGEST_LINE = 100_000
_DELIMITERS = ",;\t|"
_OF_SEVERAL_BYTES = re.compile("[\x80-\ufffc\U00010000-\U0010ffff]")
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.I)


Named = Callable[[Iterable[str]], int]
"""Counts the columns that some cells name."""


def fields_named(cells: Iterable[str]) -> int:
    """Return how many fields of an application some cells name."""
    return len({field_of(cell) for cell in cells if cell and len(cell) < 200} - {""})


def header_place(head: Sequence[Sequence[str]], named: Named = fields_named) -> int:
    """Return the place of the row that names most columns, the first of them; 0 when none names any."""
    return max(range(len(head)), key=lambda place: (named(head[place]), -place), default=0)


def delimited_rows(content: bytes, named: Named = fields_named) -> tuple[Iterator[tuple[int, list[str]]], str]:
    """Return the rows of a text, with their numbers from 1, and the sign that divides their cells.

    Parameters
    ----------
    named
        Counts the columns that a row names, by which the sign is told from others.

    Raises
    ------
    ApplicationFileError
        When it is no text, or a line of it too long.
    """
    text = _decoded(content)
    said = _SEPARATOR_LINE.match(text[:40].split("\n")[0].split("\r")[0] + "\n")
    if said:
        rest = enumerate(_parsed(text, said[1]), 1)
        next(rest, None)
        return rest, said[1]
    head = "\n".join(islice((line[:_LONGEST_LINE] for line in _any_lines(text) if line.strip()), HEAD_ROWS))
    first = head.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=lambda sign: (_names_divided(head, sign, named), first.count(sign)))
    return enumerate(_parsed(text, delimiter), 1), delimiter


def _any_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text without their ends, whichever end they have."""
    return (line.rstrip("\r\n") for line in io.StringIO(text, newline=""))


def _names_divided(head: str, delimiter: str, named: Named) -> int:
    """Return how many columns the best row of a file's first lines names when this sign divides its cells."""
    try:
        rows = csv.reader(io.StringIO(head), delimiter=delimiter)
        return max((named(row[: MOST_COLUMNS + 1]) for row in rows), default=0)
    except csv.Error:
        return 0


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(_lines(text), delimiter=delimiter)
    try:
        for cells in reader:
            yield [cell.strip() for cell in cells]
    except csv.Error as error:
        raise no_table() from error


def _lines(text: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        check_length(len(line))
        yield line


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    if content[1:200:2].count(0) > 40:
        encodings = ["utf-16-le"]
    elif content[:200:2].count(0) > 40:
        encodings = ["utf-16-be"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            text = _damaged(content) if encoding == "utf-8-sig" else ""
            if not text:
                continue
        if not any(character < " " and character not in "\t\r\n" for character in set(text)):
            return text.removeprefix("\ufeff")
    raise no_table()


def _damaged(content: bytes) -> str:
    """Return UTF-8 of which some bytes were damaged, with a sign in their place that no value has; else nothing.

    No text in Windows-1252 holds letters of several bytes. Read as such, a damaged one would lose all its accents.
    """
    text = content.decode("utf-8-sig", "replace")
    return text if _OF_SEVERAL_BYTES.search(text) else ""


def check_length(characters: int) -> None:
    """Refuse a row that is too long."""
    if characters > _LONGEST_LINE:
        raise ApplicationFileError("too_wide", f"A line has more than {_LONGEST_LINE:,} characters: shorten it.")


def no_table() -> ApplicationFileError:
    """Return the error for what is no table."""
    return ApplicationFileError("no_table", "The file is no table that can be read: save it as CSV or Excel (.xlsx).")
