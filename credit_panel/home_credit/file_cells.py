"""The cells of a file, in the writing of the whole: the decimal sign that some show, the others share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from credit_panel.home_credit.application_sheet import Row, Sheet
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS
from credit_panel.home_credit.cells import Writing, read_cell
from credit_panel.home_credit.days import day_order, read_date
from credit_panel.home_credit.file_notes import FileNote
from credit_panel.home_credit.headings import is_a_year, is_french, is_label
from credit_panel.home_credit.numbers import CellError, Decimal, shown_decimal
from credit_panel.home_credit.schema import CLIENT
from credit_panel.home_credit.workbook import WorkbookCell

Value = float | str | None


class CellReader:
    """Reads the rows of one file, and remembers what the reader should know.

    Parameters
    ----------
    sheet
        The file.
    columns
        The field of each of its columns, empty for one that is none.
    rows
        Its applications.
    today
        The day that dates count back from.
    """

    def __init__(self, sheet: Sheet, columns: Sequence[str], rows: Sequence[Row], today: date) -> None:
        self._columns, self._today = columns, today
        texts = {
            place: [cells[place] for _, cells in rows if cells[place] and not isinstance(cells[place], WorkbookCell)]
            for place, name in enumerate(columns)
            if name and name not in CATEGORIES
        }
        decimal = decimal_sign((text for column in texts.values() for text in column), sheet.decimal)
        french = any(is_french(heading) for heading in sheet.header)
        self._writing = {
            place: Writing(
                decimal,
                True if french and day_order(column) is None else day_order(column),
                today,
                in_years=is_label(sheet.header[place]),
                a_year=is_a_year(sheet.header[place]),
            )
            for place, column in texts.items()
        }
        self._words: dict[str, int] = defaultdict(int)
        self._dates = False

    def read(self, cells: Sequence[str]) -> dict[str, Value | CellError]:
        """Return the value of each field of a row, or what is wrong with its cell."""
        raw = {name: self._read(place, name, cells[place]) for place, name in enumerate(self._columns) if name}
        if len(cells) > len(self._columns):
            raw[CLIENT] = CellError(
                "width", f"the row has {len(cells)} values for {len(self._columns)} columns: put quotes round its texts"
            )
        return raw

    def notes(self) -> tuple[FileNote, ...]:
        """Return what was taken for no value, and whether dates were counted."""
        words = tuple(FileNote("missing", (word, str(count))) for word, count in self._words.items())
        return (*words, *((FileNote("dates", (self._today.isoformat(),)),) if self._dates else ()))

    def _read(self, place: int, name: str, cell: str) -> Value | CellError:
        writing = self._writing.get(place, Writing())
        try:
            if isinstance(cell, WorkbookCell):
                return self._kept(name, cell, writing)
            value = read_cell(name, cell, writing)
        except CellError as error:
            return error
        if value is None and cell:
            self._words[cell] += 1
        elif FIELDS[name].unit == "days" and "-" not in cell[:1]:
            self._dates = self._dates or read_date(cell, day_first=True) is not None
        return value

    def _kept(self, name: str, cell: WorkbookCell, writing: Writing) -> Value:
        """Return the value of a cell that a workbook keeps as a number, a date, yes or no."""
        unit = FIELDS[name].unit
        match cell.kept:
            case "formula":
                raise CellError(
                    "formula",
                    "holds a formula without a value: open the file in the spreadsheet, save it and send it again",
                )
            case "merged":
                raise CellError("merged", "is merged with another cell: undo the merge and give each its value")
            case "flag" if unit not in ("flag", "category"):
                raise CellError("number", f"must be a number, not {'TRUE' if cell == '1' else 'FALSE'}")
            case "date" if unit == "days":
                self._dates = True
        return read_cell(name, str(cell), replace(writing, decimal=".", day_first=True, today=self._today))


def decimal_sign(texts: Iterable[str], implied: Decimal) -> Decimal:
    """Return the decimal sign that some numbers share: the one that they show, or else the one that is implied."""
    shown = {shown_decimal(text) for text in texts} - {""}
    if not shown:
        return implied
    return shown.pop() if len(shown) == 1 else ""
