"""The journal as a page: an auditor reads it whole, checks it, and is told where it is damaged; nobody else sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pages.sound import expect_sound
from playwright.sync_api import Browser, expect

from access.guarded import COOKIE, PAGE, Guarded, guarded
from credit_panel.access.roles import Role
from credit_panel.journal.newest import newest
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

MARKUP = "<script>alert(1)</script> =cmd() \N{RIGHT-TO-LEFT OVERRIDE}x"


@pytest.fixture(scope="module")
def kept(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("kept")
    return replace(settings, journal=f"sqlite:{folder / 'journal'}", journal_key=folder / "key")


@pytest.fixture(scope="module")
def server(kept: Settings, served: ServedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server whose journal has sixty requests of one client, and one login."""
    client = int(served.portfolio.ids[0])
    with closing(open_journal(kept)) as journal:
        for number in range(60):
            note = {"note": MARKUP if number == 59 else f"number {number}"}
            journal.append(Kind.EXPLANATION_REQUESTED, client_id=client, person="A. Martin", content=note)
        journal.append(Kind.LOGGED_IN, person="a.martin", content={"what": "logged in"})
    with guarded(kept, tmp_path_factory.mktemp("server")) as running:
        yield running


def test_the_last_records_come_first(kept: Settings, server: Guarded) -> None:
    with closing(open_journal(kept)) as journal:
        assert [entry.sequence for entry in newest(journal, before=9, most=3)] == [8, 7, 6]
        assert [entry.sequence for entry in newest(journal, kind=Kind.LOGGED_IN, before=62)] == [61]


def test_it_is_the_auditor_s_alone(server: Guarded) -> None:
    for role in Role:
        status = server.get("/journal", server.session(str(role)), **PAGE).status_code
        assert status == (200 if role == Role.AUDITOR else 403), role


def test_text_is_text_and_older_records_follow(server: Guarded, served: ServedModel) -> None:
    session = server.session("auditor")
    told = server.get("/journal?kind=explanation_requested", session, **PAGE).text
    assert "<script>" not in told
    assert "&lt;script&gt;alert(1)" in told
    assert f'href="client#client={served.portfolio.ids[0]}&amp;tab=case"' in told
    assert told.count("<tr>") == 51
    assert 'href="journal?before=11&amp;kind=explanation_requested"' in told
    older = server.get("/journal?before=11&kind=explanation_requested", session, **PAGE).text
    assert older.count("<tr>") == 11
    assert server.get("/journal?before=0", session, **PAGE).status_code == 422


@pytest.mark.ui
@pytest.mark.parametrize("width", [1280, 320])
def test_an_auditor_reads_and_checks_it_in_french(server: Guarded, browser: Browser, width: int) -> None:
    context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": server.session("auditor"), "url": server.address}])
    page = context.new_page()
    page.goto(f"{server.address}/account")
    page.get_by_role("link", name="Journal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Journal")
    page.get_by_role("link", name="Vérifier").click()
    expect(page.get_by_role("status")).to_contain_text("telle qu’elle a été écrite")
    page.get_by_label("Nature de l’inscription").select_option("logged_in")
    page.get_by_role("button", name="Afficher").click()
    expect(page.locator("tbody")).to_contain_text("connexion")
    expect_sound(page)
    context.close()


def test_a_changed_record_is_named(server: Guarded, kept: Settings, tmp_path: Path) -> None:
    file = kept.journal_file()
    assert file is not None
    with closing(sqlite3.connect(file)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE bodies SET body = REPLACE(body, 'number 7', 'number 8')")
        connection.commit()
    told = server.get("/journal?verify=true", server.session("auditor"), **PAGE).text
    assert "not as it was written" in told
    assert "the content of record 8 was changed" in told
