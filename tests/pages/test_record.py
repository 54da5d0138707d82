"""The advisor's decision in a real browser: it counts once it is confirmed, and nothing typed runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from credit_panel.decisions.reason_words import reason_words
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from pages.conftest import Visit
from pages.sound import expect_sound
from pages.test_client import FOCUSED, clients, go_to, open_client

pytestmark = pytest.mark.ui
LABELS = {Outcome.ACCEPT: "Accept", Outcome.REVIEW: "Ask for documents", Outcome.REFUSE: "Refuse"}
DECIDED = {Outcome.ACCEPT: "Accepted", Outcome.REVIEW: "Documents asked for", Outcome.REFUSE: "Refused"}
COMMENT = "<img src=x onerror=alert(1)>\n=cmd() \N{RIGHT-TO-LEFT OVERRIDE}é"


def focused(page: Page) -> str:
    return page.evaluate(f"() => {{ {FOCUSED} return e.textContent }}")


@pytest.mark.long
def test_a_proposal_is_overruled_with_a_reason_and_a_confirmation(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    proposed = served.explain_client(first).outcome
    other = next(outcome for outcome in Outcome if outcome != proposed)
    page = open_client(visit, first)
    page.get_by_role("button", name="Check and confirm").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_have_text("Choose a decision.")
    page.get_by_role("radio", name=LABELS[other]).check()
    page.get_by_role("button", name="Check and confirm").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Choose a reason")
    page.get_by_label("Reason").select_option("other")
    page.get_by_role("button", name="Check and confirm").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_have_text("Give the reason in the comment.")
    page.get_by_label("Comment").fill(COMMENT)
    page.get_by_label("Language").select_option("fr")
    expect(page.get_by_role("button", name="Vérifier et confirmer")).to_be_visible()
    page.get_by_label("Langue").select_option("en")
    page.get_by_role("button", name="Check and confirm").press("Enter")
    dialog = page.get_by_role("dialog", name="Record this decision?")
    expect(dialog).to_contain_text(LABELS[other])
    expect(dialog).to_contain_text(str(first))
    assert focused(page) == "Go back"
    expect_sound(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert focused(page) == "Check and confirm"
    expect(page.get_by_role("heading", name="Decision recorded")).to_have_count(0)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="Decision recorded")).to_be_focused()
    done = page.locator(".done")
    expect(done.locator("h3")).to_contain_text(DECIDED[other])
    expect(done.locator("time")).to_have_attribute("datetime", re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$"))
    expect(done).to_contain_text(served.scorer.version)
    expect(done).to_contain_text(reason_words("other", translator("en")))
    expect(done).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("img")).to_have_count(0)
    expect(page.get_by_role("status").first).to_contain_text(f"Decision recorded for client {first}")
    expect_sound(page)
    go_to(page, second)
    expect(page.get_by_role("heading", name="Decision recorded")).to_have_count(0)
    expect(page.get_by_label("Comment")).to_have_value("")
    go_to(page, first)
    expect(done.locator("h3")).to_contain_text(DECIDED[other])
    page.get_by_role("button", name="Correct it").click()
    page.get_by_role("radio", name=LABELS[proposed]).check()
    page.get_by_role("button", name="Check and confirm").click()
    dialog.get_by_role("button", name="Record the decision").click()
    expect(done.locator("h3")).to_contain_text(DECIDED[proposed])
    expect(done.locator("summary")).to_contain_text("(1)")


@pytest.mark.long
def test_a_half_filled_form_outlives_a_reload_and_decides_nothing(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    page = open_client(visit, first, size="narrow", theme="dark", lang="fr")
    page.get_by_role("radio", name="Demander des pièces").check()
    page.get_by_label("Commentaire").fill("relire la fiche de paie")
    page.reload()
    expect(page.get_by_label("Commentaire")).to_have_value("relire la fiche de paie")
    expect(page.get_by_role("radio", name="Demander des pièces")).to_be_checked()
    expect(page.get_by_role("heading", name="Décision enregistrée")).to_have_count(0)
    expect_sound(page)
    go_to(page, second)
    expect(page.get_by_label("Commentaire")).to_have_value("")
    page.get_by_label("Commentaire").fill("rappeler lundi")
    go_to(page, first)
    expect(page.get_by_label("Commentaire")).to_have_value("relire la fiche de paie")


@pytest.mark.long
def test_another_page_and_a_reload_keep_the_decision_and_the_last_opened(visit: Visit, served: ServedModel) -> None:
    first, second = clients(served)[:2]
    proposed = served.explain_client(first).outcome
    page = open_client(visit, first)
    page.get_by_role("radio", name=LABELS[proposed]).check()
    page.get_by_role("button", name="Check and confirm").click()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="Decision recorded")).to_be_visible()
    go_to(page, second)
    page.get_by_role("link", name="Portfolio").click()
    expect(page.get_by_role("heading", name="Portfolio").first).to_be_visible()
    page.get_by_role("link", name="Client file").click()
    listed = page.get_by_role("navigation", name="Opened recently")
    expect(listed).to_contain_text(str(first))
    page.get_by_role("button", name="Find by criteria").click()
    row = page.get_by_role("row").filter(has_text=str(first))
    expect(row).to_contain_text(DECIDED[proposed])
    page.reload()
    page.get_by_role("row").filter(has_text=str(first)).get_by_role("link").click()
    expect(page.get_by_role("heading", name="Decision recorded")).to_be_visible()
    expect(page.locator(".done h3")).to_contain_text(DECIDED[proposed])
