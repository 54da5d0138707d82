"""The glossary, the accessibility statement and the foot that leads to both."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from credit_panel.charts.palette import PALETTES
from credit_panel.glossary.terms import terms
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.state.comparison import comparable
from pages.conftest import Visit
from pages.sound import expect_sound
from pages.test_client import FOCUSED

pytestmark = pytest.mark.ui
DARK_GROUND = "rgb({}, {}, {})".format(*bytes.fromhex(PALETTES["dark"].ground.lstrip("#")))


def test_the_address_brings_an_entry_into_view_and_the_search_finds_the_others(
    visit: Visit, served: ServedModel
) -> None:
    page = visit("/glossary#client=100002&term=threshold")
    entry = page.locator(".entry.wanted")
    expect(entry.locator("dt")).to_have_text("Threshold")
    expect(entry).to_be_in_viewport()
    assert page.evaluate(f"() => {{ {FOCUSED} return e.dataset.entry }}") == "threshold"
    features = {*served.scorer.features, *served.scorer.without_histories.features, *comparable(served)}
    expect(page.locator(".entry")).to_have_count(len(terms(translator("en"))) + len(features))
    feature = FIELDS[served.scorer.manifest.features[0]]
    page.get_by_role("searchbox", name="Search the glossary").fill(feature.name.lower())
    expect(page.locator(".entry:visible dt").first).to_have_text(feature.label["en"])
    page.get_by_role("searchbox").fill("<img src=x onerror=alert(1)>")
    expect(page.get_by_text("No entry holds these words")).to_be_visible()
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("searchbox", name="Chercher dans le glossaire").fill("DEFAUT probabilité")
    expect(page.locator(".entry:visible dt").first).to_have_text("Probabilité de défaut")
    page.evaluate("hash => { window.location.hash = hash }", "#client=100002&term=nothing")
    expect(page.locator(".entry.wanted")).to_have_count(0)


@pytest.mark.long
def test_the_foot_leads_there_with_the_client_and_says_which_versions_speak(visit: Visit, served: ServedModel) -> None:
    page = visit(f"/client#client={served.portfolio.ids[0]}", size="narrow", theme="dark", lang="fr")
    foot = page.get_by_role("navigation", name="Aide et versions")
    expect(foot).to_contain_text(served.scorer.version)
    expect(foot.get_by_role("link", name="Documentation de l’API")).to_have_attribute("href", "docs")
    foot.get_by_role("link", name="Déclaration d’accessibilité").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Déclaration d’accessibilité")
    expect(page).to_have_url(re.compile(f"/accessibility#client={served.portfolio.ids[0]}$"))
    expect(page.locator("body")).to_have_css("background-color", DARK_GROUND)
    expect_sound(page)
    link = page.get_by_role("navigation", name="Pages").get_by_role("link").first
    assert link.get_attribute("href") == f"client#client={served.portfolio.ids[0]}"
