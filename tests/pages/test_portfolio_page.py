"""The page of the portfolio without a browser: what a gesture beside the data says."""

from __future__ import annotations

from credit_panel.locale import translator
from credit_panel.pages.portfolio_page import PortfolioPage
from credit_panel.portfolio import Book


def test_a_brush_beside_the_data_is_a_sentence_until_the_next_one(served_book: Book) -> None:
    page = PortfolioPage()
    assert page.book is served_book
    page.brush.brush("first", 5_000, 6_000)
    assert "beside the data" in page.bar.html(translator("en")) or "en dehors des données" in page.bar.html(
        translator("fr")
    )
    page.brush.brush("first", 500, 560)
    assert page.bar.notice == ""
    assert page.header.fragment.startswith("#cohort=")
