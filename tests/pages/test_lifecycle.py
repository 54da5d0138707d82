"""A closed page leaves nothing in the server; the day Panel lets go by itself, lifecycle.py can go."""

from __future__ import annotations

import json
import time
import urllib.request

import pytest

from credit_panel.portfolio import ServedModel
from pages.conftest import Visit

pytestmark = pytest.mark.ui
VISITS = 3


def census(server: str) -> dict[str, int]:
    with urllib.request.urlopen(f"{server}/census") as answer:  # noqa: S310 - our own server
        return json.load(answer)


def settled(server: str) -> dict[str, int]:
    """Return the census once no session is left, or after 20 s."""
    for _ in range(40):
        time.sleep(0.5)
        count = census(server)
        if count["pages"] == 0 and count["states"] == 0:
            break
    return count


@pytest.mark.slow
def test_closed_pages_leave_nothing(visit: Visit, server: str, served: ServedModel) -> None:
    visit("/client").context.close()
    before = settled(server)
    for client_id in served.portfolio.ids[:VISITS]:
        page = visit(f"/client#client={client_id}")
        page.locator("h1", has_text=str(client_id)).wait_for()
        for tab in ("Why", "What-if"):
            page.get_by_role("tab", name=tab, exact=True).click()
            page.locator("h1:visible", has_text=tab.replace("-", " ")).wait_for()
        page.get_by_role("slider").first.press("ArrowRight")
        page.get_by_role("button", name="Undo", exact=True).click()
        page.context.close()
    after = settled(server)
    assert (after["pages"], after["states"], after["scenarios"]) == (0, 0, 0)
    assert after["views"] <= before["views"]
    assert after["busy_watchers"] <= before["busy_watchers"]
    assert after["documents"] <= before["documents"] + 1  # Panel's own clean-up pins one document, once
