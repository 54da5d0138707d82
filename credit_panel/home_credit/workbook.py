"""The cells of an Excel workbook that somebody sends, row by row: nothing is laid out that is not there.

A reader that lays a sheet out between its first and its last cell asks for 500 GB when a file of 1 kB has a cell in the
last corner, and ends the process of all visitors.
"""

from __future__ import annotations

import itertools
import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from typing import Protocol
from xml.parsers import expat

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet can have, as Excel says."""
_LARGEST_INDEX = 1_000_000
"""Bytes of the largest part that says where others lie."""
_CHUNK = 1 << 16


def sheet_rows(archive: zipfile.ZipFile) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet that hold any text: their number in the sheet, from 1, and their cells.

    Numbers are as Excel keeps them, with a decimal point; a date is the number of its day.

    Parameters
    ----------
    archive
        An open ``.xlsx``.

    Raises
    ------
    LookupError, ValueError, RuntimeError, xml.parsers.expat.ExpatError
        When it is no workbook that can be read; and as `zipfile` does.
    """
    book = next(_related(archive, "", "officeDocument"))[1]
    sheets = dict(_related(archive, book, "worksheet"))
    first = next(sheets[number] for sheet in _elements(archive, book, "sheet") if (number := sheet["id"]) in sheets)
    texts = _SharedTexts()
    for _, part in itertools.islice(_related(archive, book, "sharedStrings"), 1):
        _parse(archive, part, texts)
    sheet = _Rows(texts.known)
    for _ in _parsed(archive, first, sheet):
        yield from sheet.whole
        sheet.whole.clear()


class _Target(Protocol):
    """What a part is parsed into; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def text(self, text: str) -> None: ...

    def end(self, name: str) -> None: ...


class _Texts:
    """Gathers the text of values, without the readings that stand beside some scripts."""

    def __init__(self) -> None:
        self._gathered: list[str] = []
        self._in_value = self._in_reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._in_value = name in ("v", "t")
        self._in_reading |= name == "rPh"

    def text(self, text: str) -> None:
        if self._in_value and not self._in_reading:
            self._gathered.append(text)

    def end(self, name: str) -> None:
        self._in_value = False
        self._in_reading &= name != "rPh"

    def take(self) -> str:
        """Return what was gathered since the last call."""
        text = "".join(self._gathered).strip()
        self._gathered.clear()
        return text


class _SharedTexts(_Texts):
    """The texts that cells refer to by their place."""

    def __init__(self) -> None:
        super().__init__()
        self.known: list[str] = []

    def end(self, name: str) -> None:
        super().end(name)
        if name == "si":
            self.known.append(self.take())


class _Rows(_Texts):
    """The rows of a sheet; those that are whole wait in `whole`."""

    def __init__(self, shared: Sequence[str]) -> None:
        super().__init__()
        self.whole: list[tuple[int, list[str]]] = []
        self._shared = shared
        self._number = self._column = 0
        self._is_shared = False
        self._cells: dict[int, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name == "c":
            self._column = _column(attributes["r"]) if "r" in attributes else self._column + 1
            self._is_shared = attributes.get("t") == "s"
        elif name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._column = 0
            if not 0 < self._number <= _MOST_ROWS:
                raise ValueError(f"there is no row {self._number}")

    def end(self, name: str) -> None:
        super().end(name)
        if name == "c":
            text = self.take()
            if text:
                self._cells[self._column] = self._shared[int(text)] if self._is_shared else text
        elif name == "row" and self._cells:
            width = max(self._cells)
            if width > _MOST_COLUMNS:
                raise ValueError(f"row {self._number} has {width} columns")
            self.whole.append((self._number, [self._cells.get(place, "") for place in range(1, width + 1)]))
            self._cells = {}


class _Elements:
    """The attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.found: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._name:
            self.found.append({_local(key): value for key, value in attributes.items()})

    def text(self, text: str) -> None:
        """Pass over it."""

    def end(self, name: str) -> None:
        """Pass over it."""


def _parsed(archive: zipfile.ZipFile, part: str, target: _Target) -> Iterator[None]:
    """Parse a part into `target`, some bytes at a time."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: target.start(_local(name), attributes)
    parser.CharacterDataHandler = target.text
    parser.EndElementHandler = lambda name: target.end(_local(name))
    parser.StartDoctypeDeclHandler = _no_definitions
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk)
            yield
    parser.Parse(b"", True)
    yield


def _parse(archive: zipfile.ZipFile, part: str, target: _Target) -> None:
    for _ in _parsed(archive, part, target):
        pass


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> list[dict[str, str]]:
    if archive.getinfo(part).file_size > _LARGEST_INDEX:
        raise ValueError(f"{part} is too large")
    elements = _Elements(name)
    _parse(archive, part, elements)
    return elements.found


def _related(archive: zipfile.ZipFile, part: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the number and the name of each part of a kind that `part`, or the workbook itself, refers to."""
    folder, name = posixpath.split(part)
    for relation in _elements(archive, posixpath.join(folder, "_rels", f"{name}.rels"), "Relationship"):
        if relation["Type"].endswith(f"/{kind}"):
            yield relation["Id"], posixpath.normpath(posixpath.join("/", folder, relation["Target"])).lstrip("/")


def _column(reference: str) -> int:
    """Return the place of a cell's column: 1 for ``A7``, 28 for ``AB7``."""
    place = 0
    for letter in reference.rstrip("0123456789"):
        if not "A" <= letter <= "Z" or place > _MOST_COLUMNS:
            raise ValueError(reference)
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _no_definitions(*_: object) -> None:
    raise ValueError("a workbook defines no entities")
