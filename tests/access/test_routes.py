"""Every address of the running server, for every role: what is not granted is refused, and nothing is undeclared."""

from __future__ import annotations

import json
import re

import pytest

from access.guarded import PAGE, Guarded
from credit_panel.access.actions import ADDRESSES, action_of
from credit_panel.access.roles import GRANTS, Role
from credit_panel.server.command import FOOTER_PAGES, PAGES

OF_THE_TESTS = {"/census"}
OF_PANEL = {"", "/", "//ws", "/{path:path}"}
"""The mount of all pages, whose addresses are told apart, and the bare one, which the door answers by itself."""


def addresses(server: Guarded) -> list[str]:
    """Every address, its parameters filled."""
    told = json.loads((server.folder / "routes.json").read_text(encoding="utf-8"))
    found = {re.sub(r"\{\w*id\}", "100002", path) for path in told} - OF_THE_TESTS - OF_PANEL
    return sorted(found | {path for path in ADDRESSES if "{" not in path})


def test_every_route_has_its_action(server: Guarded) -> None:
    found = addresses(server)
    assert {f"/{page}{part}" for page in (*PAGES, *FOOTER_PAGES) for part in ("", "/ws")} <= set(found)
    assert sum(path.startswith("/api/v1/") for path in found) >= 18
    undeclared = []
    for path in found:
        try:
            action_of(path)
        except KeyError:
            undeclared.append(path)
    assert not undeclared, "give each a place in credit_panel.access.actions.ADDRESSES"


def test_a_stranger_reaches_what_is_for_all_alone(server: Guarded) -> None:
    for path in addresses(server):
        if path.endswith("/ws"):
            assert server.handshake(path) == "unauthorized"
            continue
        status = server.get(path).status_code
        if action_of(path) is None:
            assert status in (200, 401 if path in ("/account", "/metrics", "/session") else 200, 404, 405), path
        else:
            assert status == 401, path


@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_a_role_reaches_what_it_grants_alone(server: Guarded, role: Role | None) -> None:
    session = server.session(str(role or "nobody"))
    for path in addresses(server):
        action = action_of(path)
        if action is None:
            continue
        granted = role is not None and action in GRANTS[role]
        if path.endswith("/ws"):
            assert (server.handshake(path, session) == "forbidden") is not granted, path
            continue
        for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
            if method == "GET" and granted and path.strip("/") in PAGES:
                continue  # opened in a browser elsewhere; each takes a while here
            status = server.get(path, session, method=method).status_code
            assert (status == 403) is not granted, (method, path, status)
            assert status != 401, (method, path)


@pytest.mark.parametrize("path", ["/census", "/nothing", "/client/", "/api/v1/decisions/1", "/components/os/x"])
def test_what_is_not_declared_is_nobodys(server: Guarded, path: str) -> None:
    assert server.get(path).status_code == 401
    for role in Role:
        assert server.get(path, server.session(str(role))).status_code == 404, role


def test_a_page_that_is_not_ones_own_names_the_rule_in_ones_language(server: Guarded) -> None:
    session = server.session("analyst")
    english = server.get("/client", session, **PAGE)
    assert english.status_code == 403
    assert "The rule view_clients asks for one of these: advisor, reviewer, data steward, auditor." in english.text
    assert '<a href="portfolio">' in english.text
    assert '<a href="client">' not in english.text
    french = server.get("/client", session, accept="text/html", accept_language="fr-FR")
    assert "La règle view_clients demande" in french.text
    assert '<html lang="fr">' in french.text


def test_a_program_is_told_the_rule_as_a_problem(server: Guarded) -> None:
    told = server.get("/api/v1/clients/100002", server.session("analyst"))
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["type"] == "urn:credit-panel:problem:forbidden"
    assert "view_clients" in told.json()["detail"]
