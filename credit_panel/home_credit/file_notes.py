"""What the person who sent a file should know of how it was read: nothing that was given is passed over in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from credit_panel.home_credit.application_sheet import Row, Sheet
from credit_panel.home_credit.cells import plain
from credit_panel.home_credit.headings import bare, meant

TOTALS = frozenset(
    (
        "total",
        "totals",
        "grand total",
        "totaux",
        "total général",
        "sous-total",
        "subtotal",
        "somme",
        "sum",
    )
)
"""Words that begin a row of totals, in small letters."""

NoteKind = Literal[
    "sheet",
    "other_sheets",
    "above",
    "repeated_header",
    "totals",
    "repeated_client",
    "hidden",
    "missing",
    "dates",
    "near",
]


@dataclass(frozen=True, slots=True)
class FileNote:
    """One thing to know of how a file was read.

    Parameters
    ----------
    kind
        ``sheet`` (the sheet that was read, of several), ``other_sheets`` (that hold applications too, and were not
        read), ``above`` (rows above the names of the columns), ``repeated_header`` and ``totals`` (rows passed over),
        ``repeated_client`` (a client's number that stands in several rows), ``hidden`` (rows that the sheet hides, and
        that were read), ``missing`` (a word that counts as no value, and how often), ``dates`` (the day that they were
        counted back from), ``near`` (a column left out whose name is like a field's).
    names
        What it is about: sheets, a client's number, a word and a count, a day, a column and a field.
    rows
        The rows of the file that it is about.
    """

    kind: NoteKind
    names: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


def applications_of(sheet: Sheet, columns: Sequence[str]) -> tuple[tuple[Row, ...], tuple[FileNote, ...]]:
    """Return the rows of a file that are applications, and notes of the others: names of columns again, and totals."""
    kept: list[Row] = []
    found: dict[NoteKind, list[int]] = {"repeated_header": [], "totals": []}
    for number, cells in sheet.rows:
        named = sum(1 for cell, name in zip(cells, columns, strict=False) if name and bare(cell) == bare(name))
        same = sum(1 for cell, name in zip(cells, sheet.header, strict=False) if cell and cell == name)
        if max(named, same) * 2 > len([cell for cell in cells if cell]):
            found["repeated_header"].append(number)
        elif any(plain(cell).strip(" :") in TOTALS for cell in cells[:3]):
            found["totals"].append(number)
        else:
            kept.append((number, cells))
    return tuple(kept), tuple(FileNote(kind, rows=tuple(rows)) for kind, rows in found.items() if rows)


def notes_of(sheet: Sheet, left_out: Sequence[str], clients: Mapping[int, object]) -> tuple[FileNote, ...]:
    """Return what to know of a file as a whole.

    Parameters
    ----------
    left_out
        Names of the columns that are no field.
    clients
        The client's number by row, as it was read.
    """
    rows_of: dict[float, list[int]] = defaultdict(list)
    for row, client in clients.items():
        if isinstance(client, float):
            rows_of[client].append(row)
    notes: list[FileNote] = []
    if sheet.title and not sheet.only:
        notes.append(FileNote("sheet", (sheet.title,)))
    if sheet.others:
        notes.append(FileNote("other_sheets", sheet.others))
    if sheet.passed_over:
        notes.append(FileNote("above", rows=sheet.passed_over))
    if sheet.hidden:
        notes.append(FileNote("hidden", rows=sheet.hidden))
    notes += [
        FileNote("repeated_client", (f"{client:.0f}",), tuple(rows))
        for client, rows in rows_of.items()
        if len(rows) > 1
    ]
    near = ((name, meant(name)) for name in left_out if name)
    notes += [FileNote("near", (name[:40], field)) for name, field in near if field]
    return tuple(notes)
