"""The cells of an Excel workbook that somebody sends, row by row: nothing is laid out that is not there.

A reader that lays a sheet out between its first and its last cell asks for 500 GB when a file of 1 kB has a cell in the
last corner, and ends the process of all visitors.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

_MOST_ROWS = 1_048_576
"""Rows of a sheet, as Excel counts them."""


def sheet_rows(content: bytes, most_columns: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet that hold anything: their number in the sheet, from 1, and their cells.

    Parameters
    ----------
    content
        An ``.xlsx``.
    most_columns
        How many cells of a row are read; more are left out.

    Raises
    ------
    Exception
        When it is no workbook that can be read: the errors of openpyxl, ZIP and XML share no narrower base.
    """
    from openpyxl import load_workbook  # what no page needs costs no page its start

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # a file may say anything of its size
    empty: object = None
    # the row behind a gap says its own number, and each row of the gap is made up: any number of them, without a limit
    rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=most_columns, values_only=True)
    for number, row in enumerate(rows, 1):
        if row is empty:  # those of a gap are one and the same
            continue
        if row.count(None) < len(row):
            yield number, [_text(cell) for cell in row]
        else:
            empty = row


def _text(cell: object) -> str:
    """Return a cell as a text: numbers to the 15 digits that Excel keeps, days as ``1985-03-02``."""
    match cell:
        case None:
            return ""
        case bool():
            return str(int(cell))
        case int() | float():
            return f"{cell:.15g}"
        case datetime():
            return cell.date().isoformat()
    return str(cell).strip()
