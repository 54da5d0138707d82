"""Decisions on record in a real browser: they outlive tab and server, and two people at one case are told."""

from __future__ import annotations

import re
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from postgres import POSTGRESQL

from credit_panel.journal.opening import open_journal
from credit_panel.journal.verification import verify_journal
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from pages.conftest import IDLE, SIZES
from pages.serving import serving
from pages.sound import expect_sound
from pages.test_record import DECIDED, LABELS

pytestmark = pytest.mark.ui
COMMENT = "=cmd()|' /C calc' <b>x</b>"
Desk = Callable[..., Page]


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a journal of the test's own, in a file."""
    return replace(settings, journal=f"sqlite:{tmp_path / 'small.journal'}", journal_key=tmp_path / "key")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[POSTGRESQL, pytest.mark.slow])])
def anywhere(request: pytest.FixtureRequest, kept: Settings) -> Settings:
    """The same on each kind of database that can be had."""
    return replace(kept, journal=request.getfixturevalue("postgres").fresh()) if request.param != "sqlite" else kept


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    """Browsers of people who share nothing; at the end, no page has complained."""
    contexts, complaints = [], []

    def sit_down(address: str, *, lang: str = "en", size: str = "desktop") -> Page:
        width, height = SIZES[size]
        locale = {"fr": "fr-FR", "en": "en-GB"}[lang]
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, locale=locale))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(address)
        page.wait_for_function(IDLE, timeout=60_000)
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert complaints == []


def decide(page: Page, label: str, *, person: str = "", reason: str = "") -> None:
    """Fill in the decision and confirm it."""
    page.get_by_role("radio", name=label).check()
    if reason:
        page.get_by_label("Reason").select_option(reason)
    if person:
        page.get_by_label("Your name").fill(person)
    page.get_by_role("button", name="Check and confirm").click()
    page.get_by_role("button", name="Record the decision").click()


@pytest.mark.long
def test_a_case_goes_from_decision_to_review_over_tabs_and_restarts(
    anywhere: Settings, served: ServedModel, desk: Desk, tmp_path: Path
) -> None:
    client = int(served.portfolio.ids[0])
    proposed = served.explain_client(client).outcome
    other = next(outcome for outcome in LABELS if outcome != proposed)
    with serving(anywhere, tmp_path / "first.txt") as address:
        page = desk(f"{address}/client#client={client}")
        page.get_by_role("radio", name=LABELS[other]).check()
        page.get_by_label("Reason").select_option("data_wrong")
        page.get_by_label("Comment").fill(COMMENT)
        page.get_by_role("button", name="Check and confirm").click()
        expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Give your name")
        expect(page.get_by_text("Nobody checks this name")).to_be_visible()
        decide(page, LABELS[other], person="Zoé Martin")
        expect(page.get_by_role("heading", name="Decision recorded")).to_be_focused()
        expect(page.locator(".done")).to_contain_text("Zoé Martin")
        expect(page.locator(".notice.review")).to_contain_text("it has to be somebody else")
        expect(page.get_by_text(re.compile("Number [0-9]+ of the journal"))).to_be_visible()
        page.reload()
        expect(page.locator(".done h3")).to_contain_text(DECIDED[other])
        expect(page.get_by_role("heading", level=1)).to_contain_text(DECIDED[other])
    with serving(anywhere, tmp_path / "second.txt") as address:
        page = desk(f"{address}/client", lang="fr", size="phone")
        waiting = page.get_by_role("region", name="Dossiers à réexaminer")
        expect(waiting).to_contain_text("décision de Zoé Martin")
        expect_sound(page)
        waiting.get_by_role("link", name=str(client)).click()
        expect(page.locator(".done h3")).to_be_visible()
        page.get_by_label("Language").or_(page.get_by_label("Langue")).select_option("en")
        page.get_by_role("button", name="Correct it").click()
        decide(page, LABELS[proposed], person="B. Durand")
        expect(page.locator(".done h3")).to_contain_text("after a review")
        expect(page.locator(".notice.review")).to_be_hidden()
        page.get_by_role("tab", name="Case file").click()
        line = page.locator("ol.line > li")
        expect(line.first).to_contain_text("decision of a second person")
        expect(page.locator("ol.line")).to_contain_text(COMMENT)
        expect(page.locator("ol.line b").first).to_be_visible()
        expect_sound(page)
        mine = desk(f"{address}/client")
        mine.get_by_label("Your name").fill("b. durand")
        mine.get_by_label("Your name").press("Enter")
        expect(mine.get_by_role("region", name="Cases to review")).to_contain_text("No case waits")
    with closing(open_journal(anywhere)) as journal:
        assert verify_journal(journal).intact


