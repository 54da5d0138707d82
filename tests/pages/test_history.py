"""The history of a client in a real browser: drawn when opened, the same figures as the events, words for nothing."""

from __future__ import annotations

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.history.past import past_of
from pages.conftest import Visit
from pages.sound import expect_sound
from pages.test_client import clients, go_to, open_client

pytestmark = pytest.mark.ui
EN = translator("en")


def busiest(served: ServedModel) -> int:
    """Return the client with the most events among those with a card and with instalments."""

    def count(table: str) -> pl.Series:
        folder = served.portfolio.history.folder / table
        return pl.scan_parquet(folder / "*.parquet").group_by("SK_ID_CURR").len().collect()

    cards, paid = count("credit_card_balance"), count("installments_payments")
    both = cards.join(paid, on="SK_ID_CURR").with_columns(events=pl.col("len") + pl.col("len_right"))
    return int(both.sort("events", "SK_ID_CURR")["SK_ID_CURR"][-1])


def without_history(served: ServedModel) -> int:
    """Return a client of whom no table knows anything."""
    history = served.portfolio.history
    known = pl.concat(
        pl.scan_parquet(history.folder / name / "*.parquet").select("SK_ID_CURR") for name in history.rows
    )
    return int(min(set(served.portfolio.ids.tolist()) - set(known.collect()["SK_ID_CURR"].to_list())))


def open_history(visit: Visit, client_id: int, **settings: str) -> Page:
    page = open_client(visit, client_id, **settings)
    page.get_by_role("tab", name="History", exact=True).click()
    expect(page.locator("#history-title")).to_be_visible()
    return page


@pytest.mark.long
def test_the_pictures_and_tables_hold_what_the_events_tell(visit: Visit, served: ServedModel) -> None:
    client_id = busiest(served)
    past = past_of(served.portfolio.history.events(client_id))
    assert past.instalments is not None
    assert past.card is not None
    page = open_history(visit, client_id)
    expect(page.locator(".card.credits p").first).to_contain_text(f"{len(past.credits)} credits are known")
    expect(page.locator(".card.instalments p").first).to_contain_text(EN.number(int(past.instalments.due.sum())))
    for key, rows in (
        ("credits", len(past.credits)),
        ("arrears", sum(len(arrears.months) for arrears in past.arrears)),
        ("instalments", len(past.instalments.months)),
        ("cards", len(past.card.months)),
    ):
        section = page.locator(f".card.{key}")
        section.locator("summary").press("Enter")
        expect(section.locator("table.data tbody tr")).to_have_count(rows)
        assert section.locator(".track rect, .track .mark").count() > 0
    expect(page.locator(".earlier tbody tr")).to_have_count(len(past.applications))
    csv = page.locator(".card.cards").get_by_role("link", name="Download as CSV").get_attribute("href")
    assert csv.startswith("data:text/csv")
    starts = page.locator(".track").evaluate_all("all => all.map(e => Math.round(e.getBoundingClientRect().left))")
    assert len(set(starts)) == 1
    expect_sound(page)
    page.get_by_label("Language").select_option("fr")
    expect(page.locator("#history-title")).to_contain_text("Que s’est-il passé avant")


def test_a_client_without_a_past_gets_a_sentence_and_the_next_one_theirs(visit: Visit, served: ServedModel) -> None:
    page = open_history(visit, without_history(served))
    expect(page.locator("#history-title")).to_contain_text("No credit history")
    expect(page.locator(".lanes")).to_have_count(0)
    other = clients(served)[0]
    go_to(page, other)
    expect(page.locator("#history-title")).to_contain_text(str(other))
