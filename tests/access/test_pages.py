"""Logging in and working as somebody, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pages.serving import serving
from pages.sound import expect_sound
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access.conftest import PASSWORD
from access.guarded import Guarded, guarded
from credit_panel.access.roles import Role
from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import DECISIONS, Kind
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

pytestmark = pytest.mark.ui


@pytest.fixture(scope="module")
def kept(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a journal of their own."""
    folder = tmp_path_factory.mktemp("kept")
    return replace(settings, journal=f"sqlite:{folder / 'journal'}", journal_key=folder / "key")


@pytest.fixture(scope="module")
def recording(kept: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded(kept, tmp_path_factory.mktemp("recording")) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def journal(kept: Settings) -> Iterator[Journal]:
    opened = open_journal(kept)
    yield opened
    opened.close()


def log_in(page: Page, server: Guarded, name: str, path: str) -> None:
    """Open a page and log in with the keyboard alone."""
    page.goto(server.address + path)
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.long
def test_a_decision_bears_the_name_of_who_is_logged_in(
    recording: Guarded, context: BrowserContext, served: ServedModel, journal: Journal
) -> None:
    name, client = recording.somebody(Role.ADVISOR), int(served.portfolio.ids[3])
    page = context.new_page()
    log_in(page, recording, name, f"/client#client={client}")
    expect(page.locator("h1")).to_contain_text(str(client))  # the address after # came along through the login
    expect(page.get_by_role("link", name=f"Your account: {name}")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_count(0)
    expect(page.get_by_text("Nobody checks this name")).to_have_count(0)
    expect(page.get_by_role("link", name="Portfolio")).to_have_count(0)
    expect_sound(page)
    page.get_by_role("radio").first.check()
    page.get_by_label("Reason").select_option("other")
    page.get_by_label("Comment").fill("Seen in person.")
    page.get_by_role("button", name="Check and confirm").click()
    dialog = page.get_by_role("dialog", name="Record this decision?")
    expect(dialog).to_contain_text(name)
    dialog.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="Decision recorded")).to_be_visible()
    page.get_by_role("tab", name="Case file").click()
    expect(page.get_by_text(f"Recorded as {name}.")).to_be_visible()
    expect(page.get_by_text("Nobody checks this name")).to_have_count(0)
    about = journal.of(client)
    assert {entry.person for entry in about} == {name}
    assert any(entry.kind in DECISIONS for entry in about)
    logins = [entry for entry in journal.entries((Kind.LOGGED_IN,)) if entry.person == name]
    assert [entry.content["what"] for entry in logins] == ["logged in"]


def test_an_auditor_reads_the_case_and_is_offered_nothing_to_record(
    recording: Guarded, context: BrowserContext, served: ServedModel
) -> None:
    page = context.new_page()
    client = int(served.portfolio.ids[5])
    log_in(page, recording, recording.somebody(Role.AUDITOR), f"/client#client={client}")
    expect(page.locator("h1")).to_contain_text(str(client))
    expect(page.get_by_role("button", name="Check and confirm")).to_have_count(0)
    page.get_by_role("tab", name="Case file").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    expect(page.get_by_role("heading", name="Put on record")).to_have_count(0)
    page.get_by_role("tab", name="Letter").click()
    expect(page.get_by_role("article", name="Preview of the letter")).to_be_visible()
    expect(page.get_by_role("button", name="Make the PDF")).to_have_count(0)


