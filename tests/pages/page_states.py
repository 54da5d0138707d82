"""The states of the pages, /client's beside those of the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import polars as pl
from playwright.sync_api import Page, expect

from credit_panel.features import RAW_FIELDS
from credit_panel.portfolio import ServedModel
from pages.client_states import client_states
from pages.states import State, go, settle, tab, unfold


def application_states(served: ServedModel, folder: Path) -> list[State]:
    """Return the states of /application."""
    table = folder / "some.csv"
    frame = pl.read_parquet(served.portfolio.folder / "applications.parquet").select("SK_ID_CURR", *RAW_FIELDS).head(30)
    strange = pl.when(pl.int_range(pl.len()) == 3).then(pl.lit("<b>x</b>")).otherwise("OCCUPATION_TYPE")
    table.write_text(frame.with_columns(strange.alias("OCCUPATION_TYPE")).write_csv())
    wrong = folder / "wrong.csv"
    wrong.write_text("colour\nblue\n")

    def enter(page: Page, **texts: str) -> None:
        for field, text in texts.items():
            page.locator(f"#field-{field}").fill(text)
            page.locator(f"#field-{field}").press("Enter")
        settle(page)

    def one(page: Page) -> None:
        tab(page, "one", ".fields")

    def empty(page: Page) -> None:
        one(page)
        clear = page.locator(".summary").get_by_role("button").last
        page.locator("#field-AMT_CREDIT").fill("1")
        page.locator("#field-AMT_CREDIT").press("Enter")
        clear.click()
        settle(page)

    def filled(page: Page) -> None:
        one(page)
        page.locator("#field-NAME_CONTRACT_TYPE").select_option("Cash loans")
        enter(page, AMT_CREDIT="450000", AMT_INCOME_TOTAL="150000", DAYS_BIRTH="42", AMT_ANNUITY="", DAYS_EMPLOYED="")
        expect(page.locator(".probability b").filter(visible=True)).to_be_visible()
        unfold(page, most=12)

    def faulty(page: Page) -> None:
        filled(page)
        enter(page, AMT_CREDIT="12", AMT_ANNUITY="<b>", DAYS_EMPLOYED="3 yea")
        expect(page.locator(".summary .wrong button").first).to_be_visible()

    clients = frame["SK_ID_CURR"].to_list()
    bureau = folder / "bureau.csv"
    bureau.write_text(
        "SK_ID_CURR,SK_ID_BUREAU,DAYS_CREDIT,Colour\n"
        + "".join(f"{client},{place},-{place}00,b\n" for place, client in enumerate(clients[:20], 1))
        + f"{clients[0]},99,<b>x</b>,b\n1,98,-9,b\n"
    )

    def with_histories(page: Page) -> None:
        drop(table, ".report")(page)
        for path in (bureau, wrong):
            page.locator("input[type=file]").last.set_input_files(path)
        expect(page.locator("[aria-pressed]").filter(visible=True)).to_be_visible()
        expect(page.locator("[role=alert]").filter(visible=True).first).to_be_visible()
        unfold(page)

    def drop(path: Path, shows: str) -> Callable[[Page], None]:
        def reach(page: Page) -> None:
            tab(page, "file", ".zone")
            page.locator("input[type=file]").first.set_input_files(path)
            expect(page.locator(shows).filter(visible=True).first).to_be_visible()
            settle(page)

        return reach

    return [
        State("one application, empty", empty),
        State("one application, scored", filled),
        State("one application, with errors", faulty),
        State("a file", lambda page: tab(page, "file", ".zone")),
        State("a file, scored", drop(table, ".report")),
        State("a file, scored with histories", with_histories),
        State("a file that cannot be used", drop(wrong, "[role=alert]")),
    ]


def portfolio_states(served: ServedModel, folder: Path) -> list[State]:
    """Return the states of /portfolio."""
    cohort = quote('{"name":"<b>x</b>","where":{"grade":{"in":["C","D"]},"AMT_CREDIT":{"from":300000,"to":null}}}')
    nobody = quote('{"where":{"points":{"from":99999,"to":null}}}')

    def chosen(fragment: str, key: str, shows: str) -> Callable[[Page], None]:
        def reach(page: Page) -> None:
            go(page, fragment)
            expect(page.locator("[data-picture=scatter] [role=img]")).to_have_count(1)
            tab(page, key, shows)
            unfold(page)

        return reach

    def mistyped(page: Page) -> None:
        chosen("", "figures", ".versus")(page)
        box = page.locator('[data-stop="low-first"]')
        box.fill("a lot")
        box.press("Tab")
        expect(page.locator(".card-head .wrong")).to_be_visible()

    return [
        State("everyone", chosen("", "figures", ".versus")),
        State("a number that is none", mistyped),
        State("a cohort", chosen(f"cohort={cohort}", "figures", ".versus")),
        State("its clients", chosen(f"cohort={cohort}", "clients", ".clients")),
        State("the pictures' numbers", chosen(f"cohort={cohort}", "numbers", ".tables")),
        State("nobody", chosen(f"cohort={nobody}", "figures", ".cohort, .notice, p")),
    ]


def model_states(served: ServedModel, folder: Path) -> list[State]:
    """Return the states of /model."""

    def opened(key: str, shows: str) -> Callable[[Page], None]:
        def reach(page: Page) -> None:
            tab(page, key, shows)
            unfold(page)

        return reach

    def priced(page: Page) -> None:
        opened("cost", ".tiles")(page)
        box = page.locator("input[inputmode]").filter(visible=True).first
        box.fill("a lot")
        box.press("Enter")
        expect(page.get_by_role("alert").filter(visible=True)).to_be_visible()

    cards = "h1"
    return [
        State("performance", opened("performance", cards)),
        State("cost", priced),
        State("importance", opened("importance", cards)),
        State("fairness", opened("fairness", cards)),
        State("drift", opened("drift", ".drifts")),
        State("model card", opened("card", cards)),
        State("another model", opened("compare", cards)),
    ]


def glossary_states(served: ServedModel, folder: Path) -> list[State]:
    """Return the states of /glossary."""

    def searched(text: str) -> Callable[[Page], None]:
        return lambda page: page.get_by_role("searchbox").fill(text)

    def pointed(page: Page) -> None:
        go(page, "")
        go(page, "term=threshold")
        expect(page.locator(".entry.wanted")).to_be_visible()

    return [
        State("all entries", searched("")),
        State("one entry", pointed),
        State("no entry", searched("zzz")),
    ]


def accessibility_states(served: ServedModel, folder: Path) -> list[State]:
    """Return the one state of /accessibility."""
    return [State("statement", lambda page: expect(page.locator("article.statement")).to_be_visible())]


STATES: dict[str, Callable[[ServedModel, Path], list[State]]] = {
    "client": client_states,
    "application": application_states,
    "portfolio": portfolio_states,
    "model": model_states,
    "glossary": glossary_states,
    "accessibility": accessibility_states,
}
"""By page, what makes the list of its states; given the model and a folder for the files that a visitor drops."""
