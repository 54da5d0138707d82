"""Files as lenders send them: titles, blank lines, sheets, formulas, totals; read, or named, and never passed over."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from openpyxl import Workbook

from credit_panel.errors import ApplicationFileError
from credit_panel.home_credit.application_file import read_applications

NAMES = ["SK_ID_CURR", "NAME_CONTRACT_TYPE", "AMT_INCOME_TOTAL", "AMT_CREDIT", "DAYS_BIRTH", "EXT_SOURCE_2"]
ROW: list[object] = [7, "Cash loans", 150_000, 450_000, -14_600, 0.55]
HEADER, LINE = ",".join(NAMES), ",".join(map(str, ROW))


def saved(fill: Callable[[Workbook], None]) -> bytes:
    """Return a workbook that a library wrote: its formulas were never calculated."""
    workbook = Workbook()
    workbook.active.title = "Clients"
    for row in (NAMES, ROW, [8, *ROW[1:]]):
        workbook.active.append(row)
    fill(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def told(content: bytes) -> list[tuple[str, str, str, str]]:
    return [(p.place, p.problem.field, p.problem.kind, p.text) for p in read_applications(content).problems]


def notes(content: bytes) -> dict[str, tuple[tuple[str, ...], tuple[int, ...]]]:
    found = read_applications(content)
    assert pickle.loads(pickle.dumps(found)).notes == found.notes  # noqa: S301 (it goes between our own processes)
    return {note.kind: (note.names, note.rows) for note in found.notes}


def put(place: str, value: object, format: str | None = None) -> Callable[[Workbook], None]:
    def fill(workbook: Workbook) -> None:
        workbook.active[place] = value
        if format:
            workbook.active[place].number_format = format

    return fill


@pytest.mark.parametrize(
    ("place", "formula", "field"),
    [("F3", "=0.05+0.5", "EXT_SOURCE_2"), ("D3", "=A1*2", "AMT_CREDIT"), ("B3", '=T("x")', "NAME_CONTRACT_TYPE")],
)
def test_a_formula_without_a_value_is_named_by_its_cell_and_its_row_is_not_scored(
    place: str, formula: str, field: str
) -> None:
    content = saved(put(place, formula))
    assert told(content) == [(f"Clients!{place}", field, "formula", formula)]
    assert read_applications(content).rows == (2,)


@pytest.mark.parametrize("array", [False, True])
def test_a_formula_that_a_library_saved_with_nought_for_its_value_is_named_too(array: bool) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as served:
        sheet = served.add_worksheet("S")
        sheet.write_row(0, 0, NAMES)
        sheet.write_row(1, 0, ROW)
        if array:
            sheet.write_array_formula("F2:F2", "{=SUM(A1:A2)}")
        else:
            sheet.write_formula("F2", "=0.05+0.5")
        sheet.write_row(2, 0, ROW)
        sheet.write_formula("F3", "=0.05+0.5", value=0.55)
    ((place, field, kind, _),) = told(out.getvalue())
    assert (place, field, kind) == ("S!F2", "EXT_SOURCE_2", "formula")
    assert read_applications(out.getvalue()).applications["EXT_SOURCE_2"].to_list() == [0.55]


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?"])
def test_an_error_cell_is_named(error: str) -> None:
    assert told(saved(put("F3", error))) == [("Clients!F3", "EXT_SOURCE_2", "error", error)]


def test_cells_covered_by_a_merge_are_named() -> None:
    content = saved(lambda workbook: workbook.active.merge_cells("F2:F3"))
    assert told(content) == [("Clients!F3", "EXT_SOURCE_2", "merged", "")]
    assert read_applications(content).applications["EXT_SOURCE_2"].to_list() == [0.55]


def test_a_title_that_is_merged_is_no_fault() -> None:
    def fill(workbook: Workbook) -> None:
        workbook.active.insert_rows(1)
        workbook.active["A1"] = "Demandes de mars"
        workbook.active.merge_cells("A1:F1")

    assert told(saved(fill)) == []
    assert notes(saved(fill))["above"] == ((), (1,))


@pytest.mark.parametrize(
    ("place", "value", "format", "read"),
    [
        ("E3", date(1984, 3, 12), "DD/MM/YYYY", (date(1984, 3, 12) - date(2026, 3, 12)).days),
        ("E3", -14_600, "DD/MM/YYYY", -14_600),
        ("F3", 0.55, "0%", 0.55),
        ("D3", "450000", "@", 450_000),
        ("D3", "450 000,50 €", "@", 450_000.5),
        ("A3", "000123", "@", 123),
    ],
)
def test_cells_are_read_by_what_they_keep(place: str, value: object, format: str, read: float) -> None:
    found = read_applications(saved(put(place, value, format)), date(2026, 3, 12))
    assert found.problems == ()
    assert found.applications[NAMES["ABCDEF".index(place[0])]].to_list()[1] == read


@pytest.mark.parametrize(
    ("place", "value", "kind"),
    [
        ("D3", True, "number"),
        ("D3", date(1984, 3, 12), "date"),
        ("E3", 30_753, "bounds"),
        ("D3", "24,000", "ambiguous"),
    ],
)
def test_a_cell_of_another_kind_is_named(place: str, value: object, kind: str) -> None:
    ((where, _, found, _),) = told(saved(put(place, value)))
    assert (where, found) == (f"Clients!{place}", kind)


def test_hidden_rows_are_read_and_told() -> None:
    def hide(workbook: Workbook) -> None:
        workbook.active.row_dimensions[3].hidden = True

    assert read_applications(saved(hide)).rows == (2, 3)
    assert notes(saved(hide))["hidden"] == ((), (3,))


def sheets(*titles: str, hidden: str = "") -> bytes:
    """Return a workbook with applications in the sheets whose names begin with A."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title in titles:
        sheet = workbook.create_sheet(title)
        sheet.sheet_state = "hidden" if title == hidden else "visible"
        for row in (NAMES, ROW) if title.startswith("A") else [["Rates"], [0.05]] if title == "Rates" else []:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "read", "others"),
    [
        (sheets("Empty", "A1"), "A1", None),
        (sheets("Rates", "A1", "Empty"), "A1", None),
        (sheets("A1", "A2"), "A1", ("A2",)),
        (sheets("A1", "A2", hidden="A1"), "A2", ("A1",)),
        (sheets("A1"), None, None),
    ],
)
def test_the_first_sheet_that_holds_applications_is_read_and_said(
    content: bytes, read: str | None, others: tuple[str, ...] | None
) -> None:
    found = notes(content)
    assert found.get("sheet", ((None,),))[0] == (read,)
    assert found.get("other_sheets", (None,))[0] == others
    assert read_applications(content).rows == (2,)


