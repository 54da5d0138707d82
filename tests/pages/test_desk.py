"""Tasks of a desk, in French, each without a wrong turn and in no more clicks than an advisor has patience for."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Locator, Page, expect

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from credit_panel.settings import Settings
from credit_panel.state import ClientState
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.client.sentence_to_say import sentence_to_say
from pages.conftest import IDLE, Visit
from pages.serving import serving
from pages.test_client import clients

pytestmark = [pytest.mark.ui, pytest.mark.slow]
FR = translator("fr")


class Hand:
    """Whoever works on a page: counts what they click and choose; typing and Enter are free."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, where: Locator) -> None:
        where.click()
        self.clicks += 1

    def choose(self, where: Locator, value: str) -> None:
        where.select_option(value)
        self.clicks += 1

    def type(self, where: Locator, text: str) -> None:
        where.click()
        where.fill(text)
        where.press("Enter")
        self.clicks += 1


@pytest.fixture
def hand(visit: Visit) -> Hand:
    return Hand(visit("/client", lang="fr"))


def opened(hand: Hand, client_id: int) -> Page:
    """Open a client, which is not counted."""
    hand.page.goto(re.sub(r"#.*|$", f"#client={client_id}", hand.page.url, count=1))
    expect(hand.page.locator("#headline")).to_contain_text(str(client_id))
    return hand.page


def refused_with_a_way_out(served: ServedModel) -> int:
    client = ClientState(served)
    for client_id in served.portfolio.ids[:400]:
        client.open(int(client_id))
        if client.explanation.outcome is not Outcome.ACCEPT and client.explanation.probability < 0.15:
            scenario = ScenarioState(client=client)
            scenario.propose()
            if scenario.proposals:
                return int(client_id)
    pytest.fail("no client of the portfolio can be helped")


def test_a_client_is_opened_and_the_reason_read_out_in_one_sentence(hand: Hand, served: ServedModel) -> None:
    client_id = clients(served)[1]
    hand.type(hand.page.locator("#number"), str(client_id))
    expect(hand.page.locator(".say")).to_have_text(sentence_to_say(served.explain_client(client_id), FR))
    assert hand.clicks <= 1


def test_the_interval_and_the_points_explain_themselves_on_the_page(hand: Hand, served: ServedModel) -> None:
    page = opened(hand, clients(served)[0])
    for term in ("interval", "points"):
        hand.click(page.locator(f".verdict button[data-term={term}]").first)
        tip = page.locator(".tip:popover-open")
        expect(tip).to_be_visible()
        assert len(tip.inner_text()) > 60
        page.keyboard.press("Escape")
    assert hand.clicks <= 2


def test_the_client_is_placed_among_similar_ones_on_income_and_age(hand: Hand, served: ServedModel) -> None:
    page = opened(hand, clients(served)[0])
    hand.click(page.get_by_role("tab", name="Comparer"))
    hand.click(page.locator(".radios label", has_text="similaires"))
    hand.choose(page.get_by_label("Variable affichée"), "AMT_INCOME_TOTAL")
    expect(page.locator("#compare-one")).to_contain_text("Revenu mensuel déclaré")
    hand.choose(page.get_by_label("Croiser avec"), "DAYS_BIRTH")
    expect(page.locator("#compare-two")).to_contain_text("Revenu mensuel déclaré et âge")
    expect(page.locator(".one .lead")).to_contain_text("clients similaires")
    assert hand.clicks <= 5


def test_a_cohort_of_three_criteria_is_compared_with_the_client(hand: Hand, served: ServedModel) -> None:
    client_id = clients(served)[0]
    page = opened(hand, client_id)
    hand.click(page.get_by_role("link", name="Portefeuille"))
    hand.type(page.get_by_label("Points, à partir de"), "450")
    page.wait_for_function("() => location.hash.includes('points')")
    hand.type(page.get_by_label(re.compile("Âge, jusqu")), "60")
    page.wait_for_function("() => location.hash.includes('DAYS_BIRTH')")
    hand.click(page.get_by_text("Choisir par cases à cocher"))
    hand.click(page.get_by_role("group", name="Classe").get_by_role("checkbox").nth(2))
    page.wait_for_function("() => location.hash.includes('grade')")
    hand.click(page.get_by_role("link", name="Y comparer un client"))
    expect(page.get_by_role("tab", name="Comparer")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".comparing h1")).to_contain_text(str(client_id))
    expect(page.get_by_role("radio", name=re.compile("La cohorte"))).to_be_checked()
    page.go_back()
    hand.clicks += 1
    expect(page.locator("#cohort-title")).to_be_visible()
    assert hand.clicks <= 8


def test_a_proposal_is_applied_taken_back_and_shared(hand: Hand, served: ServedModel) -> None:
    page = opened(hand, refused_with_a_way_out(served))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hand.click(page.get_by_role("link", name="Simuler un changement"))
    hand.click(page.get_by_role("button", name="Chercher", exact=True))
    hand.click(page.get_by_role("button", name="Appliquer").first)
    expect(page.locator("#result")).to_contain_text("Accord proposé")
    page.wait_for_function("() => location.hash.includes('what-if')")
    hand.click(page.get_by_role("button", name="Copier le lien vers cette vue"))
    assert "what-if" in page.evaluate("navigator.clipboard.readText()")
    hand.click(page.get_by_role("button", name="Annuler", exact=True))
    expect(page.locator("#result")).not_to_contain_text("Accord proposé")
    assert hand.clicks <= 5


