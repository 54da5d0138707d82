"""Whoever does nothing for a while is warned, in time, and loses nothing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator

import pytest
from pages.sound import expect_sound
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access.conftest import PASSWORD, Clock
from access.guarded import COOKIE, Guarded
from credit_panel.access.people import People
from credit_panel.access.roles import Role
from credit_panel.access.sessions import LONGEST, WARNED, Sessions
from credit_panel.access.store import Store
from credit_panel.portfolio import ServedModel

IDLE = 600.0
MINUTE = 60_000


def test_the_end_is_that_of_idling_until_that_of_the_day_comes_first(store: Store, clock: Clock) -> None:
    People(store).add("anna", [Role.ADVISOR])
    sessions = Sessions(store, IDLE, clock)
    token = sessions.begin("anna")
    clock.seconds += 100
    end = sessions.end_of(token)
    assert end is not None
    assert (end.seconds, end.warned, end.last) == (IDLE - 100, WARNED, False)
    for _ in range(int(LONGEST / IDLE * 2) - 2):
        clock.seconds += IDLE / 2
        sessions.note(token)
    end = sessions.end_of(token)
    assert end is not None
    assert end.last
    assert end.seconds < IDLE
    clock.seconds += IDLE
    assert sessions.end_of(token) is sessions.end_of("x") is None


def test_to_ask_when_the_end_is_does_not_put_it_off_and_to_say_that_one_is_there_does(server: Guarded) -> None:
    session = server.session("advisor")
    before(server, session, 90)
    for _ in range(2):
        assert 80 < server.get("/session", session).json()["seconds"] <= 90
    assert server.post("/session", {}, session).json()["seconds"] > 1_700
    for answer in (server.get("/session"), server.post("/session", {}, "x")):
        assert answer.status_code in (401, 303)
    assert server.post("/session", {}, session, origin="http://evil.example").status_code == 403


def before(server: Guarded, session: str, seconds: float) -> None:
    """Have a session, or all, be so many seconds before their end."""
    from credit_panel.access.tokens import kept

    seen = time.time() - 30 * 60 + seconds
    with sqlite3.connect(server.gate.settings.file) as file:
        file.execute("UPDATE sessions SET seen = ? WHERE token = ?", (seen, kept(session)))


@pytest.fixture(params=["en-GB", pytest.param("fr-FR", marks=pytest.mark.long)])
def page(request: pytest.FixtureRequest, server: Guarded, browser: Browser) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(locale=request.param, viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.clock.install()
    yield opened
    context.close()


def session_in(page: Page) -> str:
    return next(str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == COOKIE)


@pytest.mark.long
@pytest.mark.ui
def test_whoever_is_away_is_warned_and_stays_or_finds_all_again(
    page: Page, server: Guarded, served: ServedModel
) -> None:
    client = int(served.portfolio.ids[11])
    name = server.somebody(Role.ADVISOR)
    page.goto(f"{server.address}/client#client={client}")
    french = page.locator("html").get_attribute("lang") == "fr"
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(str(client))
    page.locator("textarea").fill("Half a sentence")
    before(server, session_in(page), 90)
    page.clock.fast_forward(MINUTE + 1_000)
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_visible()
    title, minutes, stay = (
        ("Votre session se termine bientôt", "dans environ 2 minutes", "Garder ma session")
        if french
        else ("Your session ends soon", "in about 2 minutes", "Stay logged in")
    )
    expect(dialog).to_contain_text(title)
    expect(dialog).to_contain_text(minutes)
    expect(dialog.get_by_role("button", name=stay)).to_be_focused()
    expect_sound(page)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert server.get("/session", session_in(page)).json()["seconds"] > 1_700
    expect(page.locator("textarea")).to_have_value("Half a sentence")
    # nobody answers the next one
    before(server, session_in(page), 2)
    page.clock.fast_forward(11 * MINUTE)
    expect(dialog).to_be_visible()
    time.sleep(2)
    page.clock.fast_forward(MINUTE)
    expect(page.locator("#name")).to_be_visible()
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(str(client))
    expect(page.locator("textarea")).to_have_value("Half a sentence")


@pytest.mark.ui
def test_who_types_is_there_though_nothing_is_sent(browser: Browser, server: Guarded) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.clock.install()
    page.goto(f"{server.address}/glossary")
    page.locator("#name").fill(server.somebody(Role.ADVISOR))
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    before(server, session_in(page), 300)
    page.clock.fast_forward(MINUTE + 1_000)
    page.keyboard.press("a")
    page.wait_for_timeout(500)
    assert server.get("/session", session_in(page)).json()["seconds"] > 1_700
    context.close()
