"""Tables that are taken away: the workbook holds what the CSV holds, numbers as numbers, and runs nothing."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from credit_panel.portfolio import ServedModel
from pages.conftest import Visit
from pages.sound import expect_sound
from pages.test_client import clients

pytestmark = pytest.mark.ui
NUMBER = re.compile(r"-?(0|[1-9]\d*)([.,]\d+)?")


def taken(page: Page, press: Locator) -> tuple[str, bytes]:
    with page.expect_download() as download:
        press.press("Enter")
    return download.value.suggested_filename, download.value.path().read_bytes()


@pytest.mark.long
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_workbook_holds_the_cells_of_the_csv(visit: Visit, served: ServedModel, lang: str) -> None:
    page = visit(f"/client#client={clients(served)[0]}&tab=why", lang=lang)
    place = page.locator("p:has(> a[download^='why'])").first
    expect(place).to_be_attached()
    for folded in page.locator("details:has(a[download^='why'])").all():
        folded.evaluate("node => { node.open = true }")
    name, content = taken(page, place.get_by_role("link"))
    as_workbook = {"fr": "Télécharger en Excel", "en": "Download as Excel"}[lang]
    sheet_name, workbook = taken(page, place.get_by_role("button", name=as_workbook))
    assert sheet_name == name.replace(".csv", ".xlsx")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";" if lang == "fr" else ","))
    (sheet,) = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(found) == len(rows) > 5
    for row, told in zip(rows, found, strict=True):
        for text, value in zip(row, told, strict=True):
            if NUMBER.fullmatch(text):
                assert value == pytest.approx(float(text.replace(",", ".")))
            else:
                assert (value or "") == re.sub(r"^'(?=[=+\-@])", "", text)
    assert any(isinstance(value, int | float) for row in found for value in row)
    expect_sound(page)


@pytest.mark.long
def test_a_cohort_is_saved_with_its_definitions(visit: Visit, served: ServedModel) -> None:
    page = visit("/portfolio", lang="fr")
    name, content = taken(page, page.get_by_role("button", name="Enregistrer au format Excel"))
    assert name == "cohort.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert book.sheetnames == ["Clients", "Définitions"]
    assert sum(1 for _ in book["Clients"].iter_rows()) == len(served.portfolio) + 1
