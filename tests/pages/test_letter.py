"""The letter's tab: a preview, the PDF of what stands, and the record of it in the case file."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from credit_panel.settings import Settings
from pages.conftest import IDLE, Visit
from pages.serving import serving
from pages.sound import expect_sound
from pages.test_case_file import decide
from pages.test_record import LABELS

pytestmark = pytest.mark.ui


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Settings:
    """What the suite has built, with a journal of its own."""
    return replace(settings, journal=f"sqlite:{tmp_path / 'small.journal'}", journal_key=tmp_path / "key")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    complaints: list[str] = []
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def taken(page: Page) -> bytes:
    """Take the PDF away."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the letter").click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.long
def test_the_letter_is_shown_made_and_put_on_record(
    kept: Settings, served: ServedModel, page: Page, tmp_path: Path
) -> None:
    client = int(served.portfolio.ids[0])
    proposed = served.explain_client(client).outcome
    other = next(outcome for outcome in Outcome if outcome != proposed)
    with serving(kept, tmp_path / "log.txt") as address:
        page.goto(f"{address}/client#client={client}&tab=letter")
        page.wait_for_function(IDLE, timeout=60_000)
        sheet = page.get_by_role("article", name="Preview of the letter")
        expect(sheet).to_contain_text(f"Case {client}")
        expect_sound(page)
        page.get_by_role("button", name="Make the PDF").click()
        expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Give your name first")

        page.get_by_role("tab", name="Decision").click()
        decide(page, LABELS[other], person="Zoé Martin", reason="data_wrong")
        expect(page.get_by_role("heading", name="Decision recorded")).to_be_visible()
        page.get_by_role("tab", name="Letter").click()
        expect(sheet).to_contain_text("a person decided")
        page.get_by_role("button", name="French").click()
        expect(sheet).to_have_attribute("lang", "fr")
        expect(sheet).to_contain_text("une personne a décidé")
        page.get_by_role("button", name="Make the PDF").click()
        expect(page.get_by_role("link", name="Download the letter")).to_be_focused()
        content = taken(page)
        sha256 = hashlib.sha256(content).hexdigest()
        expect(page.get_by_text(sha256)).to_be_visible()
        text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages)
        assert re.search(r"une\s+personne\s+a\s+décidé", text)

        page.get_by_role("tab", name="Case file").click()
        expect(page.get_by_text("Letter made")).to_be_visible()
        expect(page.get_by_text(sha256, exact=True)).to_be_visible()
        page.get_by_role("button", name="Make the file as PDF").click()
        expect(page.get_by_role("link", name="Download the file")).to_be_focused()
        expect_sound(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the file").click()
        file = PdfReader(Path(download.value.path()))
        assert sha256 in "".join(each.extract_text() for each in file.pages)
    journal = open_journal(kept)
    (made,) = [entry for entry in journal.entries() if entry.kind == Kind.LETTER_MADE]
    assert (made.person, made.content["sha256"], made.content["language"]) == ("Zoé Martin", sha256, "fr")


@pytest.mark.long
def test_another_client_s_letter_takes_the_place_of_the_first(visit: Visit, served: ServedModel) -> None:
    first, second = map(int, served.portfolio.ids[:2])
    page = visit(f"/client#client={first}&tab=letter")
    sheet = page.get_by_role("article")
    expect(sheet).to_contain_text(f"Case {first}")
    page.locator("#number").fill(str(second))
    page.keyboard.press("Enter")
    expect(sheet).to_contain_text(f"Case {second}")
    expect(page.get_by_text(f"Case {first}")).to_have_count(0)
