"""Keys of the API, sent to a running server."""

from __future__ import annotations

import re
import secrets

import pytest

from access.guarded import PAGE, Guarded
from credit_panel.access.actions import Action

DAY = 86_400.0


def test_a_key_opens_what_it_is_made_for_alone(server: Guarded) -> None:
    token = server.gate.keys.add("clients-only", [Action.VIEW_CLIENTS], DAY)
    sent = {"authorization": f"Bearer {token}"}
    assert server.get("/api/v1/clients", **sent).status_code == 200
    refused = server.get("/api/v1/model", **sent)
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:credit-panel:problem:forbidden"
    assert "The key clients-only is not made for view_model" in refused.json()["detail"]
    key = next(key for key in server.gate.keys.everyone() if key.name == "clients-only")
    assert key.used > 0


def test_a_key_opens_no_page_and_no_line(server: Guarded) -> None:
    token = server.gate.keys.add("every-action", list(Action), DAY)
    sent = {"authorization": f"Bearer {token}"}
    assert server.get("/client", **sent).status_code == 401
    assert server.get("/account", **sent).status_code == 401
    assert server.get("/client", **sent, **PAGE).status_code == 303
    assert server.handshake("/client/ws", **sent) == "unauthorized"


@pytest.mark.parametrize("form", ["Bearer {}x", "Bearer", "Basic {}", "{}", "Token {}"])
def test_what_is_no_key_opens_nothing(server: Guarded, form: str) -> None:
    token = server.gate.keys.add(f"key-{secrets.token_hex(4)}", list(Action), DAY)
    answer = server.get("/api/v1/clients", authorization=form.format(token))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_bad_key_is_not_made_good_by_a_cookie(server: Guarded) -> None:
    session = server.session("advisor")
    assert server.get("/api/v1/clients", session).status_code == 200
    assert server.get("/api/v1/clients", session, authorization="Bearer cp_nothing").status_code == 401


def test_a_revoked_key_is_out_at_once(server: Guarded) -> None:
    token = server.gate.keys.add("leaving", [Action.VIEW_CLIENTS], DAY)
    sent = {"authorization": f"Bearer {token}"}
    assert server.get("/api/v1/clients", **sent).status_code == 200
    server.gate.keys.revoke("leaving")
    assert server.get("/api/v1/clients", **sent).status_code == 401


def test_the_documentation_says_that_a_key_is_asked_for(server: Guarded) -> None:
    token = server.gate.keys.add("docs-reader", [Action.READ_DOCUMENTATION], DAY)
    schema = server.get("/openapi.json", authorization=f"Bearer {token}").json()
    assert schema["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert schema["paths"]["/api/v1/clients"]["get"]["security"] == [{"key": []}]
    assert "security" not in schema["paths"]["/livez"]["get"]
    assert {"401", "403"} <= set(schema["paths"]["/api/v1/clients"]["get"]["responses"])


def test_a_decision_is_sent_with_a_key_that_is_made_for_it(server: Guarded) -> None:
    reads = server.gate.keys.add("reads-decisions", [Action.VIEW_CLIENTS], DAY)
    decides = server.gate.keys.add("sends-decisions", [Action.DECIDE], DAY)
    statuses = [
        server.get(path, method=method, authorization=f"Bearer {token}").json()["type"].rpartition(":")[2]
        for token in (reads, decides)
        for method, path in (("GET", "/api/v1/clients/1/decisions"), ("POST", "/api/v1/decisions"))
    ]
    assert statuses == ["unknown-client", "forbidden", "forbidden", "wrong-content-type"]


def test_who_may_see_the_users_sees_the_keys(server: Guarded) -> None:
    server.gate.keys.add("weekly", [Action.SCORE_APPLICATIONS], 3600.0)
    told = server.get("/admin", server.session("auditor"), **PAGE).text
    assert re.search("weekly</th><td>score_applications</td><td>until .*</td><td>never used</td>", told)
