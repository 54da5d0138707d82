"""What each role grants, and what the rule says of itself."""

from __future__ import annotations

import pytest

from credit_panel.access.actions import ADDRESSES, MEANING, Action, action_of
from credit_panel.access.roles import GRANTS, Role, granting, ruling

WRITING = {Action.DECIDE, Action.REVIEW, Action.RECORD_REQUESTS}


def test_every_action_is_explained_and_granted_by_some_role() -> None:
    assert set(MEANING) == set(Action)
    assert all(granting(action) for action in Action)


def test_nobody_without_a_role_may_do_anything() -> None:
    assert not [action for action in Action if ruling([], action).allowed]


def test_auditors_analysts_and_admins_record_nothing() -> None:
    for role in (Role.AUDITOR, Role.ANALYST, Role.ADMIN):
        assert not GRANTS[role] & WRITING


def test_analysts_and_admins_see_no_client() -> None:
    of_clients = {Action.VIEW_CLIENTS, Action.WRITE_LETTERS}
    assert not (GRANTS[Role.ANALYST] | GRANTS[Role.ADMIN]) & of_clients


def test_a_second_decision_is_the_reviewers() -> None:
    assert granting(Action.REVIEW) == (Role.REVIEWER,)


def test_the_rule_is_named() -> None:
    allowed = ruling([Role.ANALYST, Role.REVIEWER], Action.DECIDE)
    assert (allowed.allowed, allowed.granted_by) == (True, "role reviewer")
    refused = ruling([Role.ANALYST], Action.DECIDE)
    assert not refused.allowed
    assert refused.would == (Role.ADVISOR, Role.REVIEWER)


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/client", Action.VIEW_CLIENTS),
        ("/client/ws", Action.VIEW_CLIENTS),
        ("/api/v1/clients/100002/letter", Action.WRITE_LETTERS),
        ("/api/v1/clients/{client_id}/letter", Action.WRITE_LETTERS),
        ("/api/v1/clients/1", Action.VIEW_CLIENTS),
        ("/swagger/swagger-ui.css", Action.READ_DOCUMENTATION),
        ("/login", None),
        ("/static/js/bokeh.min.js", None),
    ],
)
def test_an_address_has_its_action(path: str, action: Action | None) -> None:
    assert action_of(path) is action


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/clients",
        "/client/",
        "/CLIENT",
        "/client/autoload.js",
        "/client/metadata",
        "/static/",
        "/api/v1/clients/",
        "/api/v1/clients/1/2/letter",
        "/api/v1/clients/1/letter/",
        "/api/v1/clients//letter",
        "/login/x",
        "/api/v1/decisions/1",
        "/client\n",
    ],
)
def test_what_is_not_declared_is_nobodys(path: str) -> None:
    with pytest.raises(KeyError):
        action_of(path)


def test_only_these_addresses_are_for_all() -> None:
    assert {address for address, action in ADDRESSES.items() if action is None} == {
        "/login",
        "/login/openid",
        "/login/callback",
        "/logout",
        "/session",
        "/account",
        "/static/{file}",
        "/favicon.ico",
        "/liveness",
        "/liveness/",
        "/livez",
        "/readyz",
        "/api/v1/readiness",
        "/metrics",
    }
