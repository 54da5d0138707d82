"""Workbooks: read where their rows are, and refused in one sentence when somebody has tampered with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import ApplicationFileError
from credit_panel.home_credit.application_sheet import MOST_ROWS, read_sheet

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="c" sheetId="1" r:id="rId1"/>'
    '<sheet name="s" sheetId="2" r:id="rId2"/><sheet name="other" sheetId="3" r:id="rId3"/></sheets></workbook>'
)
RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/worksheet" Target="worksheets/other.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId4" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
PARTS = {
    "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": BOOK,
    "xl/_rels/workbook.xml.rels": RELATED,
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>AMT_CREDIT</t></si>'
    '<si><r><t xml:space="preserve">in </t></r><r><t>parts</t></r><rPh><t>read so</t></rPh></si></sst>',
}


def packed(rows: str, parts: Mapping[str, str] | None = None) -> bytes:
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet, **(parts or {})}.items():
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
    assert sheet.rows[0] == (2, ("5", ""))


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
    assert read == ((2, ("in parts", "0.55000000000000004", "1", "#N/A", "a <b>", "", "2")),)


LAUGHS = '<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("rows", "parts", "kind"),
    [
        (HEAD + row(2, cell("A2", 2, "s")), {}, "no_table"),
        (HEAD + row(2, cell("A2", "one", "s")), {}, "no_table"),
        (HEAD + row(0, cell("A0", 5)), {}, "no_table"),
        (HEAD + row(1_048_577, cell("A1", 5)), {}, "no_table"),
        (HEAD + row(2, cell("XFE2", 5)), {}, "no_table"),
        (HEAD + row(2, cell("a2", 5)), {}, "no_table"),
        (HEAD + row(2, "<x:c>"), {}, "no_table"),
        (HEAD, {}, "empty"),
        ("", {}, "empty"),
        (HEAD, {"xl/sharedStrings.xml": f"{LAUGHS}<sst><si><t>&b;</t></si></sst>"}, "no_table"),
        (HEAD, {"xl/_rels/workbook.xml.rels": RELATED.replace("/xl/worksheets", "../../etc")}, "no_table"),
        (HEAD, {"xl/_rels/workbook.xml.rels": "<Relationships/>"}, "no_table"),
        (HEAD, {"xl/workbook.xml": BOOK + " " * 2_000_000}, "no_table"),
        (HEAD, {"_rels/.rels": "<Relationships/>"}, "no_table"),
        (HEAD + row(2, cell("A2", "x" * 60_000), cell("B2", "x" * 60_000)), {}, "too_wide"),
        (row(1, *(cell(f"A{'AB'[i % 2]}{'ABCDEFGHIJKLM'[i % 13]}1", 1) for i in range(26))), {}, "too_wide"),
        (HEAD + "".join(row(n, cell(f"A{n}", 5)) for n in range(2, MOST_ROWS + 3)), {}, "too_many_rows"),
    ],
)
def test_what_is_no_sound_workbook_is_one_fault(rows: str, parts: dict[str, str], kind: str) -> None:
    with pytest.raises(ApplicationFileError) as caught:
        read_sheet(packed(rows, parts))
    assert caught.value.fault == kind


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=3))
def test_a_workbook_with_other_bytes_gives_a_sheet_or_a_fault(place: int, other: bytes) -> None:
    content = packed(HEAD + row(2, cell("A2", 5)))
    place %= len(content)
    try:
        sheet = read_sheet(content[:place] + other + content[place + len(other) :])
    except ApplicationFileError:
        return
    assert sheet.rows
