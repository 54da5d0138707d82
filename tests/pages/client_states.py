"""The states of /client."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
from playwright.sync_api import Page, expect

from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from pages.states import State, go, settle, tab, unfold


def _press_escape(page: Page) -> None:
    page.keyboard.press("Escape")


def client_states(served: ServedModel, folder: Path) -> list[State]:
    """Return the states of /client."""
    numbers = [int(number) for number in served.portfolio.ids[:60]]
    first = next(number for number in numbers if served.explain_client(number).outcome is Outcome.REFUSE)
    accepted = next(number for number in numbers if served.explain_client(number).outcome is Outcome.ACCEPT)
    without = _without_history(served)

    def invitation(page: Page) -> None:
        go(page, "")
        expect(page.locator(".invitation")).to_be_visible()

    def unknown(page: Page) -> None:
        go(page, "client=5")
        expect(page.get_by_role("alert").filter(visible=True).first).to_be_visible()

    def found(page: Page) -> None:
        go(page, "")
        button = page.locator(".opener")
        if button.get_attribute("aria-expanded") == "false":
            button.click()
        expect(page.locator(".clients tbody tr").first).to_be_visible()
        low = page.locator('[data-action="AMT_CREDIT.low"]')
        low.fill("a lot")
        low.press("Enter")
        expect(page.locator(".criteria .wrong")).to_be_visible()

    def close_finder(page: Page) -> None:
        page.locator(".opener").click()
        settle(page)  # the server takes the criteria out of the address

    def opened(number: int, key: str, shows: str) -> Callable[[Page], None]:
        def reach(page: Page) -> None:
            go(page, f"client={number}")
            expect(page.locator("h1").filter(visible=True)).to_contain_text(str(number))
            tab(page, key, shows)
            unfold(page)

        return reach

    def missed(page: Page) -> None:
        opened(first, "decision", ".verdict")(page)
        go(page, "client=999999999")
        expect(page.locator(".decision .notice")).to_be_visible()

    def explained(page: Page) -> None:
        opened(first, "decision", ".verdict")(page)
        page.locator("button.term").filter(visible=True).first.focus()
        expect(page.locator(".tip:popover-open")).to_be_visible()

    def refused_form(page: Page) -> None:
        opened(first, "decision", ".verdict")(page)
        page.locator("input[name=outcome][value=accept]").check()
        page.locator("#reason").select_option("other")
        page.locator("form .primary").click()
        expect(page.locator("#wrong-comment")).to_be_visible()

    def confirming(page: Page) -> None:
        opened(first, "decision", ".verdict")(page)
        page.locator("input[name=outcome][value=accept]").check()
        page.locator("#reason").select_option("other")
        page.locator("#comment").fill("<b>seen</b> in the branch")
        page.locator("form .primary").click()
        expect(page.locator("dialog:not(.sheet)")).to_be_visible()

    def recorded(page: Page) -> None:
        opened(accepted, "decision", ".verdict")(page)
        if not page.locator(".done h3").count():
            page.locator("input[name=outcome][value=accept]").check()
            page.locator("form .primary").click()
            page.locator("dialog:not(.sheet) .primary").click()
        expect(page.locator(".done h3")).to_be_visible()

    def changed(page: Page) -> None:
        opened(first, "what-if", ".board")(page)
        box = page.locator('[data-lever="AMT_CREDIT"]:visible .box')
        box.fill("-1")
        box.press("Enter")
        expect(page.locator(".lever .wrong").filter(visible=True)).to_be_visible()
        slider = page.locator('[data-lever="AMT_ANNUITY"]:visible .slider')
        slider.press("ArrowRight")
        search = page.locator('[data-action="propose"]').filter(visible=True)
        if search.count():
            search.click()
        expect(page.locator("#ways").locator("xpath=..").get_by_role("status").filter(visible=True)).to_be_visible()
        settle(page)

    def shown_to_the_client(page: Page) -> None:
        go(page, f"client={first}&mode=client")
        expect(page.locator("#answer")).to_be_visible()

    def alone(page: Page) -> None:
        go(page, f"client={first}")

    return [
        State("no client", invitation),
        State("no such client", unknown),
        State("criteria", found, close_finder),
        State("decision", opened(first, "decision", ".verdict")),
        State("decision, then no such client", missed),
        State("term explained", explained, _press_escape),
        State("decision to complete", refused_form),
        State("decision to confirm", confirming, _press_escape),
        State("decision recorded", recorded),
        State("why", opened(first, "why", ".waterfall")),
        State("history", opened(first, "history", "#history-title")),
        State("no history", opened(without, "history", "#history-title")),
        State("compare", opened(first, "compare", ".comparing")),
        State("what-if", changed),
        State("letter", opened(first, "letter", ".sheet")),
        State("client mode", shown_to_the_client, alone),
    ]


def _without_history(served: ServedModel) -> int:
    history = served.portfolio.history
    known = pl.concat(
        pl.scan_parquet(history.folder / name / "*.parquet").select("SK_ID_CURR") for name in history.rows
    )
    return int(min(set(served.portfolio.ids.tolist()) - set(known.collect()["SK_ID_CURR"].to_list())))
