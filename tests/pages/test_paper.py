"""What is printed: each sheet says what it is of, nothing stands alone on the last one, and long lists are short."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from credit_panel.portfolio import ServedModel
from pages.conftest import Visit
from pages.test_client import clients

pytestmark = pytest.mark.ui


def closed(text: str) -> str:
    """Return a text without its gaps: those between words come out of a PDF at will."""
    return re.sub(r"\s+", "", text)


def sheets(page: Page) -> list[str]:
    """Print the page on A4, as it would come out, and return the letters of each sheet, without gaps."""
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    return [closed(sheet.extract_text()) for sheet in printed.pages]


def test_a_decision_prints_on_two_sheets_with_the_facts_beside_the_reasons(visit: Visit, served: ServedModel) -> None:
    client_id = clients(served)[0]
    page = visit(f"/client#client={client_id}", lang="fr")
    printed = sheets(page)
    assert len(printed) == 2
    for place, sheet in enumerate(printed, 1):
        assert closed(f"page {place} sur 2") in sheet
        assert str(client_id) in sheet
    assert closed("Ce qui compte, en points") in printed[-1]
    assert closed("Reste à vivre") in printed[-1]


@pytest.mark.long
def test_two_files_side_by_side_print_on_one_sheet(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = visit(f"/client#client={first}&tab=compare&with={second}", lang="fr")
    expect(page.get_by_role("group", name="Deux dossiers côte à côte").get_by_role("table")).to_be_visible()
    printed = sheets(page)
    holding = [
        sheet for sheet in printed if closed(f"Client {second} Écart") in sheet
    ]  # the head of a table begins each sheet
    assert len(holding) == 1
    assert closed("Reste à vivre") in printed[-1]
    assert closed("Capacité d’endettement") in printed[-1]


@pytest.mark.long
def test_all_data_of_a_client_print_on_few_sheets(visit: Visit, served: ServedModel) -> None:
    page = visit(f"/client#client={clients(served)[0]}&mode=client", lang="fr")
    page.get_by_role("button", name="Tout", exact=True).click()
    rows = page.get_by_role("group", name="Toutes vos données").get_by_role("rowheader")
    expect(rows.nth(100)).to_be_visible()
    count = rows.count()
    printed = sheets(page)
    assert len(printed) <= 2 + count / 25
    assert sum(sheet.count(closed("origine :")) for sheet in printed) >= 100
