"""The page of the portfolio without a browser: what a gesture beside the data says, and what the address keeps."""

from __future__ import annotations

import pytest

from credit_panel.locale import translator
from credit_panel.pages.portfolio_page import PortfolioPage
from credit_panel.portfolio import ServedModel
from credit_panel.state.address import read_fragment


@pytest.fixture
def page(served_model: ServedModel) -> PortfolioPage:
    """The page before its browser has said which theme it prefers: the pictures wait for it."""
    page = PortfolioPage()
    assert page.served is served_model
    return page


def test_a_brush_beside_the_data_is_a_sentence_until_the_next_one(page: PortfolioPage) -> None:
    page.brush.brush("first", 5_000, 6_000)
    assert "beside the data" in page.bar.html(translator("en")) or "en dehors des données" in page.bar.html(
        translator("fr")
    )
    page.brush.brush("first", 500, 560)
    assert page.bar.notice == ""
    assert page.header.fragment.startswith("#cohort=")


def test_another_visitor_sees_the_columns_and_the_tab_of_an_address(page: PortfolioPage) -> None:
    other = PortfolioPage()
    page.brush.first, page.tabs.selected = "AMT_CREDIT", "clients"
    assert list(read_fragment(page.header.fragment)) == ["columns", "about"]
    other.follow(read_fragment(page.header.fragment))
    assert (other.brush.first, other.brush.second, other.tabs.selected) == ("AMT_CREDIT", "DAYS_BIRTH", "clients")
    assert other.panels.views["clients"].shown
    assert not other.panels.views["figures"].shown
    other.follow({})
    assert (other.brush.first, other.tabs.selected) == ("points", "figures")


@pytest.mark.parametrize("columns", ["", ",,,,,,,,", "points", "nonsense,points,points,<b>,", "up=points"])
def test_columns_of_an_address_that_cannot_be_shown_are_passed_over(page: PortfolioPage, columns: str) -> None:
    page.follow({"columns": columns, "about": "nobody"})
    shown = [page.brush.first, page.brush.bars, page.brush.x, page.brush.y, page.tabs.selected]
    assert shown == ["points", "grade", "AMT_CREDIT", "ext_source_mean", "figures"]
