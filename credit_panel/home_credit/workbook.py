"""The cells of an Excel workbook that somebody sends, row by row: nothing is laid out that is not there.

A reader that lays a sheet out between its first and its last cell asks for 500 GB when a file of 1 kB has a cell in the
last corner, and ends the process of all visitors.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, Literal

_MOST_ROWS = 1_048_576
"""Rows of a sheet, as Excel counts them."""

_MOST_MERGED = 1_000_000
"""Cells looked at for the merged ranges of a sheet: ranges that overlap, as none may, would keep the server busy."""

_TO_CALCULATE = re.compile(rb"<(?:\w+:)?calcPr[^>]*\bfullCalcOnLoad=[\"'](?:1|true)")

Kept = Literal["number", "flag", "date", "formula", "error", "merged"]


class WorkbookCell(str):
    """The text of a cell that is kept as something other than text.

    A ``formula`` is one whose value was never saved, an ``error`` what a formula left that fails, ``merged`` a cell
    that another one covers.
    """

    kept: Kept

    def __new__(cls, text: str, kept: Kept) -> WorkbookCell:
        """Return the text of a cell, and what it is kept as."""
        cell = super().__new__(cls, text)
        cell.kept = kept
        return cell


class WorkbookSheet:
    """One sheet of a workbook.

    Parameters
    ----------
    worksheet
        The sheet, as the library opens it.
    uncalculated
        Whether the workbook says that its formulas are still to be calculated.
    """

    def __init__(self, worksheet: Any, *, uncalculated: bool) -> None:
        self._worksheet, self._uncalculated = worksheet, uncalculated
        self.title: str = worksheet.title
        self.visible: bool = worksheet.sheet_state == "visible"
        self.hidden: list[int] = []
        """Numbers of the rows read so far that the sheet hides."""
        self.merged: list[tuple[int, int, int, int]] = []
        """First column and row, last column and row of the merged ranges, known once all rows were read."""

    def rows(self, most_columns: int) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that hold anything: their number in the sheet, from 1, and their cells.

        Parameters
        ----------
        most_columns
            How many cells of a row are read; more are left out.

        Raises
        ------
        Exception
            When it is no sheet that can be read: the errors of openpyxl, ZIP and XML share no narrower base.
        """
        served = self._worksheet.parent
        self.hidden.clear()
        with self._worksheet._get_source() as source:
            parser = _cell_parser(
                source,
                self._worksheet._shared_strings,
                data_only=True,
                epoch=served.epoch,
                date_formats=served._date_formats,
                timedelta_formats=served._timedelta_formats,
                uncalculated=self._uncalculated,
            )
            for number, cells in parser.parse():
                if number > _MOST_ROWS:
                    break
                hidden = parser.row_dimensions.pop(str(number), {}).get("hidden") in ("1", "true")
                found = {
                    c["column"]: c["value"] for c in cells if c["value"] is not None and c["column"] <= most_columns
                }
                if any(found.values()):
                    if hidden:
                        self.hidden.append(number)
                    yield number, [found.get(column, "") for column in range(1, max(found) + 1)]
        ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
        self.merged = [(r.min_col, r.min_row, r.max_col, r.max_row) for r in ranges]


def workbook_sheets(content: bytes) -> list[WorkbookSheet]:
    """Return the sheets of an ``.xlsx``, in their order: first those that are shown, then the hidden ones.

    Raises
    ------
    Exception
        When it is no workbook that can be read.
    """
    from openpyxl import load_workbook  # what no page needs costs no page its start

    served = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    # a library that cannot calculate asks for it, and leaves no values, or noughts; a spreadsheet has done it
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.lower().endswith("workbook.xml")]
    uncalculated = any(_TO_CALCULATE.search(part) for part in parts)
    sheets = [WorkbookSheet(sheet, uncalculated=uncalculated) for sheet in served.worksheets]
    return sorted(sheets, key=lambda sheet: not sheet.visible)


def cover_merged(rows: list[tuple[int, list[str]]], merged: list[tuple[int, int, int, int]]) -> None:
    """Mark in `rows` the cells that a merged range covers, but for its first, which has the value.

    Raises
    ------
    ValueError
        When the ranges cover more than a sheet can have.
    """
    places, looked_at = dict(rows), 0
    for left, top, right, bottom in merged:
        numbers = [n for n in places if top <= n <= bottom] if bottom - top > len(places) else range(top, bottom + 1)
        for number in numbers:
            cells = places.get(number, ())
            looked_at += 1 + max(0, min(right, len(cells)) - left + 1)
            if looked_at > _MOST_MERGED:
                raise ValueError("more merged cells than there can be")
            for column in range(left, min(right, len(cells)) + 1):
                if (column, number) != (left, top) and not cells[column - 1]:
                    cells[column - 1] = WorkbookCell("", "merged")  # type: ignore[index]


def place_of(row: int, column: int) -> str:
    """Return where a cell stands, such as ``C5``, both counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _cell_parser(*args: Any, uncalculated: bool, **options: Any) -> Any:
    from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

    class CellParser(WorkSheetParser):
        """Reads each cell as a text that remembers what it was kept as."""

        def parse_cell(self, element: Any) -> dict[str, Any]:
            kept, formula = element.get("t", "n"), element.find(FORMULA_TAG)
            serial = element.findtext(VALUE_TAG) or ""
            cell: dict[str, Any] = super().parse_cell(element)
            if formula is not None and kept != "str" and _is_unsaved(cell["value"], uncalculated=uncalculated):
                cell["value"] = WorkbookCell(f"={' '.join((formula.text or '').split())}", "formula")
            elif serial.startswith("-") and cell["data_type"] in "de":  # a date before all dates is a number
                cell["value"] = WorkbookCell(f"{float(serial):.15g}", "number")
            else:
                cell["value"] = _text(cell["value"], cell["data_type"])
            return cell

    return CellParser(*args, **options)


def _is_unsaved(value: object, *, uncalculated: bool) -> bool:
    return value is None or (uncalculated and type(value) in (int, float) and value == 0)


def _text(value: object, kind: str) -> str | None:
    """Return a cell as a text: numbers to the 15 digits that Excel keeps, days as ``1985-03-02``."""
    match value:
        case None:
            return None
        case bool():
            return WorkbookCell(str(int(value)), "flag")
        case int() | float():
            return WorkbookCell(f"{value:.15g}", "number")
        case datetime():
            return WorkbookCell(value.date().isoformat(), "date")
        case time() | timedelta():
            return WorkbookCell(str(value), "date")
    text = re.sub(r"_x000D_", "", str(value)).strip()
    return WorkbookCell(text, "error") if kind == "e" else text
