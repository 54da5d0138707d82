"""The /application page: typed in and scored, nothing lost, and files of many."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path

import polars as pl
import pytest
from hand_made.history_files import applications_of, csv, rows_of
from playwright.sync_api import Locator, Page, expect

from credit_panel.features import RAW_FIELDS
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from pages.conftest import IDLE, Visit
from pages.sound import expect_sound
from pages.test_client import FOCUSED

pytestmark = pytest.mark.ui
PAYLOAD = "<img src=x onerror=alert(1)>"
APPLICATION = {
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_CREDIT": 450_000.0,
    "AMT_INCOME_TOTAL": 150_000.0,
    "DAYS_BIRTH": -15_340.0,
    "EXT_SOURCE_2": 0.55,
}


def box(page: Page, field: str) -> Locator:
    return page.locator(f"#field-{field}")


def type_in(page: Page, **texts: str) -> None:
    for field, text in texts.items():
        box(page, field).fill(text)
        box(page, field).press("Enter")


def fill_in(page: Page) -> None:
    box(page, "NAME_CONTRACT_TYPE").select_option("Cash loans")
    type_in(page, AMT_CREDIT="450000", AMT_INCOME_TOTAL="150000", DAYS_BIRTH="42", EXT_SOURCE_2="0.55")


def test_what_is_typed_is_scored_as_the_api_scores_it(visit: Visit, server: str, served: ServedModel) -> None:
    page = visit("/application")
    expect(page.get_by_role("heading", name="The score appears here")).to_be_visible()
    fill_in(page)
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{server}/api/v1/score",
        json.dumps({"application": APPLICATION}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        score = json.load(answer)
    assert score["probability"] == pytest.approx(served.explain_application(APPLICATION).probability, abs=1e-9)
    t = translator("en")
    expect(page.locator(".probability b")).to_have_text(t.percent(score["probability"]))
    expect(page.locator(".figures dd").first).to_have_text(t.number(score["points"]))
    expect(page.locator(".contributions tbody th").first).to_have_text(score["contributions"][0]["label_en"])
    expect(page.get_by_role("status").first).to_contain_text("New application: ")


@pytest.mark.long
def test_errors_lead_to_their_fields_and_nothing_typed_is_lost(visit: Visit, served: ServedModel) -> None:
    page = visit("/application", size="phone", theme="dark")
    fill_in(page)
    probability = translator("en").percent(served.explain_application(APPLICATION).probability)
    for place in (".probability b", ".fields > .result"):
        expect(page.locator(place)).to_contain_text(probability)
    type_in(page, AMT_CREDIT="12", AMT_ANNUITY=PAYLOAD, DAYS_EMPLOYED="3 yea")
    page.locator('[data-section="assets"] summary').click()
    type_in(page, OWN_CAR_AGE="=cmd()")
    page.locator('[data-section="assets"] summary').click()
    links = page.locator(".summary .wrong button")
    expect(links).to_have_count(4)
    expect(page.get_by_text("The score below is that of before the last change: 4 fields to correct.")).to_be_visible()
    expect_sound(page)
    links.nth(3).press("Enter")
    assert page.evaluate(f"() => {{ {FOCUSED} return e.id }}") == "field-OWN_CAR_AGE"
    page.get_by_label("Language").select_option("fr")
    expect(page.locator(".summary .wrong p")).to_have_text("4 champs à corriger\u00a0:")
    page.reload()
    page.wait_for_function(IDLE)
    expect(box(page, "DAYS_EMPLOYED")).to_have_value("3 yea")
    expect(box(page, "AMT_ANNUITY")).to_have_value(PAYLOAD)
    expect(box(page, "AMT_INCOME_TOTAL")).to_have_value("150\u202f000")
    expect(links).to_have_count(4)
    expect(page.locator("img")).to_have_count(0)
    page.get_by_role("button", name="Vider tous les champs").click()
    expect(page.locator(".summary .needed button")).to_have_count(4)
    page.reload()
    page.wait_for_function(IDLE)
    expect(box(page, "AMT_INCOME_TOTAL")).to_have_value("")


@pytest.mark.long
def test_a_message_that_the_connection_lost_is_sent_again_and_the_caret_stays(
    visit: Visit, served: ServedModel
) -> None:
    """A browser that is slow between two keys sends the half of a number first, and the whole once that is answered."""
    t = translator("en")
    page = visit("/application")
    fill_in(page)
    probability = page.locator(".probability b")
    expect(probability).to_have_text(t.percent(served.explain_application(APPLICATION).probability))
    page.evaluate(
        """() => { const send = WebSocket.prototype.send; window.mute = true; window.lost = []
        WebSocket.prototype.send = function (data) { window.mute ? window.lost.push(data) : send.call(this, data) } }"""
    )
    box(page, "EXT_SOURCE_2").press("End")
    box(page, "EXT_SOURCE_2").press("Backspace")
    box(page, "EXT_SOURCE_2").press("Backspace")
    box(page, "EXT_SOURCE_2").press_sequentially("05")
    page.wait_for_function("() => window.lost.some(data => String(data).includes('EXT_SOURCE_2'))")
    page.evaluate("window.mute = false")
    lower = served.explain_application(APPLICATION | {"EXT_SOURCE_2": 0.05}).probability
    expect(probability).to_have_text(t.percent(lower), timeout=9_000)
    expect(box(page, "EXT_SOURCE_2")).to_have_value("0.05")
    expect(box(page, "EXT_SOURCE_2")).to_be_focused()


@pytest.mark.long
def test_a_client_s_fields_are_copied_by_number_and_by_address(visit: Visit, served: ServedModel) -> None:
    t = translator("en")
    first, second = (int(number) for number in served.portfolio.ids[:2])
    raw = {number: served.portfolio.client(number).select(RAW_FIELDS).row(0, named=True) for number in (first, second)}
    page = visit(f"/client#client={first}")
    page.get_by_role("link", name="New application from this client").click()
    page.wait_for_function(IDLE)
    expect(page.locator("#origin")).to_have_value(str(first))
    expect(page.locator("#origin-note")).to_contain_text("credit histories are not part")
    expect(page.locator(".probability b")).to_have_text(t.percent(served.explain_application(raw[first]).probability))
    page.locator("#origin").fill(str(second))
    page.locator("#origin").press("Enter")
    expect(page.locator(".probability b")).to_have_text(t.percent(served.explain_application(raw[second]).probability))
    expect(page).to_have_url(re.compile(f"#from={second}&client={first}$"))
    page.locator("#origin").fill(PAYLOAD)
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#origin-note")).to_contain_text("nothing was copied")
    expect(page.locator("img")).to_have_count(0)


@pytest.mark.long
def test_a_file_is_told_row_by_row_and_a_large_one_is_refused(
    visit: Visit, served: ServedModel, tmp_path: Path
) -> None:
    frame = pl.read_parquet(served.portfolio.folder / "applications.parquet").select("SK_ID_CURR", *RAW_FIELDS).head(30)
    strange = pl.when(pl.int_range(pl.len()) == 3).then(pl.lit(PAYLOAD)).otherwise("OCCUPATION_TYPE")
    (tmp_path / "some.csv").write_text(frame.with_columns(strange.alias("OCCUPATION_TYPE")).write_csv())
    with (tmp_path / "large.csv").open("wb") as large:
        large.truncate(100_000_000)
    page = visit("/application#tab=file", lang="fr", size="phone")
    page.locator("input[type=file]").first.set_input_files(tmp_path / "some.csv")
    expect(page.get_by_text("29 demandes ont été notées. 1 ligne n’a pas pu être lue.")).to_be_visible()
    expect(page.locator(".report code")).to_have_text(PAYLOAD)
    expect(page.locator("img")).to_have_count(0)
    expect_sound(page)
    with page.expect_download() as caught:
        page.get_by_role("link", name="Télécharger en Excel").click()
    scores = pl.read_excel(Path(caught.value.path()).read_bytes(), engine="openpyxl")
    assert scores["Numéro de dossier"].to_list() == frame["SK_ID_CURR"].to_list()
    (tmp_path / "none.csv").write_text(frame.with_columns(AMT_CREDIT=pl.lit(-1.0)).write_csv())
    page.locator("input[type=file]").first.set_input_files(tmp_path / "none.csv")
    expect(page.get_by_role("heading", name="none.csv")).to_be_visible()
    expect(page.get_by_text("0 demande a été notée. 30 lignes n’ont pas pu être lues.")).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(tmp_path / "large.csv")
    expect(page.get_by_role("alert")).to_contain_text("dépasse 10 Mo")


@pytest.mark.long
def test_histories_beside_a_file_are_read_by_keyboard_and_score_it(
    visit: Visit, served: ServedModel, synthetic_tables: Path, tmp_path: Path
) -> None:
    clients = [int(number) for number in served.portfolio.ids[:6]]
    (tmp_path / "some.csv").write_bytes(csv(applications_of(synthetic_tables, clients)))
    paths = []
    for name, frame in rows_of(synthetic_tables, clients[:5]).items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_bytes(csv(frame))
    t = translator("en")
    page = visit("/application#tab=file", size="phone", theme="dark")
    page.locator("input[type=file]").first.set_input_files(tmp_path / "some.csv")
    expect(page.get_by_text("6 applications were scored.")).to_be_visible()
    page.get_by_text("Which files are taken").click()
    with page.expect_file_chooser() as chooser:
        page.locator("input[type=file]").last.press("Enter")
    assert chooser.value.is_multiple()
    chooser.value.set_files(paths)
    expect(page.get_by_text("5 applications were scored with credit histories, 1 without.")).to_be_visible()
    own = served.portfolio.clients(clients)["probability"].to_list()
    cells = page.locator("tbody tr:has(button[data-action=open]) td:nth-of-type(3)")
    expect(cells).to_have_count(6)
    for row, probability in enumerate(own[:5]):  # the table comes a moment after the sentence
        expect(cells.nth(row)).to_have_text(t.percent(probability))
    expect_sound(page)
    page.get_by_role("button", name="Who has no row has no history").press("Enter")
    expect(page.get_by_text("6 applications were scored with credit histories, 0 without.")).to_be_visible()
    page.get_by_role("button", name="Remove bureau.csv").press("Enter")
    expect(page.get_by_text("No file came for bureau:")).to_be_visible()
    expect(page.get_by_text("bureau_balance.csv: months of")).to_be_visible()
    page.get_by_role("button", name="Open row 2").press("Enter")
    expect(page.get_by_role("heading", name=f"Row 2 · Client {clients[0]}")).to_be_visible()
    expect(page.get_by_text("Scored without credit histories")).to_have_count(0)
    expect_sound(page)


def test_the_bare_address_leads_to_the_first_page(visit: Visit) -> None:
    page = visit("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open a client's file")
    page.get_by_role("link", name="New application").click()
    page.wait_for_function(IDLE)
    expect(page.get_by_role("heading", level=1)).to_have_text("New application")