def test_five_mistakes_are_mended_by_their_links_without_retyping(visit: Visit) -> None:
    page = visit("/application", lang="fr")
    typed = {
        "AMT_CREDIT": ("12,50 €", "450 000 €"),
        "AMT_ANNUITY": ("mille", "24 000"),
        "AMT_INCOME_TOTAL": ("-5", "1 800 000 par an"),
        "DAYS_BIRTH": ("12/03/2030", "12/03/1984"),
        "DAYS_EMPLOYED": ("2019", "3 ans 2 mois"),
    }
    page.locator("#field-NAME_CONTRACT_TYPE").select_option("Cash loans")
    for name, (wrong, _) in typed.items():
        page.locator(f"#field-{name}").fill(wrong)
    expect(page.locator(".summary .wrong button")).to_have_count(5)
    for name, (wrong, right) in typed.items():
        page.locator(f".summary [data-to={name}]").click()
        box = page.locator(f"#field-{name}")
        expect(box).to_be_focused()
        expect(box).to_have_value(wrong)
        box.fill(right)
        box.press("Enter")
        expect(page.locator(f".summary [data-to={name}]")).to_have_count(0)
    expect(page.locator(".probability b")).to_be_visible()
    expect(page.locator("#field-AMT_INCOME_TOTAL")).to_be_visible()
    expect(page.locator("#field-NAME_CONTRACT_TYPE")).to_have_value("Cash loans")


def test_a_french_workbook_is_read_and_a_row_opened(visit: Visit, tmp_path: Path) -> None:
    rows = [
        ("Type de contrat", "Montant du crédit demandé", "Revenu mensuel déclaré", "Mensualité", "Âge"),
        ("Prêt personnel", "450 000 €", "150 000", "24 000,50", "12 mars 1984"),
        ("Crédit renouvelable", "120 000", "1 200 000 par an", "6 000", "41 ans"),
        ("Prêt personnel", "beaucoup", "150 000", "24 000", "41 ans"),
        ("Prêt personnel", "300 000", "90 000", "12 000", "02/11/1979"),
        ("Prêt personnel", "300 000", "90 000", "12 000", "12 ans"),
    ]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Demandes")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    (tmp_path / "demandes.xlsx").write_bytes(out.getvalue())
    page = visit("/application", lang="fr")
    hand = Hand(page)
    hand.click(page.get_by_role("tab", name="Plusieurs, depuis un fichier"))
    page.locator("input[type=file]").first.set_input_files(tmp_path / "demandes.xlsx")
    hand.clicks += 1
    expect(page.get_by_text("3 demandes ont été notées. 2 lignes n’ont pas pu être lues.")).to_be_visible()
    hand.click(page.get_by_role("button", name="Ouvrir la ligne 3"))
    expect(page.locator("#opened-row")).to_be_focused()
    expect(page.locator(".opened .probability b")).to_be_visible()
    assert hand.clicks <= 3


def test_the_proposal_is_overruled_and_found_again(hand: Hand, served: ServedModel) -> None:
    client_id = clients(served)[0]
    page = opened(hand, client_id)
    label, key = ("Accepter", "income_proven")
    if served.explain_client(client_id).outcome is Outcome.ACCEPT:
        label, key = ("Refuser", "data_wrong")
    hand.click(page.get_by_role("radio", name=label))
    hand.choose(page.get_by_label("Motif"), key)
    hand.click(page.get_by_role("button", name="Vérifier et confirmer"))
    hand.click(page.get_by_role("button", name="Enregistrer la décision"))
    expect(page.get_by_role("heading", name="Décision enregistrée")).to_be_visible()
    hand.click(page.get_by_role("link", name="Modèle"))
    expect(page.get_by_role("tab", name="Importance")).to_be_visible()
    hand.click(page.get_by_role("link", name="Dossier client"))
    expect(page.get_by_role("heading", name="Décision enregistrée")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Décision enregistrée")).to_be_visible()
    assert hand.clicks <= 6


def test_the_letter_is_made_and_a_review_asked_for(
    settings: Settings, browser: Browser, served: ServedModel, tmp_path: Path
) -> None:
    kept = replace(settings, journal=f"sqlite:{tmp_path / 'journal'}", journal_key=tmp_path / "key")
    with serving(kept, tmp_path / "log.txt") as address:
        context = browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.goto(f"{address}/client")
        page.wait_for_function(IDLE, timeout=60_000)
        name = page.get_by_label("Votre nom").filter(visible=True)
        name.fill("Camille Durand")  # once a day
        name.press("Enter")
        hand = Hand(page)
        opened(hand, clients(served)[3])
        hand.click(page.get_by_role("tab", name="Lettre"))
        hand.click(page.get_by_role("button", name="Produire le PDF"))
        with page.expect_download() as download:
            hand.click(page.get_by_role("link", name="Télécharger la lettre"))
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
        hand.click(page.get_by_role("tab", name="Dossier", exact=True))
        hand.click(page.get_by_role("button", name="Un réexamen par une personne"))
        expect(page.get_by_role("heading", name="Demandes sans réponse")).to_be_visible()
        context.close()
    assert hand.clicks <= 5


def test_the_client_s_own_data_are_shown_printed_and_left(hand: Hand, served: ServedModel) -> None:
    page = opened(hand, clients(served)[0])
    page.evaluate("window.print = () => { window.printed = true }")
    hand.click(page.get_by_role("button", name="Montrer au client"))
    expect(page.get_by_role("heading", name="Ce que contient votre dossier")).to_be_visible()
    hand.click(page.get_by_role("button", name="Imprimer"))
    assert page.evaluate("window.printed")
    hand.click(page.get_by_role("button", name="Vue conseil"))
    hand.click(page.get_by_role("button", name="Revenir", exact=True))
    expect(page.get_by_role("tab", name="Décision")).to_be_visible()
    assert hand.clicks <= 4
