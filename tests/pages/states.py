"""A state of a page, and the gestures that lead to it whatever the language and the theme."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

SETTLED = Path(__file__).with_name("settled.js").read_text("utf-8")
"""What a page runs before its own scripts, for `settle` to work."""


@dataclass(frozen=True)
class State:
    """What a page shows after some gestures.

    Parameters
    ----------
    name
        What a person would call it.
    reach
        Brings the state about from any other state of the page, also when it is there already.
    leave
        Closes what would stand in the way of the next state.
    """

    name: str
    reach: Callable[[Page], None]
    leave: Callable[[Page], None] = lambda page: None


def settle(page: Page) -> None:
    """Wait until the server has answered and the browser has drawn."""
    page.evaluate("settled()")


def put(page: Page, *, lang: str, theme: str) -> None:
    """Change the language and the theme by the controls of the bar."""
    page.locator("select.language").select_option(lang)
    page.wait_for_function("lang => document.documentElement.lang === lang", arg=lang)
    if page.evaluate("document.documentElement.style.colorScheme") != theme:
        page.locator("button.theme").click()
        expect(page.locator(f".mui-{theme}").first).to_be_attached()
    settle(page)


def go(page: Page, fragment: str) -> None:
    """Change the address as a link does."""
    page.evaluate("hash => { location.hash = hash }", fragment)
    settle(page)


def unfold(page: Page, within: str = "main", most: int = 3) -> None:
    """Open the first few folded parts, so that tables and fields are seen too."""
    folded = page.locator(f"{within} details:not([open]) > summary").filter(visible=True)
    for _ in range(min(most, folded.count())):
        folded.first.click()


def tab(page: Page, key: str, shows: str) -> None:
    """Open a tab and see what it shows."""
    button = page.locator(f'[role=tab][data-key="{key}"]')
    button.click()
    panel = page.get_by_role("tabpanel", name=button.text_content(), exact=True)
    expect(panel.locator(shows).filter(visible=True).first).to_be_visible()
    settle(page)


def slug(name: str) -> str:
    """Return a state's name as a file's."""
    return re.sub(r"\W+", "-", name)