@pytest.mark.long
def test_the_client_s_view_is_left_by_the_password_of_who_is_logged_in(
    recording: Guarded, context: BrowserContext, served: ServedModel
) -> None:
    first, second = (int(number) for number in served.portfolio.ids[6:8])
    page = context.new_page()
    log_in(page, recording, recording.somebody(Role.ADVISOR), f"/client#client={first}")
    expect(page.locator("h1")).to_contain_text(str(first))
    page.get_by_role("button", name="Show to the client").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"number {first}")
    for leave in (page.go_back, lambda: page.evaluate(f"location.hash = 'client={second}'")):
        leave()
        expect(page).to_have_url(re.compile(f"client={first}&mode=client"))
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"number {first}")
    page.goto(re.sub("/client.*", "/account", page.url))
    page.goto(re.sub("/account.*", f"/client#client={second}", page.url))
    expect(page).to_have_url(re.compile(f"client={first}&mode=client"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"number {first}")
    page.get_by_role("button", name="Advisor's view").click()
    expect(page.get_by_label("Your password")).to_be_focused()
    page.keyboard.type("guessed")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is not the password.")).to_be_visible()
    expect_sound(page)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Decision")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.long
def test_a_role_that_is_taken_away_closes_the_page_and_says_why(recording: Guarded, context: BrowserContext) -> None:
    name = recording.somebody(Role.ADVISOR)
    page = context.new_page()
    log_in(page, recording, name, "/client")
    expect(page.get_by_role("link", name="Client file")).to_be_visible()
    page.wait_for_function("() => window.Bokeh && Bokeh.documents.length > 0 && Bokeh.documents[0].is_idle")
    recording.gate.people.set_roles(name, [Role.ANALYST])
    page.get_by_label("Language").select_option("fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not yours")
    expect_sound(page)
    page.get_by_role("link", name="Portfolio").click()
    expect(page.get_by_role("link", name=f"Your account: {name}")).to_be_visible()


@pytest.mark.long
def test_who_is_logged_out_elsewhere_comes_back_to_where_they_were(
    recording: Guarded, context: BrowserContext, served: ServedModel
) -> None:
    name, client = recording.somebody(Role.ADVISOR), int(served.portfolio.ids[6])
    page = context.new_page()
    log_in(page, recording, name, f"/client#client={client}")
    expect(page.locator("h1")).to_contain_text(str(client))
    page.get_by_label("Comment").fill("Half a sentence")
    recording.gate.sessions.end_all_of(name)
    page.get_by_label("Language").select_option("fr")
    expect(page.get_by_text("You go on to where you were")).to_be_visible()
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(str(client))
    expect(page.locator("textarea")).to_have_value("Half a sentence")


@pytest.mark.parametrize(("lang", "title"), [("fr", "Se connecter"), ("en", "Log in")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_login_is_accessible_and_needs_no_script(
    recording: Guarded, browser: Browser, lang: str, title: str, scheme: str
) -> None:
    for scripts in (True, False):
        context = browser.new_context(
            locale=lang,
            color_scheme=scheme,
            java_script_enabled=scripts,
            viewport={"width": 320, "height": 640},
        )
        page = context.new_page()
        page.goto(f"{recording.address}/portfolio")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        if scripts:
            expect_sound(page)
        page.locator("#name").fill("analyst")
        page.locator("#password").fill("not this one")
        page.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        if scripts:
            expect_sound(page)
        context.close()


def test_the_first_user_comes_in_by_the_one_use_address(recording: Guarded, context: BrowserContext) -> None:
    recording.gate.people.add("first-one", [Role.ADMIN])
    page = context.new_page()
    page.goto(f"{recording.address}/login?invitation={recording.gate.people.invite('first-one')}")
    expect_sound(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")
    page.goto(f"{recording.address}/account")
    expect(page.get_by_text("You are logged in as first-one.")).to_be_visible()
    expect_sound(page)
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


@pytest.mark.long
def test_an_analyst_sees_how_advisors_decided_and_nobody_s_name(
    recording: Guarded, context: BrowserContext, served: ServedModel, journal: Journal
) -> None:
    shown = {"proposed": "accept", "probability": 0.05, "threshold": 0.09, "points": 600.0, "model": {"version": "1"}}
    for number, client in enumerate(served.portfolio.ids[400:480]):  # whom no other test opens
        told = {**shown, "decided": "accept" if number % 2 else "refuse", "reason": "", "comment": ""}
        kind = Kind.DECISION if number % 4 else Kind.OVERRULE
        told |= {} if number % 4 else {"reason": "data_wrong"}
        journal.append(kind, client_id=int(client), person=f"person-{number % 2}", content=told)
    page = context.new_page()
    log_in(page, recording, recording.somebody(Role.ANALYST), "/portfolio#about=decisions")
    expect(page.get_by_role("heading", name="By advisor and month")).to_be_visible()
    expect(page.get_by_role("heading", name="Decisions month by month")).to_be_visible()
    expect(page.get_by_text("Advisor 2")).to_be_visible()
    assert "person-1" not in page.content()
    assert "person-1" not in str(page.get_by_role("tabpanel").all_inner_texts())
    expect_sound(page)
    page.get_by_label("Language").select_option("fr")
    expect(page.get_by_role("heading", name="Par personne et par mois")).to_be_visible()


@pytest.mark.long
def test_without_a_login_the_foot_of_the_page_says_so(
    settings: Settings, context: BrowserContext, tmp_path: Path
) -> None:

    with serving(settings, tmp_path / "log.txt") as address:
        page = context.new_page()
        page.goto(f"{address}/glossary")
        expect(page.get_by_text("No login is asked for: whoever uses this machine is let in.")).to_be_visible()
        expect(page.get_by_role("link", name="Your account")).to_have_count(0)
