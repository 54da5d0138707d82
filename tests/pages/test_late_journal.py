"""A journal that answers late keeps waiting who opens a client, and nobody else: their page says so meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest
from playwright.sync_api import Page, expect
from postgres import POSTGRESQL, Postgres

from credit_panel.change_setting import SETTING
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Scenario
from credit_panel.settings import Settings
from credit_panel.state.address import write_fragment
from credit_panel.state.scenario_address import encode_scenario
from pages.serving import serving
from pages.test_case_file import desk
from pages.test_changed_data import NEW, change

pytestmark = [pytest.mark.ui, pytest.mark.long, POSTGRESQL]
assert desk


@contextmanager
def held(url: str) -> Iterator[None]:
    """Have another program hold the tables of a journal, so that whoever reads them waits."""
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute("LOCK TABLE about, chain, bodies, tombstones IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


def expect_answers(server: str) -> None:
    """Expect that another visitor is answered: a pulse, a page and a score that needs no journal."""
    for path in ("/livez", "/client", "/api/v1/model"):
        assert httpx.get(f"{server}{path}", timeout=60).status_code == 200


def test_who_opens_a_client_waits_alone(
    settings: Settings, served: ServedModel, tmp_path: Path, postgres: Postgres, desk: Callable[..., Page]
) -> None:
    url, number = postgres.fresh(), int(served.portfolio.ids[10])
    kept = replace(settings, journal=url, journal_key=tmp_path / "key")
    with serving(kept, tmp_path / "log.txt", environ={SETTING: "keep"}) as server:
        change(server, number, NEW)
        scenario = encode_scenario(Scenario({"AMT_CREDIT": 300_000.0}))
        asked = write_fragment({"client": str(number), "tab": "what-if", "what-if": scenario})
        page = desk(f"{server}/client")
        told = page.get_by_role("region", name="Data on file")
        with held(url):
            page.goto(f"{server}/client{asked}")
            expect_answers(server)
            expect(told).to_contain_text("It could not be looked up whether data of this client were changed")
            expect(page.get_by_role("tab", name="What-if")).to_have_attribute("aria-selected", "true")
            expect(page).to_have_url(f"{server}/client{asked}")
        expect(told).to_contain_text("Newer data of this client are on file, version 2")
        while httpx.get(f"{server}/api/v1/clients/{number}", timeout=60).status_code == 503:
            time.sleep(0.2)  # a journal that did not answer is left in peace for a while
        page.reload()
        expect(told).to_contain_text("Version 2: Anne Martin changed the data on")
        expect(page).to_have_url(f"{server}/client{asked}")
    assert "Traceback" not in (tmp_path / "log.txt").read_text()
