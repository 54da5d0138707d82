"""Every state of every page, in each language and theme: axe finds nothing, and what a script can measure holds.

A visit goes through all states of a page in one language and theme; those in the other ones are slow only because they
are many: ``tests/run.sh -m slow tests/pages/test_accessibility.py`` walks through them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from credit_panel.portfolio import ServedModel
from pages.conftest import Visit
from pages.page_states import STATES
from pages.sound import WCAG
from pages.states import SETTLED, put

pytestmark = pytest.mark.ui
AUDIT = Path(__file__).with_name("audit.js").read_text("utf-8")
CHECKS = ("small", "cut", "outside", "over", "sideways")
"""Of ``audit.js``: targets under 24 px, text cut off, beside its place or over other text, and blocks too wide."""
HERE = ("en", "light", "desktop")
ELSEWHERE = [
    ("fr", "light", "desktop"),
    ("en", "dark", "desktop"),
    ("fr", "dark", "desktop"),
    ("fr", "light", "narrow"),
]
SPACED = ELSEWHERE[0]


def faults(page: Page, *, spaced: bool = False) -> dict[str, list[str]]:
    """Return what is wrong with a page as it stands, by the check that found it.

    Parameters
    ----------
    spaced
        Whether to look again with the text spacing of WCAG 1.4.12, which takes as long as the other checks.
    """
    found = {
        v["id"]: [n["html"][:200] for n in v["nodes"]] for v in Axe().run(page, options=WCAG).response["violations"]
    }
    page.evaluate(AUDIT)
    found |= {name: page.evaluate(f"audit.{name}()") for name in CHECKS}
    if spaced:
        page.evaluate("audit.space()")
        found |= {f"{name}, spaced": page.evaluate(f"audit.{name}()") for name in CHECKS}
        page.evaluate("audit.restore()")
    headings = page.evaluate("audit.headings()")
    found["headings"] = [] if len(headings) == 1 else headings or ["none"]
    return {name: told for name, told in found.items() if told}


def disorder(page: Page) -> dict[str, list[str]]:
    """Return where the Tab key leads otherwise than from the skip button through all controls, each with a name."""
    page.evaluate(AUDIT)
    stops, pressed = page.evaluate("audit.stops()"), []
    page.evaluate("document.activeElement.blur()")
    for _ in range(len(stops) + 2):
        page.keyboard.press("Tab")
        pressed.append(page.evaluate("audit.focused()"))
        if not pressed[-1]:
            break
    wrong = {"tab order": pressed} if pressed[:-1] != stops else {}
    wrong["nameless"] = [stop for stop in stops if "“”" in stop]
    page.locator("button.skip").press("Enter")
    page.keyboard.press("Tab")
    reached, bar = page.evaluate("audit.focused()"), page.locator("button.theme").evaluate("audit.told")
    wrong["skipped to"] = [] if stops[stops.index(bar) + 1] == reached else [reached]
    return {name: told for name, told in wrong.items() if told}


def walk(
    visit: Visit, served: ServedModel, folder: Path, name: str, setting: tuple[str, str, str], *, spaced: bool = False
) -> dict[str, dict[str, list[str]]]:
    """Return the faults of each state of a page that has some."""
    lang, theme, size = setting
    page = visit(f"/{name}", lang=lang, theme=theme, size=size, script=SETTLED)
    put(page, lang=lang, theme=theme)
    found = {"as it opens": disorder(page)} if setting == HERE else {}
    for state in STATES[name](served, folder):
        state.reach(page)
        found[state.name] = faults(page, spaced=spaced)
        state.leave(page)
    return {state: wrong for state, wrong in found.items() if wrong}


@pytest.mark.long
@pytest.mark.parametrize("name", ["accessibility", "application", "glossary", "model", "portfolio"])
def test_every_state_of_a_page_is_sound(visit: Visit, served: ServedModel, tmp_path: Path, name: str) -> None:
    assert walk(visit, served, tmp_path, name, HERE) == {}


@pytest.mark.slow
@pytest.mark.parametrize("setting", [HERE, *ELSEWHERE], ids="-".join)
@pytest.mark.parametrize("name", list(STATES))
def test_every_state_is_sound_in_every_setting(
    visit: Visit, served: ServedModel, tmp_path: Path, name: str, setting: tuple[str, str, str]
) -> None:
    assert walk(visit, served, tmp_path, name, setting, spaced=setting == SPACED) == {}
