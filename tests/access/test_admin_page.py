"""Administration as a page: users and keys are changed by who may, each change on record, and nobody else sees it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from pages.sound import expect_sound
from playwright.sync_api import Browser, expect

from access.conftest import PASSWORD
from access.guarded import PAGE, Guarded, guarded
from credit_panel.access.actions import Action
from credit_panel.access.roles import Role
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Entry, Kind
from credit_panel.settings import Settings

CHANGE = "/admin/change"


@pytest.fixture(scope="module")
def kept(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("kept")
    return replace(settings, journal=f"sqlite:{folder / 'journal'}", journal_key=folder / "key")


@pytest.fixture(scope="module")
def server(kept: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server with a journal of its own."""
    with guarded(kept, tmp_path_factory.mktemp("server")) as running:
        yield running


def last(kept: Settings, kind: Kind) -> Entry:
    with closing(open_journal(kept)) as journal:
        return list(journal.entries((kind,)))[-1]


def test_a_user_is_added_given_roles_and_let_in_no_more_on_record(server: Guarded, kept: Settings) -> None:
    session = server.session("admin")
    told = server.post(CHANGE, {"change": "added", "name": "new.one", "role.advisor": "on"}, session)
    assert told.status_code == 200
    secret = re.search(r"/login\?invitation=([\w-]+)</code>", told.text)
    assert secret is not None
    assert (user := server.gate.people.invited(secret[1])) is not None
    assert (user.name, user.roles) == ("new.one", (Role.ADVISOR,))
    entry = last(kept, Kind.USER_CHANGED)
    assert (entry.person, dict(entry.content)) == ("admin", {"what": "added", "user": "new.one", "roles": ["advisor"]})
    assert secret[1] not in str(entry.content)
    assert secret[1] not in (server.folder / "log.txt").read_text(encoding="utf-8")

    form = {"name": "new.one", "role.reviewer": "on", "role.analyst": "on"}
    assert server.post(CHANGE, {"change": "roles", **form}, session).status_code == 200
    assert (user := server.gate.people.get("new.one")) is not None
    assert user.roles == (Role.REVIEWER, Role.ANALYST)
    assert server.post(CHANGE, {"change": "password", "name": "new.one"}, session).text.count("invitation=") == 1
    own = server.session("new.one")
    assert server.post(CHANGE, {"change": "logged out", "name": "new.one"}, session).status_code == 200
    assert server.get("/session", own).status_code == 401
    assert server.post(CHANGE, {"change": "revoked", "name": "new.one"}, session).status_code == 200
    assert (user := server.gate.people.get("new.one")) is not None
    assert user.revoked
    assert dict(last(kept, Kind.USER_CHANGED).content) == {"what": "revoked", "user": "new.one"}


