"""/docs is drawn without asking any other host."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pages.conftest import Visit

pytestmark = pytest.mark.ui


@pytest.mark.long
def test_the_routes_are_documented(visit: Visit) -> None:
    page = visit("/docs", until="() => document.querySelector('.opblock')")
    expect(page.locator(".opblock-summary-path")).to_contain_text(
        ["/api/v1/clients/{client_id}/score", "/api/v1/score"]
    )
    page.locator('.opblock-summary-path[data-path="/api/v1/clients/{client_id}/score"]').click()
    expect(page.get_by_text("Score a client of the portfolio, with their credit history")).to_be_visible()
