"""Workbooks: read where their rows are, and refused in one sentence when somebody has tampered with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import ApplicationFileError
from credit_panel.home_credit.application_sheet import MOST_ROWS, read_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"


def written() -> dict[str, bytes]:
    """Return the parts of a workbook that an application wrote, with two texts that cells share."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as served:
        served.add_worksheet("clients").write_row(0, 0, ["AMT_CREDIT", " in parts "])
        served.add_worksheet("other").write(0, 0, "nobody reads this")
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(rows: str, parts: Mapping[str, str | None] | None = None) -> bytes:
    """Return it with other rows in its first sheet, and other parts in the place of its own; None leaves one out."""
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**written(), SHEET: sheet, **(parts or {})}.items():
            if text is not None:
                archive.writestr(name, text)
    return out.getvalue()


def row(number: int, *cells: str) -> str:
    return f'<x:row r="{number}">{"".join(cells)}</x:row>'


def cell(reference: str, value: object, kind: str = "n") -> str:
    return f'<x:c r="{reference}" t="{kind}"><x:v>{value}</x:v></x:c>'


HEAD = row(1, cell("A1", 0, "s"), cell("B1", "X", "str"))


def test_a_cell_in_the_last_corner_takes_no_room() -> None:
    """Laying out the sheet between its first and last cell would take 500 GB."""
    sheet = read_sheet(packed(HEAD + row(2, cell("A2", 5)) + row(1_048_576, cell("XFD1048576", "x", "str"))))
    assert sheet.header == ("AMT_CREDIT", "X")
    assert sheet.rows == ((2, ("5", "")),)


def test_rows_have_the_numbers_that_excel_shows() -> None:
    rows = row(3, cell("B3", 0, "s")) + row(4, cell("B4", 5)) + row(5, '<x:c r="A5" s="1"/>') + row(7, cell("B7", 6))
    assert read_sheet(packed(rows)).rows == ((4, ("", "5")), (7, ("", "6")))


def test_no_row_is_lost_behind_empty_ones() -> None:
    numbers = [*range(2, 602), *range(1_102, 1_402)]
    sheet = read_sheet(packed(HEAD + "".join(row(number, cell(f"A{number}", number)) for number in numbers)))
    assert [number for number, _ in sheet.rows] == numbers
    assert [cells[0] for _, cells in sheet.rows] == [str(number) for number in numbers]


def test_cells_of_every_kind_are_read_as_they_are_kept() -> None:
    cells = (
        cell("A2", 1, "s"),
        cell("B2", "0.55000000000000004"),
        cell("C2", 1, "b"),
        cell("D2", "#N/A", "e"),
        "<x:c t='inlineStr'><x:is><x:t> a &lt;b&gt; </x:t></x:is></x:c>",
        "<x:c r='G2'><x:f>1+1</x:f><x:v>2</x:v></x:c>",
    )
    names = (cell(f"{letter}1", letter, "str") for letter in "ABCDEFG")
    read = read_sheet(packed(f"<x:row>{''.join(names)}</x:row><x:row>{''.join(cells)}</x:row>")).rows
    assert read == ((2, ("in parts", "0.55", "1", "#N/A", "a <b>", "", "2")),)


def test_days_and_numbers_read_as_they_show() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as served:
        sheet = served.add_worksheet()
        sheet.write_row(0, 0, ["DAYS_BIRTH", "AMT_CREDIT", "EXT_SOURCE_1"])
        sheet.write_datetime(1, 0, datetime(1985, 3, 2), served.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(1, 1, [270_000, 0.1 + 0.2])
    assert read_sheet(out.getvalue()).rows == ((2, ("1985-03-02", "270000", "0.3")),)


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
BOMB = f'<!DOCTYPE sst [<!ENTITY l0 "ha">{LAUGHS}]><sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>'


@pytest.mark.parametrize(
    ("rows", "parts", "fault"),
    [
        (HEAD + row(2, cell("A2", 9, "s")), {}, "no_table"),
        (HEAD + row(2, cell("A2", "one", "s")), {}, "no_table"),
        (HEAD + row(2, cell("A2", "ten")), {}, "no_table"),
        (HEAD + row(2, cell("2", 5)), {}, "no_table"),
        (HEAD + row(2, "<x:c>"), {}, "no_table"),
        (HEAD, {}, "empty"),
        ("", {}, "empty"),
        (HEAD, {TEXTS: BOMB}, "no_table"),
        (HEAD, {RELATED: "<Relationships/>"}, "no_table"),
        (HEAD, {"[Content_Types].xml": None}, "no_table"),
        (HEAD, {"xl/workbook.xml": "<workbook/>"}, "no_table"),
        (HEAD, {"more": " " * 60_000_000}, "too_big"),
        (HEAD, {TEXTS: f'<sst xmlns="{MAIN}">{"<si/>" * 1_000_000}</sst>'}, "too_big"),
        (HEAD + row(10**12, cell("A2", 5)), {}, "empty"),
        (HEAD + row(2, cell("A2", "x" * 60_000, "str"), cell("B2", "x" * 60_000, "str")), {}, "too_wide"),
        (row(1, *["<x:c><x:v>1</x:v></x:c>"] * 600), {}, "too_wide"),
        (HEAD + "".join(row(n, cell(f"A{n}", 5)) for n in range(2, MOST_ROWS + 3)), {}, "too_many_rows"),
    ],
)
def test_what_is_no_sound_workbook_is_one_fault(rows: str, parts: dict[str, str | None], fault: str) -> None:
    with pytest.raises(ApplicationFileError) as caught:
        read_sheet(packed(rows, parts))
    assert caught.value.fault == fault


SOUND = packed(HEAD + row(2, cell("A2", 5)))


@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=3))
def test_a_workbook_with_other_bytes_gives_a_sheet_or_a_fault(place: int, other: bytes) -> None:
    try:
        sheet = read_sheet(SOUND[:place] + other + SOUND[place + len(other) :])
    except ApplicationFileError:
        return
    assert sheet.rows
