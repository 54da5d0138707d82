"""Files of applications: read by name or label, and refused or told row by row when they cannot be."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credit_panel.errors import ApplicationFileError
from credit_panel.home_credit import validate_application
from credit_panel.home_credit.application_file import MOST_TOLD, read_applications
from credit_panel.home_credit.application_sheet import MOST_BYTES, MOST_ROWS, read_sheet
from credit_panel.home_credit.catalogue import CATEGORIES

GOOD = {"NAME_CONTRACT_TYPE": "Cash loans", "AMT_INCOME_TOTAL": 150_000, "AMT_CREDIT": 450_000, "DAYS_BIRTH": -14_600}
HEADER = ",".join(GOOD)
LINE = ",".join(str(value) for value in GOOD.values())


def workbook(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_excel(out)
    return out.getvalue()


def fault(content: bytes) -> ApplicationFileError:
    with pytest.raises(ApplicationFileError) as caught:
        read_applications(content)
    return caught.value


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_row_of_a_file_is_what_it_would_be_typed_in(kind: str) -> None:
    frame = pl.DataFrame([GOOD | {"EXT_SOURCE_2": 0.55, "FLAG_EMAIL": 1, "OCCUPATION_TYPE": None}])
    found = read_applications(frame.write_csv().encode() if kind == "csv" else workbook(frame))
    assert found.rows == (2,)
    assert found.problems == ()
    typed = validate_application(GOOD | {"EXT_SOURCE_2": 0.55, "FLAG_EMAIL": 1})
    assert found.applications.equals(typed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_french_labels_words_semicolons_and_decimal_commas_are_read(encoding: str) -> None:
    text = (
        "Type de contrat;Revenu déclaré;Montant du crédit demandé;Âge;Niveau d'études;Score externe n° 2;Prêteur\r\n"
        "Crédit à la consommation;150\u00a0000,50;450 000;42;Enseignement supérieur;0,55;Nous\r\n"
    )
    levels = CATEGORIES["NAME_CONTRACT_TYPE"]
    text = text.replace("Crédit à la consommation", levels["Cash loans"]["fr"])
    text = text.replace("Enseignement supérieur", CATEGORIES["NAME_EDUCATION_TYPE"]["Higher education"]["fr"].upper())
    found = read_applications(text.encode(encoding))
    assert found.problems == ()
    assert found.left_out == ("Prêteur",)
    row = found.applications.row(0, named=True)
    assert (row["NAME_CONTRACT_TYPE"], row["NAME_EDUCATION_TYPE"]) == ("Cash loans", "Higher education")
    assert (row["AMT_INCOME_TOTAL"], row["AMT_CREDIT"], row["EXT_SOURCE_2"]) == (150_000.5, 450_000, 0.55)
    assert row["DAYS_BIRTH"] == -15_340


@pytest.mark.parametrize("byte", [b"\xe0", b"\x80", b"\xc3", b"\xff"])
def test_a_damaged_byte_is_told_in_its_cell_and_leaves_the_other_accents_alone(byte: bytes) -> None:
    level = CATEGORIES["NAME_EDUCATION_TYPE"]["Higher education"]["fr"]
    lines = (f"{HEADER},Niveau d'études", *(f"{LINE},{level}" for _ in range(3)))
    content = "\n".join(lines).encode()
    place = content.rindex(b"Cash loans") + 4
    found = read_applications(content[:place] + byte + content[place + 1 :])
    assert found.rows == (2, 3)
    assert found.applications["NAME_EDUCATION_TYPE"].to_list() == ["Higher education"] * 2
    assert [(p.row, p.problem.field, p.problem.kind) for p in found.problems] == [(4, "NAME_CONTRACT_TYPE", "level")]


def test_each_bad_cell_is_told_with_its_row_and_the_others_are_read() -> None:
    rows = [LINE, "", LINE.replace("450000", "many"), LINE.replace("Cash loans", "=cmd()"), LINE.replace("-14600", "5")]
    found = read_applications("\n".join([HEADER, *rows, LINE]).encode())
    assert found.rows == (2, 7)
    told = [(p.row, p.problem.field, p.problem.kind, p.text) for p in found.problems]
    assert told == [
        (4, "AMT_CREDIT", "number", "many"),
        (5, "NAME_CONTRACT_TYPE", "level", "=cmd()"),
        (6, "DAYS_BIRTH", "bounds", "5"),
    ]


def test_of_a_row_with_every_cell_wrong_ten_problems_are_told() -> None:
    names = [*GOOD, *(f"FLAG_DOCUMENT_{n}" for n in range(2, 22))]
    found = read_applications("\n".join([",".join(names), *[",".join(["zz"] * len(names))] * 3]).encode())
    assert [sum(problem.row == row for problem in found.problems) for row in (2, 3, 4)] == [MOST_TOLD] * 3
    assert found.untold == 3 * (len(names) - MOST_TOLD)
    assert read_applications(f"{HEADER}\n{LINE}".encode()).untold == 0


def test_a_client_s_number_goes_with_the_problem() -> None:
    found = read_applications(f"SK_ID_CURR,{HEADER}\n7,{LINE}\n8,{LINE.replace('450000', '-1')}".encode())
    assert found.applications["SK_ID_CURR"].to_list() == [7]
    assert [p.client_id for p in found.problems] == [8]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\n \n;;;\n", "empty"),
        (HEADER.encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no_table"),
        (b"PK\x03\x04 no archive", "no_table"),
        (b"\xd0\xcf\x11\xe0 no workbook", "no_table"),
        (b"<html><img src=x onerror=alert(1)></html>\nx", "no_field"),
        (f"{HEADER},AMT_CREDIT\n{LINE},1".encode(), "repeated"),
        (f"{HEADER},Credit amount requested\n{LINE},1".encode(), "repeated"),
        (b"AMT_CREDIT,DAYS_BIRTH\n450000,-14600", "absent"),
        ("\n".join([HEADER, *[LINE] * (MOST_ROWS + 1)]).encode(), "too_many_rows"),
        (b"x" * (MOST_BYTES + 1), "too_big"),
        (b"," * 9_000_000, "too_wide"),
        ((",".join(f"c{i}" for i in range(600)) + "\n1").encode(), "too_wide"),
        (f'{HEADER}\n"{"x" * 90_000}\n{"y" * 90_000}'.encode(), "no_table"),
    ],
)
def test_what_is_no_file_of_applications_is_one_fault(content: bytes, kind: str) -> None:
    error = fault(content)
    assert error.fault == kind
    assert str(error).endswith(".")


def test_a_thousand_rows_are_read() -> None:
    assert len(read_applications("\n".join([HEADER, *[LINE] * MOST_ROWS]).encode()).rows) == MOST_ROWS
    frame = pl.DataFrame([GOOD] * (MOST_ROWS + 1))
    assert fault(workbook(frame)).fault == "too_many_rows"
    assert len(read_applications(workbook(frame.head(MOST_ROWS))).rows) == MOST_ROWS


def bomb(*, lies: bool) -> bytes:
    """A workbook whose one part unpacks to 80 MB; with lies, its sizes are declared as 1 kB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    packed = out.getvalue()
    return packed.replace((80_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")) if lies else packed


@pytest.mark.parametrize(("lies", "kind"), [(False, "too_big"), (True, "no_table")])
def test_a_workbook_that_unpacks_to_too_much_is_refused(lies: bool, kind: str) -> None:
    content = bomb(lies=lies)
    assert len(content) < 100_000
    assert fault(content).fault == kind


@given(st.binary(max_size=400))
@example(b"!\r,!")  # a row of two cells under one name
def test_any_bytes_give_a_sheet_or_a_fault(content: bytes) -> None:
    """A row has a cell for each name; what it holds beyond them is kept, and told when the row is read."""
    try:
        sheet = read_sheet(content)
    except ApplicationFileError:
        return
    assert sheet.rows
    assert all(len(cells) == len(sheet.header) or cells[-1] for _, cells in sheet.rows)
    assert all(len(cells) >= len(sheet.header) for _, cells in sheet.rows)


@pytest.mark.parametrize(
    ("heading", "income"),
    [
        ("Revenu annuel", 2_500.0),
        ("Annual income", 2_500.0),
        ("Revenu mensuel déclaré", 30_000.0),
        ("Revenu déclaré", 30_000.0),
        ("Declared monthly income", 30_000.0),
        ("AMT_INCOME_TOTAL", 30_000.0),
    ],
)
def test_a_heading_says_the_period_of_its_amounts(heading: str, income: float) -> None:
    content = f"NAME_CONTRACT_TYPE;{heading};AMT_CREDIT;DAYS_BIRTH\nPrêt personnel;30 000;450 000;-14600\n"
    found = read_applications(content.encode())
    assert found.applications["AMT_INCOME_TOTAL"].to_list() == [income]
    said = read_applications(content.replace("30 000", "2 500 / mois").encode())
    assert said.applications["AMT_INCOME_TOTAL"].to_list() == [2_500.0]


def test_a_file_with_french_headings_writes_the_day_first() -> None:
    row = "\nCash loans;150000;450000;02/11/1979\n"
    french = read_applications(f"Type de contrat;AMT_INCOME_TOTAL;AMT_CREDIT;Âge{row}".encode(), date(2026, 11, 29))
    assert french.applications["DAYS_BIRTH"].to_list() == [(date(1979, 11, 2) - date(2026, 11, 29)).days]
    english = read_applications(f"NAME_CONTRACT_TYPE;AMT_INCOME_TOTAL;AMT_CREDIT;Age{row}".encode())
    assert [problem.problem.kind for problem in english.problems] == ["ambiguous"]
