"""The table of clients as HTML: headings that sort, links that open, and words for missing values."""

from __future__ import annotations

import re

import pytest

from credit_panel.locale import translator
from credit_panel.portfolio import Between, ServedModel
from credit_panel.state import CohortState
from credit_panel.state.client_table import COLUMNS
from credit_panel.views.portfolio.client_table import ClientTable, years

EN = translator("en")


@pytest.fixture
def view(served: ServedModel) -> ClientTable:
    return ClientTable(cohort=CohortState(served), language="en")


def test_each_number_leads_to_the_clients_file(view: ClientTable, served: ServedModel) -> None:
    html = view.html(EN)
    assert re.findall(r'href="client#client=(\d+)"', html) == [str(i) for i in served.portfolio.ids[:20]]
    assert html.count('<th scope="col"') == len(COLUMNS)


def test_one_heading_says_the_order(view: ClientTable) -> None:
    view.table.sort_by("points")
    view.table.sort_by("points")
    html = view.html(EN)
    assert html.count("aria-sort") == 1
    assert re.search(r'aria-sort="descending"><button[^>]*value="points"', html)
    assert view._block.block == str(html)
    assert "sorted by: points, falling" in view._block.status


def test_a_hidden_table_waits_until_it_is_shown(view: ClientTable) -> None:
    before = view._block.block
    view.shown = False
    view.cohort.where("AMT_CREDIT", Between(500_000))
    view.language = "fr"
    assert view._block.block == before
    view.shown = True
    assert view._block.block != before
    assert "Clients 1 à 20" in view._block.status


def test_nobody_is_said(view: ClientTable) -> None:
    view.cohort.where("AMT_CREDIT", Between(1e15))
    assert "<table" not in view._block.block
    assert "widen a range" in view._block.block


@pytest.mark.parametrize(("days", "age"), [(-7671, 21), (-7670, 20), (-25229, 69)])
def test_ages_are_full_years(days: int, age: int) -> None:
    assert years(days) == age
