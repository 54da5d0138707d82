"""When one has to log in, and where a server may listen."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit_panel.access.access_settings import AccessSettings, check_address, is_this_machine
from credit_panel.access.actions import Action
from credit_panel.access.gate import FIRST_USER, Gate
from credit_panel.access.roles import Role
from credit_panel.errors import SettingsError


def gate(tmp_path: Path, login: str = "") -> Gate:
    return Gate(AccessSettings.from_env({"CREDIT_PANEL_DATA_DIR": str(tmp_path), "CREDIT_PANEL_LOGIN": login}))


def test_without_users_nobody_has_to_log_in_until_there_is_one(tmp_path: Path) -> None:
    door = gate(tmp_path)
    assert not door.closed
    door.people.add("anna", [Role.ADVISOR])
    assert door.closed
    door.settings.file.unlink()
    assert door.closed


def test_the_setting_asks_for_a_login_without_users_and_a_proxys_for_none(tmp_path: Path) -> None:
    assert gate(tmp_path, "users").closed
    gate(tmp_path).people.add("anna", [Role.ADVISOR])
    assert not gate(tmp_path, "proxy").closed


def test_sessions_and_keys_are_told_apart(tmp_path: Path) -> None:
    door = gate(tmp_path)
    door.people.add("anna", [Role.ANALYST])
    session = door.sessions.begin("anna")
    key = door.keys.add("nightly", [Action.SCORE_APPLICATIONS], 60.0)
    somebody, something = door.by_session(session), door.by_key(key)
    assert somebody is not None
    assert something is not None
    assert (somebody.name, something.name) == ("anna", "key:nightly")
    assert somebody.ruling(Action.VIEW_MODEL).allowed
    assert not something.ruling(Action.VIEW_MODEL).allowed
    assert door.by_session(key) is door.by_key(session) is door.by_session("") is door.by_key("") is None


def test_the_first_user_is_invited_until_there_is_one(tmp_path: Path) -> None:
    door = gate(tmp_path, "users")
    first, second = door.first_invitation(), door.first_invitation()
    assert first is not None
    assert second is not None
    assert first[0] == second[0] == FIRST_USER
    assert door.people.invited(first[1]) is None
    assert door.people.accept(second[1], "correct horse battery") is not None
    assert door.first_invitation() is None


@pytest.mark.parametrize("address", ["127.0.0.1", "127.3.4.5", "::1", "[::1]", "localhost", "LOCALHOST."])
def test_this_machine_needs_no_login(address: str) -> None:
    assert is_this_machine(address)
    check_address(address, "", has_users=False)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "bank.example", "localhost.example", ""])  # noqa: S104
def test_any_other_address_does(address: str) -> None:
    with pytest.raises(SettingsError, match="CREDIT_PANEL_LOGIN=users"):
        check_address(address, "", has_users=False)
    check_address(address, "users", has_users=False)
    check_address(address, "proxy", has_users=False)
    check_address(address, "", has_users=True)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("CREDIT_PANEL_LOGIN", "none"),
        ("CREDIT_PANEL_LOGIN", "off"),
        ("CREDIT_PANEL_IDLE_MINUTES", "0"),
        ("CREDIT_PANEL_IDLE_MINUTES", "721"),
        ("CREDIT_PANEL_IDLE_MINUTES", "half"),
    ],
)
def test_bad_settings_are_told(setting: str, value: str) -> None:
    with pytest.raises(SettingsError, match=setting):
        AccessSettings.from_env({setting: value})