def test_a_client_who_stands_there_twice_is_told_with_the_rows() -> None:
    other = LINE.replace("7", "8", 1)
    assert notes("\n".join([HEADER, LINE, other, LINE]).encode()) == {"repeated_client": (("7",), (2, 4))}


@pytest.mark.parametrize(
    ("content", "rows", "above"),
    [
        (f"sep=,\n{HEADER}\n{LINE}\n", (3,), None),
        (f'"sep=;"\r\n{HEADER}\r\n{LINE}\r\n'.replace(",", ";"), (3,), None),
        (f"Demandes, mars 2026; agence\n{HEADER}\n{LINE}\n", (3,), (1,)),
        (f"\n\n{HEADER}\n{LINE}\n\n\n", (4,), None),
        (f"{HEADER}\n\n{LINE}\n,,,\n", (3,), None),
        (f"{HEADER.lower()}\n{LINE}", (2,), None),
        (f"{HEADER.replace('_', ' ')}\n{LINE}", (2,), None),
        (f" {HEADER.title().replace(',', ' , ')}\n{LINE}", (2,), None),
        (f"{HEADER}\r{LINE}\r", (2,), None),
        (f"{HEADER}\n{LINE}\n".replace(",", "|"), (2,), None),
        (f"{HEADER}\n{LINE}\n".replace(",", "\t"), (2,), None),
        (f"{HEADER},,\n{LINE},,\n", (2,), None),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_what_stands_round_the_table_is_passed_over_or_told(
    content: str, rows: tuple[int, ...], above: tuple[int, ...] | None, encoding: str
) -> None:
    found = read_applications(content.encode(encoding))
    assert found.rows == rows
    assert found.problems == ()
    assert found.left_out == ()
    assert notes(content.encode(encoding)).get("above", (None, None))[1] == above


def test_totals_and_names_of_columns_again_are_passed_over_and_told() -> None:
    total = "Total,,150000,900000,,"
    content = "\n".join([HEADER, LINE, HEADER, LINE.replace("7", "8", 1), total]).encode()
    assert notes(content) == {"repeated_header": ((), (3,)), "totals": ((), (5,))}
    assert read_applications(content).rows == (2, 4)


def test_a_row_with_more_values_than_columns_is_named() -> None:
    """A decimal comma between commas moves all that follows."""
    assert told(f"{HEADER}\n{LINE.replace('0.55', '0,55')}\n{LINE}".encode()) == [("", "SK_ID_CURR", "width", "7")]


def test_columns_that_are_no_field_are_told_with_what_they_may_be_meant_to_be() -> None:
    content = f",{HEADER.replace('EXT_SOURCE_2', 'EXT_SOURC_2')},Shoe size\n0,{LINE},43".encode()
    assert read_applications(content).left_out == ("?", "EXT_SOURC_2", "Shoe size")
    assert notes(content)["near"] == (("EXT_SOURC_2", "EXT_SOURCE_2"), ())


def test_a_file_without_what_it_needs_says_shortly_what_was_found() -> None:
    with pytest.raises(ApplicationFileError, match=r"Is 'AMT_CREDT' meant to be AMT_CREDIT\?") as caught:
        read_applications(f"{HEADER.replace('AMT_CREDIT', 'AMT_CREDT')}\n{LINE}".encode())
    assert caught.value.near == {"AMT_CREDIT": "AMT_CREDT"}
    with pytest.raises(ApplicationFileError, match=r"found Name, Town; one row has to name them") as caught:
        read_applications(b"Name,Town\nAnn,Paris")
    assert len(str(caught.value)) < 200
