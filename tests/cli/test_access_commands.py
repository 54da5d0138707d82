"""`credit-panel user` and `credit-panel can`."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.gate import Gate
from credit_panel.cli import main
from credit_panel.errors import JournalError
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.settings import Settings

ANNA = "anna.martin"


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, with the folder of a portfolio."""
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("CREDIT_PANEL_JOURNAL_URL", raising=False)
    (tmp_path / "synthetic").mkdir()
    return tmp_path


def gate() -> Gate:
    return Gate(AccessSettings.from_env())


def changes() -> list[tuple[str, dict[str, object]]]:
    journal = open_journal(Settings.from_env())
    found = [(entry.person, dict(entry.content)) for entry in journal.entries((Kind.USER_CHANGED,))]
    journal.close()
    return found


def test_a_user_chooses_a_password_at_the_printed_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "add", ANNA, "--role", "advisor", "--role", "analyst"]) == 0
    found = re.search(r"http://localhost:5006/login\?invitation=(\S+)", capsys.readouterr().out)
    assert found
    assert gate().people.accept(found[1], "correct horse battery")
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out == "anna.martin  advisor, analyst\n"


def test_the_printed_address_is_the_one_under_which_people_reach_the_server(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDIT_PANEL_PUBLIC_URL", "https://bank.example/risk/")
    assert main(["user", "add", ANNA, "--role", "advisor"]) == 0
    assert "at: https://bank.example/risk/login?invitation=" in capsys.readouterr().out
    monkeypatch.setenv("CREDIT_PANEL_PUBLIC_URL", "http://bank.example")
    assert main(["user", "add", "other.one", "--role", "advisor"]) == 2
    assert "CREDIT_PANEL_PUBLIC_URL" in capsys.readouterr().err
    assert gate().people.get("other.one") is None


def test_where_people_log_in_at_a_provider_nobody_is_told_to_choose_a_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDIT_PANEL_LOGIN", "openid")
    monkeypatch.setenv("CREDIT_PANEL_OPENID_ISSUER", "https://login.bank.example/realms/bank")
    monkeypatch.setenv("CREDIT_PANEL_OPENID_CLIENT_ID", "credit-panel")
    assert main(["user", "add", ANNA, "--role", "advisor"]) == 0
    assert "logs in at login.bank.example" in capsys.readouterr().out
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out == "anna.martin  advisor\n"
    assert main(["user", "roles", ANNA, "--role", "analyst"]) == 0
    assert "login.bank.example gives the roles" in capsys.readouterr().out


def test_a_password_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse battery\n"))
    assert main(["user", "add", ANNA, "--role", "advisor", "--password-stdin"]) == 0
    assert gate().people.knows(ANNA, "correct horse battery")


def test_can_names_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", ANNA, "--role", "advisor"])
    capsys.readouterr()
    assert main(["can", ANNA, "decide"]) == 0
    assert "the role advisor grants it" in capsys.readouterr().out
    assert main(["can", ANNA, "view_portfolio"]) == 1
    assert "the roles that do: analyst" in capsys.readouterr().out
    assert main(["can", "bea", "decide"]) == 2
    with pytest.raises(SystemExit):
        main(["can", ANNA, "fly"])


def test_a_revoked_user_may_do_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", ANNA, "--role", "advisor"])
    assert main(["user", "revoke", ANNA]) == 0
    assert main(["can", ANNA, "decide"]) == 2
    assert main(["user", "passwd", ANNA]) == 2
    assert main(["user", "roles", ANNA, "--role", "admin"]) == 2
    main(["user", "list"])
    assert "(revoked)" in capsys.readouterr().out


def test_who_is_logged_out_is_out_everywhere_and_may_come_back() -> None:
    main(["user", "add", ANNA, "--role", "advisor"])
    session = gate().sessions.begin(ANNA)
    assert main(["user", "logout", "bea"]) == 2
    assert gate().by_session(session)
    assert main(["user", "logout", ANNA]) == 0
    assert gate().by_session(session) is None
    assert gate().by_session(gate().sessions.begin(ANNA))
    assert [content["what"] for _, content in changes()] == ["added", "logged out"]


def test_every_change_is_on_record_and_none_that_was_refused() -> None:
    main(["user", "add", ANNA, "--role", "advisor"])
    main(["user", "add", "annamartin", "--role", "admin"])
    main(["user", "roles", ANNA, "--role", "auditor"])
    main(["user", "passwd", ANNA])
    main(["user", "revoke", ANNA])
    main(["user", "revoke", ANNA])
    found = changes()
    assert [content["what"] for _, content in found] == ["added", "roles", "password", "revoked"]
    assert all(person.startswith("command:") and content["user"] == ANNA for person, content in found)
    assert found[1][1]["roles"] == ["auditor"]


def test_what_the_journal_does_not_take_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise JournalError("locked", "The journal is locked.")

    monkeypatch.setattr("credit_panel.journal.opening.open_journal", refuse)
    assert main(["user", "add", ANNA, "--role", "advisor"]) == 2
    assert gate().people.everybody() == []


def test_without_a_portfolio_there_is_no_journal(places: Path) -> None:
    (places / "synthetic").rmdir()
    assert main(["user", "add", ANNA, "--role", "advisor"]) == 0
    assert not list(places.glob("*.journal"))
