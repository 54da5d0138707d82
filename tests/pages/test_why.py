"""Why in a real browser: built when it is opened, and adding up at every level."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring.rounding import whole_points
from credit_panel.scoring.themes import told_by_theme
from pages.conftest import Visit
from pages.test_client import clients, open_client

pytestmark = pytest.mark.ui


def whole(text: str) -> int:
    return int(re.sub(r"[^\d−]", "", text).replace("−", "-"))


def test_the_tab_is_built_when_it_is_opened_and_every_level_adds_up(visit: Visit, served: ServedModel) -> None:
    client_id = clients(served)[0]
    explanation = served.explain_client(client_id)
    page = open_client(visit, client_id)
    expect(page.locator(".waterfall")).to_have_count(0)
    page.get_by_role("tab", name="Why", exact=True).click()
    expect(page.locator(".waterfall")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator(".verdict")).to_be_hidden()
    shown = [whole(text) for text in page.locator(".waterfall summary .points").all_text_contents()]
    ends = [whole(text) for text in page.locator(".waterfall .end .points").all_text_contents()]
    assert ends == [round(explanation.base_points), round(explanation.points)]
    untold = [whole(text) for text in page.locator(".waterfall .untold .points").all_text_contents()]
    assert untold == [whole_points(explanation).untold]
    assert ends[0] + sum(shown) + sum(untold) == ends[1]
    assert len(shown) == len(told_by_theme(explanation))
    first = page.locator(".waterfall details").first
    first.locator("summary").press("Enter")
    expect(first.get_by_role("table")).to_be_visible()
    inside = [whole(text) for text in first.locator("td.points").all_text_contents()]
    assert sum(inside) == shown[0]
    strongest = told_by_theme(explanation)[0].contributions[0]
    row = first.locator("tbody tr").first
    expect(row.get_by_role("rowheader")).to_have_text(translator("en").label(strongest.feature))
    expect(row.locator(".value")).to_contain_text(
        translator("en").value(strongest.feature, strongest.value, strongest.absence)
    )
