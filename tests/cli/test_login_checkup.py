"""The doctor says how people log in, and what keeps them from it."""

from __future__ import annotations

import socket
from pathlib import Path

from access.provided import RunningProvider, openid_environ, provider

from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.gate import Gate
from credit_panel.access.roles import Role
from credit_panel.cli.login_checkup import login


def said(environ: dict[str, str]) -> list[tuple[str, str]]:
    return [(found.verdict, found.sentence) for found in login(environ)]


def file_in(folder: Path) -> dict[str, str]:
    return {"CREDIT_PANEL_ACCESS_FILE": str(folder / "users.sqlite")}


def test_it_tells_who_asks_for_a_login_and_who_could_come_in(tmp_path: Path) -> None:
    own = file_in(tmp_path)
    assert "none is asked for" in said(own)[0][1]
    assert said(own | {"CREDIT_PANEL_LOGIN": "proxy"}) == [
        ("ok", "Login: at a proxy in front of this server, which knows of no roles (CREDIT_PANEL_LOGIN)")
    ]
    assert said(own | {"CREDIT_PANEL_LOGIN": "users"})[0][0] == "note"
    people = Gate(AccessSettings.from_env(own)).people
    people.add("anna", [Role.ADVISOR])
    people.set_password("anna", "correct horse battery")
    people.add("berta", [Role.ADVISOR])
    assert said(own) == [("ok", "Login: with a password, 1 of 2 users have chosen one")]


def test_an_open_server_is_a_fault_and_so_is_a_file_that_others_read(tmp_path: Path) -> None:
    own = file_in(tmp_path)
    assert said(own | {"ADDRESS": "0.0.0.0"})[0][0] == "fault"  # noqa: S104 - told, not listened on
    Gate(AccessSettings.from_env(own)).people.add("anna", [Role.ADVISOR])
    (tmp_path / "users.sqlite").chmod(0o644)
    assert said(own)[0][0] == "fault"


def test_a_provider_is_asked_and_what_it_answers_told(tmp_path: Path) -> None:
    own = file_in(tmp_path)
    with provider() as running:
        told = said(openid_environ(running.issuer) | own)
        assert [verdict for verdict, _ in told] == ["ok", "ok"]
        assert running.issuer in told[0][1]
        assert "advisor, auditor, analyst, admin" in told[0][1]
        assert "has 1 keys, and logs people out there too" in told[1][1]
        assert "a secret of the client" not in str(told)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = RunningProvider(f"http://127.0.0.1:{free.getsockname()[1]}")
        told = said(openid_environ(nobody.issuer) | own | {"CREDIT_PANEL_OPENID_AUDIENCE": ""})
    assert [verdict for verdict, _ in told] == ["ok", "ok", "note"]
    assert "does not answer" in told[2][1]
