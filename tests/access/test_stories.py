"""A case from the counter to the audit, in French, by three people who log in: on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pages.conftest import IDLE
from pages.sound import expect_sound
from playwright.sync_api import Browser, BrowserContext, Page, expect
from postgres import POSTGRESQL

from access.conftest import PASSWORD
from access.guarded import Guarded, guarded
from credit_panel.access.roles import Role
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import DECISIONS, Kind
from credit_panel.journal.verification import verify_journal
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from credit_panel.settings import Settings

pytestmark = [pytest.mark.ui, pytest.mark.slow]
T = translator("fr").gettext
LABELS = {Outcome.ACCEPT: "Accepter", Outcome.REVIEW: "Demander des pièces", Outcome.REFUSE: "Refuser"}
SAID = "je gagne plus que ce qui est écrit"
Come = Callable[[str, str], Page]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=POSTGRESQL)])
def kept(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Settings:
    url = f"sqlite:{tmp_path / 'journal'}" if request.param == "sqlite" else request.getfixturevalue("postgres").fresh()
    return replace(settings, journal=url, journal_key=tmp_path / "key")


@pytest.fixture
def server(kept: Settings, tmp_path: Path) -> Iterator[Guarded]:
    with guarded(kept, tmp_path) as running:
        yield running


@pytest.fixture
def come(server: Guarded, browser: Browser) -> Iterator[Come]:
    """Somebody logs in with a browser of their own, and opens a page."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def log_in(name: str, path: str) -> Page:
        contexts.append(browser.new_context(locale="fr-FR", viewport={"width": 1440, "height": 900}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{server.address}{path}")
        page.get_by_label(T("User name")).fill(name)
        page.get_by_label(T("Password")).fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_function(IDLE, timeout=60_000)
        return page

    yield log_in
    for context in contexts:
        context.close()
    assert complaints == []


def decide(page: Page, outcome: Outcome, reason: str = "") -> None:
    page.get_by_role("radio", name=LABELS[outcome]).check()
    if reason:
        page.get_by_label(T("Reason")).select_option(reason)
    page.get_by_role("button", name=T("Check and confirm")).click()
    page.get_by_role("button", name=T("Record the decision")).click()
    expect(page.get_by_role("heading", name=T("Decision recorded"))).to_be_visible()


def test_a_case_goes_from_the_counter_to_the_audit(
    kept: Settings, server: Guarded, served: ServedModel, come: Come
) -> None:
    client = int(served.portfolio.ids[2])
    proposed = served.explain_client(client).outcome
    other = next(outcome for outcome in (Outcome.REFUSE, Outcome.ACCEPT) if outcome != proposed)

    page = come("advisor", f"/client#client={client}")
    decide(page, other, "data_wrong")
    page.get_by_role("tab", name=T("Letter")).click()
    page.get_by_role("button", name=T("Make the PDF")).click()
    expect(page.get_by_role("link", name=T("Download the letter"))).to_be_visible()
    page.get_by_role("tab", name=T("Case file")).click()
    note = page.get_by_label(T("Note"), exact=True)
    page.get_by_role("button", name=T("An explanation"), exact=True).click()
    page.get_by_role("button", name=T("Record the answer")).click()
    expect(page.get_by_role("alert").filter(visible=True)).to_be_visible()  # not without a word of what was answered
    note.fill("expliqué au guichet")
    page.get_by_role("button", name=T("Record the answer")).click()
    expect(page.get_by_role("heading", name=T("What waits for an answer"))).to_have_count(0)
    note.fill(SAID)
    page.get_by_role("button", name=T("A review by a person"), exact=True).click()
    expect(page.locator("ol.line > li").first).to_contain_text(SAID)
    expect_sound(page)

    page = come("reviewer", "/client")
    by_state = page.get_by_role("region", name=T("Cases by state"))
    for state in ("Decided", "Letter made", "Request without an answer"):
        by_state.get_by_role("button", name=T(state)).click()
        expect(by_state.get_by_role("button", name=T(state))).to_have_attribute("aria-pressed", "true")
        expect(by_state.get_by_role("link", name=str(client))).to_be_visible()
    expect_sound(page)
    page.get_by_role("region", name=T("Cases to review")).get_by_role("link", name=str(client)).click()
    page.get_by_role("button", name=T("Record the review")).click()
    decide(page, proposed)
    page.get_by_role("tab", name=T("Case file")).click()
    expect(page.locator("ol.line > li").first).to_contain_text("reviewer")
    expect(page.get_by_role("heading", name=T("What waits for an answer"))).to_have_count(0)
    expect_sound(page)

    page = come("auditor", "/client")
    page.get_by_role("link", name=T("Journal"), exact=True).click()
    page.get_by_role("link", name=T("Check that it is as it was written")).click()
    expect(page.get_by_role("status")).to_contain_text("telle qu’elle a été écrite")
    page.get_by_label(T("Kind of record")).select_option(str(Kind.REVIEW))
    page.get_by_role("button", name=T("Show these")).click()
    expect(page.locator("tbody")).to_contain_text("reviewer")
    expect_sound(page)
    page.get_by_role("link", name=str(client)).click()
    expect(page.locator("ol.line")).to_contain_text(SAID)
    expect(page.get_by_role("heading", name=T("Put on record"))).to_have_count(0)

    with closing(open_journal(kept)) as journal:
        assert verify_journal(journal).intact
        told = [(entry.kind, entry.person) for entry in journal.of(client) if entry.kind is not Kind.PROPOSAL_SHOWN]
    assert told == [
        (Kind.OVERRULE, "advisor"),
        (Kind.LETTER_MADE, "advisor"),
        (Kind.EXPLANATION_REQUESTED, "advisor"),
        (Kind.REQUEST_ENDED, "advisor"),
        (Kind.REVIEW_REQUESTED, "advisor"),
        (Kind.REVIEW, "reviewer"),
    ]
    assert {kind for kind, _ in told} & set(DECISIONS) == {Kind.OVERRULE, Kind.REVIEW}
    assert server.get("/journal", server.session(str(Role.ADVISOR))).status_code == 403
