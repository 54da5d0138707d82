"""Logging in at a provider, working, and logging out of both, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pages.sound import expect_sound
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access.guarded import Guarded
from access.provided import RunningProvider
from credit_panel.portfolio import ServedModel

pytestmark = pytest.mark.ui


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


def confirm(page: Page, subject: str) -> None:
    """Say who one is, on the provider's own page."""
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize", exact=True).click()


@pytest.mark.long
def test_an_advisor_comes_in_comes_back_and_leaves(
    openid: Guarded, running_provider: RunningProvider, context: BrowserContext, served: ServedModel
) -> None:
    client = int(served.portfolio.ids[8])
    running_provider.knows("sara.roux", realm_access={"roles": ["sales"]})
    page = context.new_page()
    page.goto(f"{openid.address}/client#client={client}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    expect_sound(page)
    page.get_by_role("link", name="Log in at 127.0.0.1").click()
    confirm(page, "sara.roux")
    expect(page.locator("h1")).to_contain_text(str(client))  # what stands after # waited in the tab
    expect(page.get_by_role("link", name="Your account: sara.roux")).to_be_visible()
    page.get_by_label("Comment").fill("Half a sentence")
    openid.gate.sessions.end_all_of("sara.roux")
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("link", name="Log in at 127.0.0.1").click()
    confirm(page, "sara.roux")
    expect(page.locator("h1")).to_contain_text(str(client))
    expect(page.locator("textarea")).to_have_value("Half a sentence")
    page.goto(f"{openid.address}/account")
    expect_sound(page)
    page.get_by_role("button", name="Log out everywhere").click()
    page.get_by_role("button").first.click()  # the provider asks whether to log out there too
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.goto(f"{openid.address}/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


@pytest.mark.parametrize(
    ("lang", "title"), [("fr", "La connexion n’a pas abouti"), ("en", "The login did not succeed")]
)
def test_what_went_wrong_is_read_in_ones_language_without_scripts(
    openid: Guarded, running_provider: RunningProvider, browser: Browser, lang: str, title: str
) -> None:
    for scripts in (True, False):
        context = browser.new_context(
            locale=lang,
            color_scheme="dark" if scripts else "light",
            java_script_enabled=scripts,
            viewport={"width": 320, "height": 640},
        )
        page = context.new_page()
        page.goto(f"{openid.address}/client")
        page.locator("main a.button").click()
        page.get_by_role("button", name="Deny").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_role("alert")).to_contain_text("127.0.0.1")
        if scripts:
            expect_sound(page)
        page.locator("main nav a").click()
        page.locator("main a.button").click()
        running_provider.knows("tom", realm_access={"roles": ["it"]})
        confirm(page, "tom")
        page.wait_for_url("**/admin")
        context.close()
