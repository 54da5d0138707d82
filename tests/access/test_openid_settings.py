"""How a provider is set, and what its words mean here: Keycloak, Azure and Google by settings alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.claims import ClaimError, claimed, value_of
from credit_panel.access.openid_settings import OpenIdSettings
from credit_panel.access.roles import Role
from credit_panel.errors import SettingsError

LEAST = {"CREDIT_PANEL_OPENID_ISSUER": "https://login.bank.example", "CREDIT_PANEL_OPENID_CLIENT_ID": "credit-panel"}
AZURE_GROUP = "0f1e2d3c-0000-4000-8000-000000000001"


def settings(**named: str) -> OpenIdSettings:
    return OpenIdSettings.from_env(LEAST | {f"CREDIT_PANEL_OPENID_{name}": value for name, value in named.items()})


@pytest.mark.parametrize(
    ("named", "claims"),
    [
        ({}, {"preferred_username": "Anna.Martin", "groups": ["advisor", "others"]}),
        (
            {"ROLES_CLAIM": "realm_access.roles"},
            {"preferred_username": "anna.martin", "realm_access": {"roles": ["advisor", "offline_access"]}},
        ),
        (
            {"ROLES": f"advisor={AZURE_GROUP}"},
            {"preferred_username": "anna.martin", "groups": [AZURE_GROUP, "0f1e2d3c-0000-4000-8000-000000000002"]},
        ),
        (
            {"NAME_CLAIM": "https://bank.example/name", "ROLES_CLAIM": "https://bank.example/roles"},
            {"https://bank.example/name": "anna.martin", "https://bank.example/roles": "advisor"},
        ),
    ],
    ids=["plain", "keycloak", "azure", "named_by_address"],
)
def test_providers_differ_by_settings_alone(named: dict[str, str], claims: dict[str, Any]) -> None:
    who = claimed({"sub": "s-1", **claims}, settings(**named))
    assert (who.subject, who.name, who.roles) == ("s-1", "anna.martin", (Role.ADVISOR,))


def test_a_provider_without_groups_gives_roles_by_an_address_that_it_vouches_for() -> None:
    google = settings(NAME_CLAIM="email", ROLES_CLAIM="email", ROLES="admin=anna@bank.example")
    claims = {"sub": "1", "email": "anna@bank.example"}
    assert claimed({**claims, "email_verified": True}, google).roles == (Role.ADMIN,)
    for unsure in ({}, {"email_verified": False}, {"email_verified": "false"}, {"email_verified": 1}):
        with pytest.raises(ClaimError, match="does not vouch"):
            claimed({**claims, **unsure}, google)


@pytest.mark.parametrize("found", [None, {}, 7, [["advisor"]], [{"advisor": 1}], "advisors", ["Advisor"], True])
def test_nothing_else_gives_a_role(found: object) -> None:
    assert claimed({"sub": "1", "preferred_username": "anna", "groups": found}, settings()).roles == ()


def test_a_claim_with_a_dot_in_its_name_goes_before_one_within() -> None:
    assert value_of({"a.b": 1, "a": {"b": 2}}, "a.b") == 1
    assert value_of({"a": {"b": {"c": 3}}}, "a.b.c") == 3
    assert value_of({"a": "text"}, "a.b") is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ISSUER", "", "ISSUER"),
        ("ISSUER", "login.bank.example", "https"),
        ("ISSUER", "http://login.bank.example", "https"),
        ("ISSUER", "https://user:pass@login.bank.example", "https"),
        ("ISSUER", "https://login.bank.example?x=1", "https"),
        ("ISSUER", "https://[login", "https"),
        ("CLIENT_ID", " ", "CLIENT_ID is not set"),
        ("CLIENT_SECRET", "short", "CLIENT_SECRET is shorter"),
        ("SCOPES", "profile", "openid"),
        ("ROLES", "advisor", "give each role its values"),
        ("ROLES", "advisor=", "give each role its values"),
        ("ROLES", "boss=managers", "one of advisor"),
    ],
)
def test_bad_settings_are_told(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        settings(**{name: value})


def test_the_address_of_the_server_is_checked_too() -> None:
    with pytest.raises(SettingsError, match="CREDIT_PANEL_PUBLIC_URL"):
        OpenIdSettings.from_env(LEAST | {"CREDIT_PANEL_PUBLIC_URL": "http://risk.bank.example"})


def test_a_provider_is_read_where_it_is_asked_for_and_its_secret_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret of the client\n")
    env = LEAST | {"CREDIT_PANEL_LOGIN": "openid", "CREDIT_PANEL_OPENID_CLIENT_SECRET_FILE": str(tmp_path / "secret")}
    found = AccessSettings.from_env(env).openid
    assert found is not None
    assert found.client_secret == "a secret of the client"  # noqa: S105 - of nobody
    assert "a secret of the client" not in repr(found)
    assert AccessSettings.from_env({**env, "CREDIT_PANEL_LOGIN": "users"}).openid is None
    with pytest.raises(SettingsError, match="CLIENT_ID"):
        AccessSettings.from_env({"CREDIT_PANEL_LOGIN": "openid"})
