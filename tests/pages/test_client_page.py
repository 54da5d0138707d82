"""The client's page without a browser: it follows one address after another, whatever stood there before."""

from __future__ import annotations

from itertools import permutations

import pytest

from credit_panel.errors import PortfolioError
from credit_panel.pages.client_page import ClientPage
from credit_panel.portfolio import ServedModel


@pytest.fixture
def page(served_model: ServedModel) -> ClientPage:
    page = ClientPage()
    assert page.served is served_model
    page.header.param.watch(page._follow, "fragment")
    return page


def go(page: ClientPage, fragment: str) -> None:
    page.header.fragment = fragment


def test_a_client_is_opened_after_a_number_that_is_nobody(page: ClientPage, served: ServedModel) -> None:
    first, second = map(int, served.portfolio.ids[:2])
    go(page, f"#client={first}")
    go(page, "#client=abc")
    assert (page.state.client_id, page.state.unknown) == (first, "abc")
    go(page, f"#tab=why&client={second}")
    assert (page.state.client_id, page.state.unknown, page.tabs.selected) == (second, "", "why")
    page.finder.open = True
    for serial, text in enumerate(("999999999", str(first)), start=1):
        page.search._box.receive({"kind": "open", "text": text, "serial": serial})
    assert (page.state.client_id, page.state.unknown, page.finder.open) == (first, "", False)


def test_every_address_is_followed_from_every_other(page: ClientPage, served: ServedModel) -> None:
    first, second = map(int, served.portfolio.ids[:2])
    shown = {
        "": (None, "decision", ""),
        f"#client={first}": (first, "decision", "advisor"),
        f"#client={second}&tab=what-if": (second, "what-if", "advisor"),
        f"#client={second}&mode=client": (second, "decision", "client"),
    }
    for before, after in permutations([*shown, "#client=abc", "#client=&tab=x&cohort={&find={&mode=x&what-if={"], 2):
        go(page, before)
        go(page, after)
        if after in shown:
            assert (page.state.client_id, page.tabs.selected, page.header.mode) == shown[after], (before, after)


def test_what_is_said_of_the_what_if_of_an_address_goes_with_its_client(page: ClientPage, served: ServedModel) -> None:
    first, second = map(int, served.portfolio.ids[:2])
    go(page, f"#client={first}&tab=what-if&what-if=[")
    assert page.header.notice
    page.state.open(second)
    assert page.header.notice == ""


def test_a_page_that_is_gone_is_not_said_to_stay_when_a_newer_model_is_served(page: ClientPage) -> None:
    page.tell_of_a_newer_model()
    stays = page.header.notice
    page.fault = PortfolioError("The portfolio was replaced.")
    page.tell_of_a_newer_model()
    assert page.header.notice
    assert page.header.notice != stays
    assert stays.startswith(page.header.notice)
