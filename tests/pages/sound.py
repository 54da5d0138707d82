"""What holds of every page in every state: axe finds nothing, there is one main heading, and nothing flows over."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # what passes is not described, which takes as long as looking for what fails
}
EACH = [("fr", "light", "desktop"), ("fr", "dark", "phone"), ("en", "dark", "narrow")]
"""Language, theme and size: each of their values occurs."""
OTHERS = [("en", "dark", "desktop"), ("en", "light", "phone"), ("fr", "light", "narrow")]
"""With those of `EACH`, each two of their values occur together."""
SETTINGS = [*EACH, *(pytest.param(*setting, marks=pytest.mark.slow) for setting in OTHERS)]
BLOCKS = ".card:visible, .board:visible, .fields:visible"
OVERFLOWING = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.className)"


def expect_sound(page: Page) -> None:
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.locator(BLOCKS).evaluate_all(OVERFLOWING) == []
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
