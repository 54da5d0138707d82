"""What is printed: each sheet says what it is of, nothing stands alone on the last one, and long lists are short."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PageObject, PdfReader

from credit_panel.portfolio import ServedModel
from pages.conftest import Visit
from pages.states import SETTLED
from pages.test_client import clients

pytestmark = pytest.mark.ui


def closed(text: str) -> str:
    """Return a text without its gaps: those between words come out of a PDF at will."""
    return re.sub(r"\s+", "", text)


def sheets(page: Page) -> list[str]:
    """Print the page on A4, as it would come out once it is whole, and return each sheet's letters, without gaps."""
    page.evaluate("settled()")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    return [closed(sheet.extract_text()) for sheet in printed.pages]


def filled(page: Page) -> list[float]:
    """Print the page on A4, and return how far down each sheet its words reach, from 0 to 1."""

    def reach(sheet: PageObject) -> float:
        top, foot = float(sheet.mediabox.height) - 45, 51.0  # the margins, in points
        lowest = [top]

        def see(text: str, matrix: list[float], at: list[float], *_: object) -> None:
            y = at[4] * matrix[1] + at[5] * matrix[3] + matrix[5]
            if text.strip() and y > foot:
                lowest.append(y)

        sheet.extract_text(visitor_text=see)
        return (top - min(lowest)) / (top - foot)

    return [reach(sheet) for sheet in PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages]


def drawn(page: Page, count: int) -> None:
    """Wait until so many pictures are drawn."""
    expect(page.locator(".pictured .drawn > *").filter(visible=True)).to_have_count(count)
    page.evaluate("settled()")


@pytest.mark.long
@pytest.mark.parametrize(
    ("where", "pictures", "most"),
    [
        ("/portfolio", 5, 2),
        ("/application", 0, 1),
        ("/client#client={client}&tab=compare", 3, 3),
        ("/client#client={client}&tab=why", 0, 1),
        ("/model", 5, 3),
        ("/model#tab=card", 0, 3),
    ],
)
def test_no_sheet_is_mostly_empty(visit: Visit, served: ServedModel, where: str, pictures: int, most: int) -> None:
    page = visit(where.format(client=clients(served)[0]), lang="fr", script=SETTLED)
    drawn(page, pictures)
    sheets = filled(page)
    assert len(sheets) <= most
    assert min(sheets[:-1], default=1) > 0.5
    assert sheets[-1] > (0.25 if pictures else 0.1)  # a text ends where it ends


@pytest.mark.long
def test_a_picture_is_no_wider_than_its_card_on_paper(visit: Visit) -> None:
    """It is printed as lines and letters: a canvas would keep the width of the screen, and lie over its neighbour."""
    page = visit("/model", lang="fr", script=SETTLED)
    drawn(page, 5)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    printed = page.locator(".pictured > svg.printed")
    expect(printed).to_have_count(5)
    expect(page.locator(".pictured > .drawn").filter(visible=True)).to_have_count(0)
    for picture in printed.all():
        assert picture.get_attribute("aria-label")
        assert picture.evaluate(
            "e => e.getBoundingClientRect().right <= e.closest('.card').getBoundingClientRect().right"
        )
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(printed).to_have_count(0)


@pytest.mark.long
def test_a_letter_prints_alone(visit: Visit, served: ServedModel) -> None:
    page = visit(f"/client#client={clients(served)[0]}&tab=letter", lang="fr", script=SETTLED)
    expect(page.get_by_role("heading", name="Vos droits")).to_be_visible()
    printed = sheets(page)
    assert closed("Vos droits") in "".join(printed)
    assert closed("Reste à vivre") not in "".join(printed)


@pytest.mark.long
def test_a_decision_prints_on_two_sheets_with_the_facts_beside_the_reasons(visit: Visit, served: ServedModel) -> None:
    client_id = clients(served)[0]
    page = visit(f"/client#client={client_id}", lang="fr", script=SETTLED)
    expect(page.get_by_role("heading", name="Ce qui compte, en points")).to_be_visible()
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
    page = visit(f"/client#client={first}&tab=compare&with={second}", lang="fr", script=SETTLED)
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
    page = visit(f"/client#client={clients(served)[0]}&mode=client", lang="fr", script=SETTLED)
    page.get_by_role("button", name="Tout", exact=True).click()
    rows = page.get_by_role("group", name="Toutes vos données").get_by_role("rowheader")
    expect(rows.nth(100)).to_be_visible()
    count = rows.count()
    printed = sheets(page)
    assert len(printed) <= 2 + count / 25
    assert sum(sheet.count(closed("origine :")) for sheet in printed) >= 100