def test_a_key_is_made_shown_once_and_withdrawn_on_record(server: Guarded, kept: Settings) -> None:
    session = server.session("admin")
    form = {"change": "key added", "name": "nightly", "days": "30", "action.view_model": "on"}
    told = server.post(CHANGE, form, session)
    secret = re.search(r"<code>(cp_[\w-]+)</code>", told.text)
    assert secret is not None
    assert server.get("/api/v1/model", authorization=f"Bearer {secret[1]}").status_code == 200
    assert server.get("/api/v1/clients", authorization=f"Bearer {secret[1]}").status_code == 403
    entry = last(kept, Kind.KEY_CHANGED)
    assert entry.person == "admin"
    assert dict(entry.content) == {"what": "added", "key": "nightly", "actions": ["view_model"], "days": 30}
    page = server.get("/admin", session, **PAGE).text
    assert secret[1] not in page
    assert "view_model</td>" in page
    assert server.post(CHANGE, {"change": "key revoked", "name": "nightly"}, session).status_code == 200
    assert server.get("/api/v1/model", authorization=f"Bearer {secret[1]}").status_code == 401


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"change": "added", "name": "A b", "role.advisor": "on"}, "take a name of 2 to 64"),
        ({"change": "added", "name": "ad-visor", "role.advisor": "on"}, "too much like it"),
        ({"change": "added", "name": "without"}, "choose one role at least"),
        ({"change": "roles", "name": "admin", "role.advisor": "on"}, "their own administration"),
        ({"change": "revoked", "name": "admin"}, "their own administration"),
        ({"change": "revoked", "name": "<script>"}, "none of this name"),
        ({"change": "key added", "name": "a-key", "days": "30"}, "choose what the key is good for"),
        ({"change": "key added", "name": "a-key", "days": "9999", "action.decide": "on"}, "whole days from 1 to 730"),
        ({"change": "key revoked", "name": "a-key"}, "none of this name"),
        ({"change": "nothing", "name": "advisor"}, "none of this name"),
        ({}, "none of this name"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(server: Guarded, form: dict[str, str], told: str) -> None:
    before = server.gate.people.everybody(), server.gate.keys.everyone()
    answer = server.post(CHANGE, form, server.session("admin"), accept_language="en")
    assert answer.status_code == 422
    assert told in answer.text
    assert "<script>" not in answer.text
    assert (server.gate.people.everybody(), server.gate.keys.everyone()) == before


def test_what_the_journal_does_not_take_is_not_done(server: Guarded, kept: Settings) -> None:
    file = kept.journal_file()
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as elsewhere:
        elsewhere.execute("BEGIN IMMEDIATE")
        form = {"change": "revoked", "name": "analyst"}
        answer = server.post(CHANGE, form, server.session("admin"), accept_language="en")
        elsewhere.execute("ROLLBACK")
    assert answer.status_code == 503
    assert "so nothing was changed" in answer.text
    assert (user := server.gate.people.get("analyst")) is not None
    assert not user.revoked


def test_an_auditor_reads_and_changes_nothing(server: Guarded) -> None:
    for role in Role:
        session = server.session(str(role))
        read = server.get("/admin", session, **PAGE)
        assert read.status_code == (200 if role in (Role.ADMIN, Role.AUDITOR) else 403), role
        form = {"change": "added", "name": f"by-{role}", "role.admin": "on"}
        status = server.post(CHANGE, form, session).status_code
        assert status == (200 if role is Role.ADMIN else 403), role
    assert '<form method="post"' not in server.get("/admin", server.session("auditor"), **PAGE).text
    assert (
        server.post(CHANGE, {"change": "added"}, server.session("admin"), sec_fetch_site="cross-site").status_code
        == 403
    )


@pytest.mark.long
@pytest.mark.ui
@pytest.mark.parametrize("width", [1280, 320])
def test_an_administrator_finds_it_and_is_told_which_rule_decides_in_french(
    server: Guarded, browser: Browser, width: int
) -> None:
    context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{server.address}/login")
    page.get_by_label("Nom d’utilisateur").fill("admin")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Administration")
    page.get_by_label("Cet utilisateur peut-il").select_option("analyst")
    page.get_by_label("faire ceci").select_option(str(Action.DECIDE))
    page.get_by_role("button", name="Dire quelle règle décide").click()
    expect(page.get_by_role("status")).to_contain_text("Non")
    expect(page.get_by_role("status")).to_contain_text("La règle decide demande l’un de ces rôles : conseiller")
    page.get_by_text("Ajouter un utilisateur").click()
    page.get_by_label("Nom d’utilisateur, tel qu’au journal").fill(f"large-{width}")
    page.get_by_role("button", name="Ajouter et créer l’adresse").click()
    expect(page.get_by_role("alert")).to_contain_text("choisissez au moins un rôle")
    expect(page.get_by_label("Nom d’utilisateur, tel qu’au journal")).to_have_value(f"large-{width}")
    page.get_by_label("analyste").filter(visible=True).check()
    page.get_by_role("button", name="Ajouter et créer l’adresse").click()
    expect(page.get_by_role("status")).to_contain_text("Valable une seule fois")
    page.get_by_text(f"Modifier large-{width}").click()
    expect_sound(page)
    page.get_by_role("link", name="Glossaire").click()
    page.get_by_role("link", name="Administration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Administration")
    context.close()
