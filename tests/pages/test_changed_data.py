"""What a program has changed about a client, as the page shows it: never in silence, and never against the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest
from playwright.sync_api import Page, expect

from credit_panel.change_setting import SETTING
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from pages.serving import serving
from pages.sound import expect_sound
from pages.test_case_file import decide, desk

pytestmark = [pytest.mark.ui, pytest.mark.long]
assert desk

NEW = {"AMT_INCOME_TOTAL": 412_500, "CNT_CHILDREN": 4}


def change(server: str, number: int, changes: dict[str, int]) -> httpx.Response:
    address = f"{server}/api/v1/clients/{number}"
    tag = httpx.get(address).headers["etag"]
    body = {"changes": changes, "reason": "<b>Pay slip</b>", "person": "Anne Martin"}
    answer = httpx.patch(address, json=body, headers={"if-match": tag})
    assert answer.status_code == 200, answer.text
    return answer


def expect_points(page: Page, server: str, number: int) -> None:
    points = httpx.get(f"{server}/api/v1/clients/{number}/score").json()["points"]
    expect(page.locator(".content").first).to_contain_text(f"this one ends at {round(points)}.")


def test_the_page_starts_from_the_last_version_and_says_so(
    settings: Settings, served: ServedModel, tmp_path: Path, desk: Callable[..., Page]
) -> None:
    kept = replace(settings, journal=f"sqlite:{tmp_path / 'own.journal'}", journal_key=tmp_path / "key")
    number = int(served.portfolio.ids[8])
    with serving(kept, tmp_path / "log.txt", environ={SETTING: "keep"}) as server:
        change(server, number, NEW)
        page = desk(f"{server}/client#client={number}")
        told = page.get_by_role("region", name="Data on file")
        expect(told).to_contain_text("Version 2: Anne Martin changed the data on")
        expect(told).to_contain_text("<b>Pay slip</b>")
        expect(told).to_contain_text(re.compile(r"→ 412,500"))
        expect_points(page, server, number)
        expect_sound(page)
        # somebody changes them again while the page is open: a decision on the old ones is refused
        change(server, number, {"CNT_CHILDREN": 1})
        decide(page, "Accept", person="Zoé", reason=reason_for(page))
        expect(page.get_by_text("the client's data were changed meanwhile")).to_be_visible()
        expect(told).to_contain_text("Newer data of this client are on file, version 3")
        page.reload()
        expect(told).to_contain_text("Version 3: Anne Martin")
        expect_points(page, server, number)
        page.goto(f"{server}/application#from={number}")
        expect(page.get_by_text("Their data are version 3, as changed.")).to_be_visible()
        other = int(served.portfolio.ids[9])
        page.goto(f"{server}/client#client={other}")
        expect_points(page, server, other)
        expect(told).to_have_count(0)
    assert "Traceback" not in (tmp_path / "log.txt").read_text()
    assert "Pay slip" not in (tmp_path / "log.txt").read_text()


def reason_for(page: Page) -> str:
    """Return a reason where the proposal is another than to accept."""
    page.get_by_role("radio", name="Accept").check()
    return "known_client" if page.get_by_label("Reason").is_visible() else ""