@pytest.mark.long
def test_what_a_client_asks_for_waits_until_it_is_answered(
    kept: Settings, served: ServedModel, desk: Desk, tmp_path: Path
) -> None:
    with serving(kept, tmp_path / "log.txt") as address:
        page = desk(f"{address}/client#client={served.portfolio.ids[0]}&tab=case")
        expect(page.locator("ol.line > li")).to_have_count(1)
        page.get_by_role("button", name="An explanation").click()
        expect(page.get_by_role("alert").filter(visible=True)).to_have_text("Give your name first.")
        page.get_by_label("Your name").filter(visible=True).fill("Zoé")
        page.get_by_role("button", name="An explanation").click()
        expect(page.get_by_role("heading", name="What waits for an answer")).to_be_visible()
        page.get_by_role("button", name="Record the answer").click()
        expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Write the note first")
        page.get_by_label("Note", exact=True).fill("explained by telephone")
        page.get_by_role("button", name="Record the answer").click()
        expect(page.get_by_role("heading", name="What waits for an answer")).to_have_count(0)
        expect(page.locator("ol.line > li").first).to_contain_text("explained by telephone")
        expect(page.get_by_label("Note", exact=True)).to_have_value("")
        page.get_by_role("button", name="A review by a person").click()
        expect(page.locator(".notice.review").filter(visible=True)).to_contain_text("The client has asked for a review")
        expect(page.get_by_role("button", name="Record the answer")).to_have_count(0)


def seconds_to_answer(address: str) -> float:
    started = time.monotonic()
    with urllib.request.urlopen(address, timeout=20):  # noqa: S310 - our own server
        time.sleep(0.05)
    return time.monotonic() - started


@pytest.mark.long
def test_the_second_of_two_people_and_one_at_a_locked_journal_are_told_and_lose_nothing(
    kept: Settings, served: ServedModel, desk: Desk, tmp_path: Path
) -> None:
    client = int(served.portfolio.ids[0])
    proposed = served.explain_client(client).outcome
    other = next(outcome for outcome in LABELS if outcome != proposed)
    with serving(kept, tmp_path / "log.txt") as address:
        first, second = (desk(f"{address}/client#client={client}") for _ in range(2))
        for page in (first, second):
            expect(page.get_by_role("button", name="Check and confirm")).to_be_visible()
        second.get_by_label("Comment").fill("mine")
        decide(first, LABELS[proposed], person="Zoé")
        expect(first.get_by_role("heading", name="Decision recorded")).to_be_focused()
        decide(second, LABELS[other], person="Ben", reason="data_wrong")
        expect(second.get_by_role("alert").filter(visible=True)).to_contain_text("somebody else has decided meanwhile")
        expect(second.locator(".done")).to_contain_text("Zoé")
        expect(second.get_by_label("Comment")).to_have_value("mine")
        with closing(sqlite3.connect(tmp_path / "small.journal", isolation_level=None)) as elsewhere:
            elsewhere.execute("BEGIN IMMEDIATE")
            second.get_by_role("button", name="Check and confirm").click()
            second.get_by_role("button", name="Record the decision").click()
            assert max(seconds_to_answer(f"{address}/livez") for _ in range(20)) < 1  # the others do not wait along
            expect(second.get_by_role("alert").filter(visible=True)).to_contain_text("in use by another writer")
            elsewhere.execute("ROLLBACK")
        expect(second.get_by_label("Comment")).to_have_value("mine")
        second.get_by_role("button", name="Check and confirm").click()
        second.get_by_role("button", name="Record the decision").click()
        expect(second.locator(".done h3")).to_contain_text(DECIDED[other])
